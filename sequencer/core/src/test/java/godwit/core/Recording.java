package godwit.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Renders everything that comes out of a core as lines, so that tests read as commands in, events out. */
final class Recording implements CoreListener {
    private final List<String> lines = new ArrayList<>();
    private long lastOutputSequence;
    private long lastWriteTimeUs;
    long lastMsgId;
    long lastSession;
    /** Keep-alives that were answered; no line, for they come all the time. */
    long renewals;
    long lastEpoch;
    /** How many members the last chat had of which another shard was told. */
    int linkedMembers;
    long lastChatId;
    /** By device, of the lists that came. */
    final Map<String, Long> lastSeenMs = new HashMap<>();
    /** Of the last presence that told it. */
    long lastPresenceSeenMs;
    boolean isKept = true;
    /** Of the receipts, in order. */
    final List<Long> receiptMsgIds = new ArrayList<>();
    /** The same receipts' times. */
    final List<Long> receiptTimesMs = new ArrayList<>();
    /** What was told of chats: version, number of members, title, and who is named or whether the user is a member. */
    final List<String> heads = new ArrayList<>();
    /** The row of each chat that came last. */
    final Map<Long, String> rowsOf = new HashMap<>();
    /** Takes what goes to other shards; the record is to be applied with the number of the sending shard. */
    BiConsumer<Integer, BiConsumer<Core, Integer>> links = (to, record) -> { };
    /** What the edge knows of those that follow subscriptions. */
    final Subscribers subscribers = new Subscribers();
    /** Hears each push: session and entry. */
    BiConsumer<Long, EntryView> pushes = (session, entry) -> { };
    /** Hears of entries that are to be read from the table or the spool. */
    Consumer<long[]> stored = range -> { };

    List<String> take() {
        final List<String> taken = new ArrayList<>(lines);
        lines.clear();
        return taken;
    }

    List<String> take(final String prefix) {
        final List<String> taken = take();
        taken.removeIf(line -> !line.startsWith(prefix));
        return taken;
    }

    List<String> takeHeads() {
        final List<String> taken = new ArrayList<>(heads);
        heads.clear();
        return taken;
    }

    private void line(final String text) {
        if (isKept) {
            lines.add(text);
        }
    }

    private void journal(final long outputSequence, final long writeTimeUs, final String text) {
        if (outputSequence != lastOutputSequence + 1 && lastOutputSequence != 0) {
            throw new AssertionError("outputSequence=" + outputSequence + " after " + lastOutputSequence);
        }
        if (writeTimeUs <= lastWriteTimeUs) {
            throw new AssertionError("writeTimeUs=" + writeTimeUs + " after " + lastWriteTimeUs);
        }
        lastOutputSequence = outputSequence;
        lastWriteTimeUs = writeTimeUs;
        line("journal " + text);
    }

    static String text(final DirectBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String targets(final Targets targets) {
        final StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < targets.count(); i++) {
            text.append(i == 0 ? "" : " ").append('s').append(targets.session(i)).append('<')
                .append(targets.previousSequence(i)).append(targets.isLive(i) ? "!" : "");
        }
        return text.append(']').toString();
    }

    private static String entry(final EntryView entry) {
        if (entry.contentKind() == Content.CHANGE) {
            return "#" + entry.sequence() + " " + text(entry.senderId()) + " " + change(entry.body());
        }
        return "#" + entry.sequence() + " " + text(entry.senderId()) + "." + entry.senderOrdinal() + " "
            + text(entry.clientMsgId()) + " " + (entry.body().capacity() > 40 ? entry.body().capacity() + "B"
            : text(entry.body()));
    }

    private static String change(final DirectBuffer body) {
        final String[] kinds = {"", "added", "removed", "left", "role", "title"};
        final int title = body.getShort(16);
        final int listed = body.getShort(18);
        final StringBuilder text = new StringBuilder(kinds[body.getByte(1)] + " v" + body.getLong(8));
        if (body.getByte(2) != 0) {
            text.append(" role=").append(body.getByte(2));
        }
        if (title > 0) {
            text.append(" title=").append(body.getStringWithoutLengthUtf8(20, title));
        }
        int at = 20 + title;
        for (int i = 0; i < Math.min(listed, 5); i++) {
            text.append(' ').append(body.getStringWithoutLengthUtf8(at + 1, body.getByte(at)));
            at += 1 + body.getByte(at);
        }
        return text + (body.getInt(4) > 5 ? " n=" + body.getInt(4) : "");
    }

    private static String chat(final ChatView chat) {
        final StringBuilder text = new StringBuilder("kind=" + chat.kind() + " by=" + text(chat.createdBy()) + " of=");
        for (int i = 0; i < chat.listedCount(); i++) {
            text.append(i == 0 ? "" : ",").append(text(chat.memberId(i)));
        }
        return text + " n=" + chat.memberCount() + " title=" + text(chat.title());
    }

