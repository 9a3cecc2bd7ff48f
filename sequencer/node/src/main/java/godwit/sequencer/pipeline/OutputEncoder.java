package godwit.sequencer.pipeline;

import godwit.core.ChatRowView;
import godwit.core.ChatView;
import godwit.core.CoreListener;
import godwit.core.EntryView;
import godwit.core.InboxEntries;
import godwit.core.Targets;
import godwit.protocol.codecs.AttachedEncoder;
import godwit.protocol.codecs.ChatDetailEncoder;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ChatsPageEncoder;
import godwit.protocol.codecs.DevicesPageEncoder;
import godwit.protocol.codecs.DoneEncoder;
import godwit.protocol.codecs.EdgeOpenedEncoder;
import godwit.protocol.codecs.HistoryPageEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.ReceiptEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedEncoder;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.SentEncoder;
import godwit.protocol.codecs.SessionEnd;
import godwit.protocol.codecs.SessionEndedEncoder;
import godwit.protocol.codecs.StoreKind;
import godwit.protocol.codecs.StoredDeliveryEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The core's calls in, SBE records in the output ring out. The service's thread; nothing allocated. Messages and journal
 * records are encoded by {@link EntryEncoder} and {@link JournalEncoder}.
 */
public final class OutputEncoder implements CoreListener {
    /** The longest record: a frame to an edge has to hold it whole. */
    public static final int RECORD_LENGTH_MAX = 120 * 1024;

    private static final int NO_EDGE = 0;

