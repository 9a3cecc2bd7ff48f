package godwit.core.chats;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import godwit.core.numbers.ShardContext;
import org.agrona.concurrent.UnsafeBuffer;

/** Chooses the page of a chat that a member may read, and sends what of it is in memory. */
final class History {
    private static final int PAGE_DEFAULT = 50;
    private static final int CURSORS_MAX = 4;

    private final ShardContext shard;
    private final Chats chats;
    private final Members members;
    private final UserIds ids;
    private final Entries entries;
    private final EntryRecord record;
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final LeastMarks leastMarks;
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
        this.leastMarks = new LeastMarks(chats, members);
    }

    /** Answers a member; at most one of the two bounds is given, both exclusive. */
    void read(
        final long ofEdge, final long correlation, final int chat, final int member, final long before,
        final long after, final int pageLimit) {
        edgeId = ofEdge;
        correlationId = correlation;
        final long length = pageLimit <= 0 ? PAGE_DEFAULT : Math.min(pageLimit, CoreLimits.HISTORY_PAGE_MAX);
        final long first = members.oldestSequence(member);
        final long last = members.newestSequence(member, chats.lastSequence(chat));
        final boolean newestFirst = after < 0;
        if (newestFirst) {
            backwards(member, before < 0 ? last : Math.min(before - 1, last), length);
        } else {
            forwards(member, Math.max(Math.min(after, last) + 1, first), last, length);
        }
        sendEntries(chats.id(chat), newestFirst);
        sendCursors(chat);
        final boolean more = from <= to && (newestFirst ? from > first : to < last);
        end(chats.id(chat), more, newestFirst);
    }

    /** The page lies within one of the member's times; where it would begin between two, it begins with the one before. */
    private void backwards(final int member, final long at, final long length) {
        final int interval = members.intervalNotAfter(member, at);
        to = interval == 0 ? 0 : Math.min(at, members.intervalTo(interval, at));
        from = interval == 0 ? 1 : Math.max(to - length + 1, members.intervalFrom(member, interval));
    }

    /** The same towards the end: where it would begin between two, it begins with the one after. */
    private void forwards(final int member, final long at, final long last, final long length) {
        final int interval = at > last ? 0 : members.intervalNotBefore(member, at);
        from = interval == 0 ? at : Math.max(at, members.intervalFrom(member, interval));
        to = interval == 0 ? at - 1 : Math.min(from + length - 1, members.intervalTo(interval, last));
    }

    private void sendEntries(final long chatId, final boolean newestFirst) {
        int bytes = 0;
        final long step = newestFirst ? -1 : 1;
        for (long sequence = newestFirst ? to : from; sequence >= from && sequence <= to; sequence += step) {
            final int entry = entries.find(chatId, sequence);
            if (entry != 0 && entries.hasPayload(entry)) {
                bytes += entries.bodyLength(entry);
                if (bytes > CoreLimits.HISTORY_BYTES_MAX) {
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

    /** All of a few members, or the two least of each kind: from those follows what all but any one of them have reached. */
    private void sendCursors(final int chat) {
        if (chats.memberCount(chat) <= CURSORS_MAX) {
            for (int member = members.ofChat().first(chat); member != 0; member = members.ofChat().next(member)) {
                sendCursor(member);
            }
            return;
        }
        final int[] least = leastMarks.of(chat);
        for (int i = 0; i < least.length; i++) {
            if (isFirstOf(least, i)) {
                sendCursor(least[i]);
            }
        }
    }

    private static boolean isFirstOf(final int[] least, final int index) {
        for (int i = 0; i < index; i++) {
            if (least[i] == least[index]) {
                return false;
            }
        }
        return true;
    }

    private void sendCursor(final int member) {
        shard.listener().onHistoryCursor(
            edgeId, correlationId, ids.wrap(members.id(member), userId), members.delivered(member),
            members.read(member));
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