    private static String row(final ChatRowView row) {
        return "peer=" + text(row.peerId()) + " member=" + row.member() + " last=" + row.lastSequence() + " mine="
            + row.deliveredSequence() + "/" + row.readSequence() + " theirs=" + row.peersDeliveredSequence() + "/"
            + row.peersReadSequence() + " unread=" + row.unread()
            + (row.lastEntry() == null ? "" : " " + entry(row.lastEntry()));
    }

    @Override
    public void onEdgeOpened(
        final long edgeId, final long correlationId, final long epoch, final long incarnation, final long leaseMs,
        final int subscribedMax, final long redeliverMs, final int streamId, final DirectBuffer channel) {
        lastEpoch = epoch;
        line("opened e" + edgeId + " epoch=" + epoch + " stream=" + streamId + " " + text(channel));
    }

    @Override
    public void onEdgeEnded(final long edgeId) {
        line("edge-ended e" + edgeId);
    }

    @Override
    public void onAttached(
        final long edgeId, final long correlationId, final long connectionId, final long session,
        final boolean resumed, final long change) {
        lastSession = session;
        line("attached e" + edgeId + " c" + connectionId + " s" + session + " resumed=" + resumed);
    }

    @Override
    public void onSessionEnded(final long edgeId, final long connectionId, final long session, final int reason) {
        subscribers.forget(session);
        line("session-ended e" + edgeId + " c" + connectionId + " s" + session + " reason=" + reason);
    }

    @Override
    public void onRefused(
        final long edgeId, final long correlationId, final long session, final int code, final int detail,
        final int retryAfterMs) {
        line("refused e" + edgeId + " r" + correlationId + " code=" + code + " detail=" + detail);
    }

    @Override
    public void onDone(final long edgeId, final long correlationId) {
        if (correlationId == 0) {
            renewals++;
        } else {
            line("done e" + edgeId + " r" + correlationId);
        }
    }

    @Override
    public void onSent(
        final long edgeId, final long correlationId, final long chatId, final long msgId, final long sequence,
        final long timestampMs, final boolean duplicate) {
        lastMsgId = msgId;
        line("sent e" + edgeId + " r" + correlationId + " #" + sequence + (duplicate ? " duplicate" : ""));
    }

    @Override
    public void onChatCreated(
        final long edgeId, final long correlationId, final ChatView chat, final Targets targets) {
        lastChatId = chat.chatId();
        final List<String> named = new ArrayList<>();
        for (int i = 0; i < chat.listedCount(); i++) {
            named.add(text(chat.memberId(i)));
        }
        heads.add("chat v" + chat.version() + " n=" + chat.memberCount() + " " + text(chat.title()) + " " + named);
        line("chat e" + edgeId + " r" + correlationId + " " + chat(chat) + " " + targets(targets));
    }

    @Override
    public void onChanged(final long edgeId, final long correlationId, final EntryView entry) {
        lastMsgId = entry.msgId();
        line("changed e" + edgeId + " r" + correlationId + " " + entry(entry));
    }

    @Override
    public void onUnchanged(final long edgeId, final long correlationId, final long chatId, final long version) {
        line("unchanged e" + edgeId + " r" + correlationId + " v" + version);
    }

    @Override
    public void onPresence(
        final long edgeId, final long correlationId, final DirectBuffer userId, final boolean online,
        final long lastSeenMs, final boolean visible) {
        lastPresenceSeenMs = lastSeenMs < 0 ? lastPresenceSeenMs : lastSeenMs;
        line("presence e" + edgeId + " r" + correlationId + " " + text(userId) + (online ? " online" : " offline")
            + (lastSeenMs < 0 ? "" : " seen") + (visible ? "" : " hidden"));
    }

    @Override
    public void onTyping(
        final long edgeId, final long chatId, final DirectBuffer userId, final boolean starts, final Targets targets) {
        line("typing e" + edgeId + " " + text(userId) + (starts ? " starts " : " stops ") + targets(targets));
    }

    @Override
    public void onLinkTyping(final int toShard, final long chatId, final DirectBuffer userId, final boolean starts) {
        line("typing-link " + toShard + " " + text(userId) + (starts ? " starts" : " stops"));
        final DirectBuffer copy = Shard.bytes(text(userId));
        links.accept(toShard, (core, from) -> core.onLinkTyping(chatId, copy, starts));
    }

