package godwit.sequencer.pipeline;

import godwit.core.ChatRowView;
import godwit.core.ChatView;
import godwit.core.CoreListener;
import godwit.core.EntryView;
import godwit.core.InboxEntries;
import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.core.MemberChanges;
import godwit.core.Targets;
import godwit.protocol.codecs.ChatKind;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The core's calls in, SBE records in the output ring out. The service's thread; nothing allocated. Each kind has
 * an encoder of its own; one delivery to very many sessions becomes several records, a {@link TargetChunk} each.
 */
public final class OutputEncoder implements CoreListener {
    /** The longest record: a frame to an edge has to hold it whole, and so has a batch for another shard. */
    public static final int RECORD_LENGTH_MAX = 120 * 1024;

    private static final int NO_EDGE = 0;

    private final OutputSlots ring;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD_LENGTH_MAX]);
    private final SessionEncoder sessions = new SessionEncoder(buffer);
    private final AnswerEncoder answers = new AnswerEncoder(buffer);
    private final PushEncoder pushes = new PushEncoder(buffer);
    private final PageEncoder pages = new PageEncoder(buffer);
    private final LinkEncoder links = new LinkEncoder(buffer);
    private final JournalEncoder journal = new JournalEncoder(buffer);
    private final TargetChunk chunk = new TargetChunk();

    /**
     * An encoder.
     *
     * @param ring takes the records.
     */
    public OutputEncoder(final OutputSlots ring) {
        this.ring = ring;
    }

    /** Makes the edges of a snapshot known to the egress. */
    public void edgeKnown(final long edgeId, final int streamId, final DirectBuffer channel) {
        buffer.putBytes(0, channel, 0, channel.capacity());
        ring.claim(OutputKind.EDGE_OPENED, edgeId, 0, buffer, channel.capacity()).streamId = streamId;
        ring.publish();
    }

    @Override
    public void onEdgeOpened(
        final long edgeId, final long correlationId, final long epoch, final long incarnation, final long leaseMs,
        final int subscribedMax, final long redeliverMs, final int streamId, final DirectBuffer channel) {
        edgeKnown(edgeId, streamId, channel);
        delivery(edgeId, sessions.edgeOpened(
            edgeId, correlationId, epoch, incarnation, leaseMs, subscribedMax, redeliverMs));
    }

    @Override
    public void onEdgeEnded(final long edgeId) {
        ring.claim(OutputKind.EDGE_ENDED, edgeId, 0, buffer, 0);
        ring.publish();
    }

    @Override
    public void onAttached(
        final long edgeId, final long correlationId, final long connectionId, final long session,
        final boolean resumed, final long change) {
        delivery(edgeId, sessions.attached(edgeId, correlationId, connectionId, session, resumed, change));
    }

    @Override
    public void onSessionEnded(final long edgeId, final long connectionId, final long session, final int reason) {
        delivery(edgeId, sessions.sessionEnded(edgeId, connectionId, session, reason));
    }

    @Override
    public void onRefused(
        final long edgeId, final long correlationId, final long session, final int code, final int detail,
        final int retryAfterMs) {
        delivery(edgeId, answers.refused(edgeId, correlationId, session, code, detail, retryAfterMs));
    }

    @Override
    public void onDone(final long edgeId, final long correlationId) {
        delivery(edgeId, answers.done(edgeId, correlationId));
    }

    @Override
    public void onSent(
        final long edgeId, final long correlationId, final long chatId, final long msgId, final long sequence,
        final long timestampMs, final boolean duplicate) {
        delivery(edgeId, answers.sent(edgeId, correlationId, chatId, msgId, sequence, timestampMs, duplicate));
    }

    @Override
    public void onChatCreated(
        final long edgeId, final long correlationId, final ChatView chat, final Targets targets) {
        chunk.first(targets);
        do {
            delivery(edgeId, pushes.chatCreated(edgeId, correlationId, chat, chunk));
        } while (chunk.next());
    }

    @Override
    public void onChanged(final long edgeId, final long correlationId, final EntryView entry) {
        delivery(edgeId, answers.changed(edgeId, correlationId, entry));
    }

    @Override
    public void onUnchanged(final long edgeId, final long correlationId, final long chatId, final long version) {
        delivery(edgeId, answers.unchanged(edgeId, correlationId, chatId, version));
    }

    @Override
    public void onMessage(
        final long edgeId, final EntryView entry, final Targets targets, final boolean subscribed,
        final long passedSession) {
        chunk.first(targets);
        do {
            // The last one: it comes after every target, and once.
            final boolean toFollowers = subscribed && chunk.isLast();
            delivery(edgeId, pushes.message(edgeId, entry, chunk, toFollowers, toFollowers ? passedSession : 0));
        } while (chunk.next());
    }

    @Override
    public void onUnsubscribed(final long edgeId, final long session, final long chatId) {
        delivery(edgeId, pushes.unsubscribed(edgeId, session, chatId));
    }

    @Override
    public void onSeenWanted(final long edgeId, final long session) {
        delivery(edgeId, pushes.seenWanted(edgeId, session));
    }

    @Override
    public void onStoredEntries(
        final long edgeId, final long session, final long chatId, final long previousSequence,
        final long fromSequence, final long toSequence, final boolean journaled, final long fromOutputSequence) {
        delivery(edgeId, pushes.stored(
            edgeId, session, chatId, previousSequence, fromSequence, toSequence, journaled));
        if (!journaled) {
            reread(edgeId, session, 0, chatId, fromSequence, toSequence, fromOutputSequence);
        }
    }

    @Override
    public void onReceipt(
        final long edgeId, final long chatId, final long msgId, final long sequence, final long timestampMs,
        final long change, final int status, final DirectBuffer userId, final Targets targets) {
        chunk.first(targets);
        do {
            delivery(edgeId, pushes.receipt(
                edgeId, chatId, msgId, sequence, timestampMs, change, status, userId, chunk));
        } while (chunk.next());
    }

    @Override
    public void onChatRow(final long edgeId, final long correlationId, final ChatRowView row) {
        delivery(edgeId, pages.chatRow(edgeId, correlationId, row));
    }

    @Override
    public void onChatsPage(
        final long edgeId, final long correlationId, final long asOf, final long next, final int count) {
        delivery(edgeId, pages.chatsPage(edgeId, correlationId, asOf, next, count));
    }

    @Override
    public void onParticipant(
        final long edgeId, final long correlationId, final DirectBuffer userId, final int role,
        final long deliveredSequence, final long readSequence) {
        pages.participant(userId, role, deliveredSequence, readSequence);
    }

    @Override
    public void onChatDetail(final long edgeId, final long correlationId, final long next, final int count) {
        delivery(edgeId, pages.chatDetail(edgeId, correlationId, next));
    }

    @Override
    public void onHistoryEntry(final long edgeId, final long correlationId, final EntryView entry) {
        delivery(edgeId, pages.historyEntry(edgeId, correlationId, entry));
    }

    @Override
    public void onHistoryCursor(
        final long edgeId, final long correlationId, final DirectBuffer userId, final long deliveredSequence,
        final long readSequence) {
        pages.historyCursor(userId, deliveredSequence, readSequence);
    }

    @Override
    public void onHistoryPage(
        final long edgeId, final long correlationId, final long chatId, final long fromSequence,
        final long toSequence, final long spoolAboveSequence, final long fromOutputSequence, final boolean more,
        final boolean newestFirst) {
        delivery(edgeId, pages.historyPage(
            edgeId, correlationId, chatId, fromSequence, toSequence, spoolAboveSequence, more, newestFirst));
        if (fromOutputSequence > 0) {
            reread(edgeId, 0, correlationId, chatId, Math.max(fromSequence, spoolAboveSequence + 1), toSequence,
                fromOutputSequence);
        }
    }

    @Override
    public void onDevice(
        final long edgeId, final long correlationId, final DirectBuffer deviceId, final boolean connected,
        final long lastSeenMs) {
        pages.device(deviceId, connected, lastSeenMs);
    }

    @Override
    public void onDevicesPage(final long edgeId, final long correlationId, final int count) {
        delivery(edgeId, pages.devicesPage(edgeId, correlationId));
    }

    @Override
    public void onPresence(
        final long edgeId, final long correlationId, final DirectBuffer userId, final boolean online,
        final long lastSeenMs, final boolean visible) {
        delivery(edgeId, sessions.presence(edgeId, correlationId, userId, online, lastSeenMs, visible));
    }

    @Override
    public void onTyping(
        final long edgeId, final long chatId, final DirectBuffer userId, final boolean starts, final Targets targets) {
        chunk.first(targets);
        do {
            if (ring.hasSpare()) {
                ring.claim(OutputKind.TYPING, edgeId, 0, buffer, pushes.typing(edgeId, chatId, userId, starts, chunk));
                ring.publish();
            }
        } while (chunk.next());
    }

    @Override
    public void onLinkTyping(final int toShard, final long chatId, final DirectBuffer userId, final boolean starts) {
        if (ring.hasSpare()) {
            ring.claim(OutputKind.LINK_TYPING, NO_EDGE, 0, buffer, links.typing(chatId, userId, starts))
                .toShard = toShard;
            ring.publish();
        }
    }

    @Override
    public void onLinkChat(
        final int toShard, final long generation, final long number, final LinkedChat chat,
        final LinkedMembers members) {
        link(toShard, links.chat(generation, number, chat, members));
    }

    @Override
    public void onLinkEntry(
        final int toShard, final long generation, final long number, final LinkedEntry entry,
        final LinkedMembers members) {
        link(toShard, links.entry(generation, number, entry, members));
    }

    @Override
    public void onLinkMark(
        final int toShard, final long generation, final long number, final long chatId, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long readOthers, final long msgId,
        final int status) {
        link(toShard, links.mark(
            generation, number, chatId, userId, deliveredSequence, readSequence, readOthers, msgId, status));
    }

    @Override
    public void onLinkPeer(
        final int toShard, final long generation, final long number, final long chatId, final int partition,
        final DirectBuffer userId, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
        link(toShard, links.peer(
            generation, number, chatId, partition, userId, deliveredSequence, readSequence, msgId, status));
    }

    @Override
    public void onLinkAck(final int toShard, final long generation, final long number) {
        link(toShard, links.ack(generation, number));
    }

    @Override
    public void onJournalMessage(
        final long outputSequence, final long writeTimeUs, final EntryView entry, final DirectBuffer senderDeviceId) {
        record(outputSequence, journal.message(outputSequence, writeTimeUs, entry, senderDeviceId));
    }

    @Override
    public void onJournalChat(
        final long outputSequence, final long writeTimeUs, final ChatView chat, final long timestampMs) {
        record(outputSequence, journal.chat(outputSequence, writeTimeUs, chat, timestampMs));
    }

    @Override
    public void onJournalMembers(
        final long outputSequence, final long writeTimeUs, final long chatId, final long version,
        final long timestampMs, final DirectBuffer title, final MemberChanges changes) {
        record(outputSequence, journal.members(
            outputSequence, writeTimeUs, chatId, version, timestampMs, title, changes));
    }

    @Override
    public void onJournalReceipt(
        final long outputSequence, final long writeTimeUs, final long chatId, final int chatKind,
        final DirectBuffer userId, final long delivered, final long read, final long previousDelivered,
        final long previousRead) {
        record(outputSequence, journal.receipt(outputSequence, writeTimeUs, chatId, ChatKind.get((short) chatKind),
            userId, delivered, read, previousDelivered, previousRead));
    }

    @Override
    public void onJournalInboxAdd(
        final long outputSequence, final long writeTimeUs, final long timestampMs, final long chatId,
        final DirectBuffer userId, final DirectBuffer deviceId, final InboxEntries inbox) {
        record(outputSequence, journal.inboxAdd(outputSequence, writeTimeUs, timestampMs, chatId, userId, deviceId,
            inbox));
    }

    @Override
    public void onJournalInboxRemove(
        final long outputSequence, final long writeTimeUs, final long chatId, final long msgId, final long sequence,
        final DirectBuffer userId, final DirectBuffer deviceId) {
        record(outputSequence, journal.inboxRemove(outputSequence, writeTimeUs, chatId, msgId, sequence, userId,
            deviceId));
    }

    private void delivery(final long edgeId, final int length) {
        ring.claim(OutputKind.DELIVERY, edgeId, 0, buffer, length);
        ring.publish();
    }

    private void link(final int toShard, final int length) {
        ring.claim(OutputKind.LINK, NO_EDGE, 0, buffer, length).toShard = toShard;
        ring.publish();
    }

    private void record(final long outputSequence, final int length) {
        ring.claim(OutputKind.JOURNAL, NO_EDGE, outputSequence, buffer, length);
        ring.publish();
    }

    private void reread(
        final long edgeId, final long session, final long correlationId, final long chatId, final long fromSequence,
        final long toSequence, final long fromOutputSequence) {
        ring.claim(OutputKind.REREAD, edgeId, 0, buffer, 0).reread
            .set(session, correlationId, chatId, fromSequence, toSequence, fromOutputSequence);
        ring.publish();
    }

    static short flag(final boolean value) {
        return (short) (value ? 1 : 0);
    }
}