    private final OutputSlots ring;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD_LENGTH_MAX]);
    private final EntryEncoder entries = new EntryEncoder(buffer);
    private final JournalEncoder journal = new JournalEncoder(buffer);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EdgeOpenedEncoder edgeOpened = new EdgeOpenedEncoder();
    private final AttachedEncoder attached = new AttachedEncoder();
    private final SessionEndedEncoder sessionEnded = new SessionEndedEncoder();
    private final RefusedEncoder refused = new RefusedEncoder();
    private final DoneEncoder done = new DoneEncoder();
    private final SentEncoder sent = new SentEncoder();
    private final StoredDeliveryEncoder stored = new StoredDeliveryEncoder();
    private final ReceiptEncoder receipt = new ReceiptEncoder();
    private final ChatsPageEncoder chatsPage = new ChatsPageEncoder();
    private final ChatDetailEncoder chatDetail = new ChatDetailEncoder();
    private final HistoryPageEncoder historyPage = new HistoryPageEncoder();
    private final DevicesPageEncoder devicesPage = new DevicesPageEncoder();
    private final Gathered gathered = new Gathered();

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
        final int streamId, final DirectBuffer channel) {
        edgeKnown(edgeId, streamId, channel);
        edgeOpened.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).epoch(epoch)
            .incarnation(incarnation).leaseMs(leaseMs);
        delivery(edgeId, edgeOpened.limit());
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
        attached.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .connectionId(connectionId).session(session).resumed(flag(resumed)).change(change);
        delivery(edgeId, attached.limit());
    }

    @Override
    public void onSessionEnded(final long edgeId, final long connectionId, final long session, final int reason) {
        sessionEnded.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).connectionId(connectionId).session(session)
            .reason(SessionEnd.get((short) reason));
        delivery(edgeId, sessionEnded.limit());
    }

    @Override
    public void onRefused(
        final long edgeId, final long correlationId, final long session, final int code, final int detail,
        final int retryAfterMs) {
        refused.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).session(session)
            .retryAfterMs(retryAfterMs).code(RefusalCode.get((short) code)).detail(detail);
        delivery(edgeId, refused.limit());
    }

    @Override
    public void onDone(final long edgeId, final long correlationId) {
        done.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId);
        delivery(edgeId, done.limit());
    }

    @Override
    public void onSent(
        final long edgeId, final long correlationId, final long chatId, final long msgId, final long sequence,
        final long timestampMs, final boolean duplicate) {
        sent.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).chatId(chatId)
            .msgId(msgId).sequence(sequence).timestampMs(timestampMs).duplicate(flag(duplicate));
        delivery(edgeId, sent.limit());
    }

    @Override
    public void onChatCreated(
        final long edgeId, final long correlationId, final ChatView chat, final Targets targets) {
        delivery(edgeId, entries.chatCreated(edgeId, correlationId, chat, targets));
    }

    @Override
    public void onMessage(final long edgeId, final EntryView entry, final Targets targets) {
        delivery(edgeId, entries.message(edgeId, entry, targets));
    }

    @Override
    public void onStoredEntries(
        final long edgeId, final long session, final long chatId, final long previousSequence,
        final long fromSequence, final long toSequence, final boolean journaled, final long fromOutputSequence) {
        stored.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).session(session).chatId(chatId)
            .previousSequence(previousSequence).fromSequence(fromSequence).toSequence(toSequence)
            .store(journaled ? StoreKind.TABLE : StoreKind.SPOOL);
        delivery(edgeId, stored.limit());
        if (!journaled) {
            reread(edgeId, session, 0, chatId, fromSequence, toSequence, fromOutputSequence);
        }
    }

    @Override
    public void onReceipt(
        final long edgeId, final long chatId, final long msgId, final long sequence, final long timestampMs,
        final long change, final int status, final DirectBuffer userId, final Targets targets) {
        receipt.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).chatId(chatId).msgId(msgId).sequence(sequence)
            .timestampMs(timestampMs).change(change).status(ReceiptStatus.get((short) status));
        final ReceiptEncoder.TargetsEncoder group = receipt.targetsCount(targets.count());
        for (int i = 0; i < targets.count(); i++) {
            group.next().session(targets.session(i));
        }
        receipt.putUserId(userId, 0, userId.capacity());
        delivery(edgeId, receipt.limit());
    }

    @Override
    public void onChatRow(final long edgeId, final long correlationId, final ChatRowView row) {
        delivery(edgeId, entries.chatRow(edgeId, correlationId, row));
    }

    @Override
    public void onChatsPage(
        final long edgeId, final long correlationId, final long asOf, final long next, final int count) {
        chatsPage.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).asOf(asOf)
            .next(next).count(count);
        delivery(edgeId, chatsPage.limit());
    }

    @Override
    public void onParticipant(
        final long edgeId, final long correlationId, final DirectBuffer userId, final int role,
        final long deliveredSequence, final long readSequence) {
        gathered.add(userId, deliveredSequence, readSequence, role);
    }

    @Override
    public void onChatDetail(final long edgeId, final long correlationId, final long next, final int count) {
        chatDetail.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).next(next);
        final ChatDetailEncoder.ParticipantsEncoder group = chatDetail.participantsCount(gathered.count());
        for (int i = 0; i < gathered.count(); i++) {
            final DirectBuffer userId = gathered.text(i);
            group.next().deliveredSequence(gathered.a(i)).readSequence(gathered.b(i))
                .role(Role.get((short) gathered.c(i))).putUserId(userId, 0, userId.capacity());
        }
        gathered.clear();
        delivery(edgeId, chatDetail.limit());
    }

    @Override
    public void onHistoryEntry(final long edgeId, final long correlationId, final EntryView entry) {
        delivery(edgeId, entries.historyEntry(edgeId, correlationId, entry));
    }

    @Override
    public void onHistoryCursor(
        final long edgeId, final long correlationId, final DirectBuffer userId, final long deliveredSequence,
        final long readSequence) {
        gathered.add(userId, deliveredSequence, readSequence, 0);
    }

    @Override
    public void onHistoryPage(
        final long edgeId, final long correlationId, final long chatId, final long fromSequence,
        final long toSequence, final long spoolAboveSequence, final long fromOutputSequence, final boolean more,
        final boolean newestFirst) {
        historyPage.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).chatId(chatId)
            .fromSequence(fromSequence).toSequence(toSequence).spoolAboveSequence(spoolAboveSequence)
            .more(flag(more)).newestFirst(flag(newestFirst));
        final HistoryPageEncoder.CursorsEncoder group = historyPage.cursorsCount(gathered.count());
        for (int i = 0; i < gathered.count(); i++) {
            final DirectBuffer userId = gathered.text(i);
            group.next().deliveredSequence(gathered.a(i)).readSequence(gathered.b(i))
                .putUserId(userId, 0, userId.capacity());
        }
        gathered.clear();
        delivery(edgeId, historyPage.limit());
        if (fromOutputSequence > 0) {
            reread(edgeId, 0, correlationId, chatId, Math.max(fromSequence, spoolAboveSequence + 1), toSequence,
                fromOutputSequence);
        }
    }

    @Override
    public void onDevice(
        final long edgeId, final long correlationId, final DirectBuffer deviceId, final boolean connected,
        final long lastSeenMs) {
        gathered.add(deviceId, lastSeenMs, flag(connected), 0);
    }

    @Override
    public void onDevicesPage(final long edgeId, final long correlationId, final int count) {
        devicesPage.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId);
        final DevicesPageEncoder.DevicesEncoder group = devicesPage.devicesCount(gathered.count());
        for (int i = 0; i < gathered.count(); i++) {
            final DirectBuffer deviceId = gathered.text(i);
            group.next().lastSeenMs(gathered.a(i)).connected((short) gathered.b(i))
                .putDeviceId(deviceId, 0, deviceId.capacity());
        }
        gathered.clear();
        delivery(edgeId, devicesPage.limit());
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