    @Override
    public void onMessage(
        final long edgeId, final EntryView entry, final Targets targets, final boolean subscribed,
        final long passedSession) {
        subscribers.onTargets(entry, targets, (same, session) -> pushes.accept(session, entry));
        if (subscribed) {
            subscribers.onSubscribed(entry, passedSession, (same, session) -> pushes.accept(session, entry));
        }
        line("push e" + edgeId + " " + entry(entry) + " " + targets(targets) + (subscribed ? "*" : "")
            + (passedSession == 0 ? "" : " but s" + passedSession));
    }

    @Override
    public void onUnsubscribed(final long edgeId, final long session, final long chatId) {
        subscribers.onUnsubscribed(session, chatId);
        line("unsubscribed e" + edgeId + " s" + session);
    }

    @Override
    public void onSeenWanted(final long edgeId, final long session) {
        line("seen-wanted e" + edgeId + " s" + session);
    }

    @Override
    public void onStoredEntries(
        final long edgeId, final long session, final long chatId, final long previousSequence,
        final long fromSequence, final long toSequence, final boolean journaled, final long fromOutputSequence) {
        if (subscribers.onStored(session, chatId, previousSequence, toSequence)) {
            stored.accept(new long[] {session, chatId, fromSequence, toSequence});
        }
        line("stored e" + edgeId + " #" + fromSequence + "-" + toSequence + " [s" + session + "<" + previousSequence
            + "] " + (journaled ? "table" : "spool from " + fromOutputSequence));
    }

    @Override
    public void onReceipt(
        final long edgeId, final long chatId, final long msgId, final long sequence, final long timestampMs,
        final long change, final int status, final DirectBuffer userId, final Targets targets) {
        receiptMsgIds.add(msgId);
        receiptTimesMs.add(timestampMs);
        line("receipt e" + edgeId + " #" + sequence + " " + (status == Receipts.READ ? "READ" : "DELIVERED") + " by "
            + text(userId) + " " + targets(targets));
    }

    @Override
    public void onChatRow(final long edgeId, final long correlationId, final ChatRowView row) {
        lastChatId = row.chatId();
        rowsOf.put(row.chatId(), row(row));
        heads.add("row v" + row.version() + " n=" + row.memberCount() + " " + text(row.title())
            + (row.member() ? " member" : " former"));
        line("row r" + correlationId + " " + row(row));
    }

    @Override
    public void onChatsPage(
        final long edgeId, final long correlationId, final long asOf, final long next, final int count) {
        line("chats r" + correlationId + " asOf=" + asOf + " next=" + next + " count=" + count);
    }

    @Override
    public void onParticipant(
        final long edgeId, final long correlationId, final DirectBuffer userId, final int role,
        final long deliveredSequence, final long readSequence) {
        line("participant r" + correlationId + " " + text(userId) + " role=" + role + " " + deliveredSequence + "/"
            + readSequence);
    }

    @Override
    public void onChatDetail(final long edgeId, final long correlationId, final long next, final int count) {
        line("detail r" + correlationId + " next=" + next + " count=" + count);
    }

    @Override
    public void onHistoryEntry(final long edgeId, final long correlationId, final EntryView entry) {
        line("history r" + correlationId + " " + entry(entry));
    }

    @Override
    public void onHistoryCursor(
        final long edgeId, final long correlationId, final DirectBuffer userId, final long deliveredSequence,
        final long readSequence) {
        line("cursor r" + correlationId + " " + text(userId) + " " + deliveredSequence + "/" + readSequence);
    }

    @Override
    public void onHistoryPage(
        final long edgeId, final long correlationId, final long chatId, final long fromSequence,
        final long toSequence, final long spoolAboveSequence, final long fromOutputSequence, final boolean more,
        final boolean newestFirst) {
        line("page r" + correlationId + " #" + fromSequence + "-" + toSequence + " spool>" + spoolAboveSequence + "@"
            + fromOutputSequence + " more=" + more + (newestFirst ? " newest-first" : " oldest-first"));
    }

    @Override
    public void onDevice(
        final long edgeId, final long correlationId, final DirectBuffer deviceId, final boolean connected,
        final long lastSeen) {
        lastSeenMs.put(text(deviceId), lastSeen);
        line("device r" + correlationId + " " + text(deviceId) + " connected=" + connected);
    }

    @Override
    public void onDevicesPage(final long edgeId, final long correlationId, final int count) {
        line("devices r" + correlationId + " count=" + count);
    }

    @Override
    public void onJournalMessage(
        final long outputSequence, final long writeTimeUs, final EntryView entry, final DirectBuffer senderDeviceId) {
        journal(outputSequence, writeTimeUs, "message " + entry(entry) + " from " + text(senderDeviceId));
    }

    @Override
    public void onJournalChat(
        final long outputSequence, final long writeTimeUs, final ChatView chat, final long timestampMs) {
        journal(outputSequence, writeTimeUs, "chat " + chat(chat));
    }

