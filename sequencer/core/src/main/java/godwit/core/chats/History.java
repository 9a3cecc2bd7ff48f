package godwit.core.chats;

import godwit.core.CoreCommands;
import godwit.core.CoreListener;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import godwit.core.numbers.ShardContext;
import org.agrona.concurrent.UnsafeBuffer;

/** Chooses the page of a chat that a member may read, and sends what of it is in memory. */
final class History {
    private static final int PAGE_DEFAULT = 50;
    private static final int PAGE_MAX = 100;
    private static final int BODY_BYTES_MAX = 192 * 1024;

    private final ShardContext shard;
    private final Chats chats;
    private final Members members;
    private final UserIds ids;
    private final Entries entries;
    private final EntryRecord record;
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private long edgeId;
    private long correlationId;
    private long from;
    private long to;

    History(
        final ShardContext shard, final UserIds ids, final Chats chats, final Members members,
        final Entries entries) {
        this.shard = shard;
        this.ids = ids;
        this.chats = chats;
        this.members = members;
        this.entries = entries;
        this.record = new EntryRecord(entries, ids);
    }

    /** Answers a member; at most one of the two bounds is given, both exclusive. */
    void read(
        final long ofEdge, final long correlation, final int chat, final int member, final long before,
        final long after, final int pageLimit) {
        edgeId = ofEdge;
        correlationId = correlation;
        final long length = pageLimit <= 0 ? PAGE_DEFAULT : Math.min(pageLimit, PAGE_MAX);
        final long first = members.firstSequence(member);
        final long last = chats.lastSequence(chat);
        final boolean newestFirst = after < 0;
        if (newestFirst) {
            to = before < 0 ? last : Math.min(before - 1, last);
            from = Math.max(to - length + 1, first);
        } else {
            from = Math.max(Math.min(after, last) + 1, first);
            to = Math.min(from + length - 1, last);
        }
        sendEntries(chats.id(chat), newestFirst);
        sendCursors(chat);
        final boolean more = from <= to && (newestFirst ? from > first : to < last);
        end(chats.id(chat), more, newestFirst);
    }

    private void sendEntries(final long chatId, final boolean newestFirst) {
        int bytes = 0;
        final long step = newestFirst ? -1 : 1;
        for (long sequence = newestFirst ? to : from; sequence >= from && sequence <= to; sequence += step) {
            final int entry = entries.find(chatId, sequence);
            if (entry != 0 && entries.hasPayload(entry)) {
                bytes += entries.bodyLength(entry);
                if (bytes > BODY_BYTES_MAX) {
                    cut(sequence, newestFirst);
                    return;
                }
                shard.listener().onHistoryEntry(edgeId, correlationId, record.show(entry));
            }
        }
    }

    /** The page ends before an entry that is too much. */
    private void cut(final long sequence, final boolean newestFirst) {
        if (newestFirst) {
            from = sequence + 1;
        } else {
            to = sequence - 1;
        }
    }

    private void sendCursors(final int chat) {
        for (int member = members.ofChat().first(chat); member != 0; member = members.ofChat().next(member)) {
            shard.listener().onHistoryCursor(
                edgeId, correlationId, ids.wrap(members.id(member), userId), members.delivered(member),
                members.read(member));
        }
    }

    private void end(final long chatId, final boolean more, final boolean newestFirst) {
        long spoolAbove = to;
        long fromOutput = CoreCommands.NULL_VALUE;
        for (long sequence = from; sequence <= to && fromOutput == CoreCommands.NULL_VALUE; sequence++) {
            final int entry = entries.find(chatId, sequence);
            if (entry != 0 && !entries.isJournaled(entry)) {
                spoolAbove = sequence - 1;
                fromOutput = entries.outputSequence(entry);
            }
        }
        final CoreListener listener = shard.listener();
        listener.onHistoryPage(
            edgeId, correlationId, chatId, from, to, spoolAbove, needsSpool(chatId) ? fromOutput
                : CoreCommands.NULL_VALUE, more, newestFirst);
    }

    private boolean needsSpool(final long chatId) {
        for (long sequence = from; sequence <= to; sequence++) {
            final int entry = entries.find(chatId, sequence);
            if (entry != 0 && !entries.isJournaled(entry) && !entries.hasPayload(entry)) {
                return true;
            }
        }
        return false;
    }
}