    @Override
    public void onJournalMembers(
        final long outputSequence, final long writeTimeUs, final long chatId, final long version,
        final long timestampMs, final DirectBuffer title, final MemberChanges changes) {
        final StringBuilder text = new StringBuilder("members v" + version + " title=" + text(title));
        for (int i = 0; i < Math.min(8, changes.count()); i++) {
            text.append(' ').append(text(changes.userId(i))).append('=').append(changes.role(i));
        }
        journal(outputSequence, writeTimeUs, text + " n=" + changes.count());
    }

    @Override
    public void onLinkChat(
        final int toShard, final long generation, final long number, final LinkedChat chat,
        final LinkedMembers members) {
        linkedMembers = members.count();
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(8, members.count()); i++) {
            text.append(' ').append(text(members.userId(i))).append(members.fromSequence(i) == 0 ? ""
                : "@" + members.fromSequence(i) + "-" + members.toSequence(i));
        }
        link(toShard, generation, number, "chat kind=" + chat.kind() + " after=" + chat.sequence() + " by="
            + text(chat.createdBy()) + text + (chat.isLast() ? "" : " and more"));
        final LinkedChat chatCopy = LinkedCopies.Chat.of(chat);
        final LinkedMembers membersCopy = LinkedCopies.Members.of(members);
        links.accept(toShard, (core, from) -> core.onLinkChat(from, generation, number, chatCopy, membersCopy));
    }

    @Override
    public void onLinkEntry(
        final int toShard, final long generation, final long number, final LinkedEntry entry,
        final LinkedMembers members) {
        final StringBuilder about = new StringBuilder(members.count() == 0 ? "" : " about");
        for (int i = 0; i < Math.min(8, members.count()); i++) {
            about.append(' ').append(text(members.userId(i)));
        }
        link(toShard, generation, number, "entry " + entry(entry) + about);
        final LinkedEntry entryCopy = LinkedCopies.Entry.of(entry);
        final LinkedMembers membersCopy = LinkedCopies.Members.of(members);
        links.accept(toShard, (core, from) -> core.onLinkEntry(from, generation, number, entryCopy, membersCopy));
    }

    @Override
    public void onLinkMark(
        final int toShard, final long generation, final long number, final long chatId, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long readOthers, final long msgId,
        final int status) {
        link(toShard, generation, number, "mark " + text(userId) + " " + deliveredSequence + "/" + readSequence);
        final DirectBuffer user = LinkedCopies.copy(userId);
        links.accept(toShard, (core, from) -> core.onLinkMark(
            from, generation, number, chatId, user, deliveredSequence, readSequence, readOthers, msgId, status));
    }

    @Override
    public void onLinkPeer(
        final int toShard, final long generation, final long number, final long chatId, final int partition,
        final DirectBuffer userId, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
        link(toShard, generation, number, "peer " + text(userId) + " " + deliveredSequence + "/" + readSequence);
        final DirectBuffer user = LinkedCopies.copy(userId);
        links.accept(toShard, (core, from) -> core.onLinkPeer(from, generation, number, chatId, partition, user,
            deliveredSequence, readSequence, msgId, status));
    }

    @Override
    public void onLinkAck(final int toShard, final long generation, final long number) {
        line("link " + toShard + " ack g" + generation + " n" + number);
        links.accept(toShard, (core, from) -> core.onLinkAck(from, generation, number));
    }

    private void link(final int toShard, final long generation, final long number, final String text) {
        line("link " + toShard + " g" + generation + " n" + number + " " + text);
    }

    @Override
    public void onJournalReceipt(
        final long outputSequence, final long writeTimeUs, final long chatId, final int chatKind,
        final DirectBuffer userId, final long delivered, final long read, final long previousDelivered,
        final long previousRead) {
        journal(outputSequence, writeTimeUs, "receipt " + text(userId) + " " + previousDelivered + "/" + previousRead
            + " to " + delivered + "/" + read);
    }

    @Override
    public void onJournalInboxAdd(
        final long outputSequence, final long writeTimeUs, final long timestampMs, final long chatId,
        final DirectBuffer userId, final DirectBuffer deviceId, final InboxEntries entries) {
        journal(outputSequence, writeTimeUs, "inbox+ " + text(userId) + "/" + text(deviceId) + " #"
            + entries.sequence(0) + "-" + entries.sequence(entries.count() - 1) + " count=" + entries.count());
    }

    @Override
    public void onJournalInboxRemove(
        final long outputSequence, final long writeTimeUs, final long chatId, final long msgId, final long sequence,
        final DirectBuffer userId, final DirectBuffer deviceId) {
        journal(outputSequence, writeTimeUs, "inbox- " + text(userId) + "/" + text(deviceId)
            + (chatId == 0 ? " all" : " to #" + sequence));
    }
}
