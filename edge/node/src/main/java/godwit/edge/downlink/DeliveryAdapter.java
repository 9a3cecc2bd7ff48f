package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.protocol.codecs.AttachedDecoder;
import godwit.protocol.codecs.ChangedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.ChatDetailDecoder;
import godwit.protocol.codecs.ChatRowDecoder;
import godwit.protocol.codecs.ChatsPageDecoder;
import godwit.protocol.codecs.DeliveryFrameDecoder;
import godwit.protocol.codecs.DevicesPageDecoder;
import godwit.protocol.codecs.DoneDecoder;
import godwit.protocol.codecs.EdgeOpenedDecoder;
import godwit.protocol.codecs.HistoryEntryDecoder;
import godwit.protocol.codecs.HistoryPageDecoder;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.PresenceDecoder;
import godwit.protocol.codecs.ReceiptDecoder;
import godwit.protocol.codecs.RefusedDecoder;
import godwit.protocol.codecs.SeenWantedDecoder;
import godwit.protocol.codecs.SentDecoder;
import godwit.protocol.codecs.SessionEndedDecoder;
import godwit.protocol.codecs.SpooledEntryDecoder;
import godwit.protocol.codecs.StoredDeliveryDecoder;
import godwit.protocol.codecs.TypingDeliveryDecoder;
import godwit.protocol.codecs.UnchangedDecoder;
import godwit.protocol.codecs.UnsubscribedDecoder;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * Takes the frames of the shard's delivery stream apart: bytes in, one call of the {@link Downlink} for each message out.
 */
public final class DeliveryAdapter {
    private static final int ALIGNMENT = 8;
    private static final int FRAME_HEAD_LENGTH =
        MessageHeaderDecoder.ENCODED_LENGTH + DeliveryFrameDecoder.BLOCK_LENGTH;

    private final DeliveryStream stream;
    private final Downlink downlink;
    private final EdgeCounters counters;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DeliveryFrameDecoder frame = new DeliveryFrameDecoder();
    private final EdgeOpenedDecoder edgeOpened = new EdgeOpenedDecoder();
    private final AttachedDecoder attached = new AttachedDecoder();
    private final SessionEndedDecoder sessionEnded = new SessionEndedDecoder();
    private final RefusedDecoder refused = new RefusedDecoder();
    private final DoneDecoder done = new DoneDecoder();
    private final SentDecoder sent = new SentDecoder();
    private final ChangedDecoder changed = new ChangedDecoder();
    private final UnchangedDecoder unchanged = new UnchangedDecoder();
    private final ChatCreatedDecoder chatCreated = new ChatCreatedDecoder();
    private final MessageDeliveryDecoder message = new MessageDeliveryDecoder();
    private final SeenWantedDecoder seenWanted = new SeenWantedDecoder();
    private final UnsubscribedDecoder unsubscribed = new UnsubscribedDecoder();
    private final StoredDeliveryDecoder stored = new StoredDeliveryDecoder();
    private final ReceiptDecoder receipt = new ReceiptDecoder();
    private final PresenceDecoder presence = new PresenceDecoder();
    private final TypingDeliveryDecoder typing = new TypingDeliveryDecoder();
    private final ChatRowDecoder chatRow = new ChatRowDecoder();
    private final ChatsPageDecoder chatsPage = new ChatsPageDecoder();
    private final ChatDetailDecoder chatDetail = new ChatDetailDecoder();
    private final HistoryEntryDecoder historyEntry = new HistoryEntryDecoder();
    private final HistoryPageDecoder historyPage = new HistoryPageDecoder();
    private final DevicesPageDecoder devicesPage = new DevicesPageDecoder();
    private final SpooledEntryDecoder spooledEntry = new SpooledEntryDecoder();

    /**
     * An adapter.
     *
     * @param edgeId   of this edge; frames for others are dropped.
     * @param downlink is called.
     * @param counters counts.
     */
    public DeliveryAdapter(final long edgeId, final Downlink downlink, final EdgeCounters counters) {
        this.stream = new DeliveryStream(edgeId, counters);
        this.downlink = downlink;
        this.counters = counters;
    }

    /**
     * Takes one frame.
     *
     * @param buffer holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     */
    public void onFrame(final DirectBuffer buffer, final int offset, final int length) {
        if (length < FRAME_HEAD_LENGTH || !known(buffer, offset)
            || header.templateId() != DeliveryFrameDecoder.TEMPLATE_ID) {
            counters.increment(EdgeCounter.DELIVERY_UNKNOWN);
            return;
        }
        frame.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final int first = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        final int count = frame.count();
        switch (stream.judge(frame.edgeId(), frame.leadershipTermId(), frame.streamSequence())) {
            case DROP -> {
            }
            case AFTER_LOSS -> {
                downlink.onLoss();
                downlink.onHeard();
                messages(buffer, offset, BitUtil.align(first, ALIGNMENT), length, count);
            }
            case NEXT -> {
                downlink.onHeard();
                messages(buffer, offset, BitUtil.align(first, ALIGNMENT), length, count);
            }
            default -> throw new IllegalStateException("unreachable");
        }
    }

    private void messages(
        final DirectBuffer buffer, final int offset, final int first, final int length, final int count) {
        int position = first;
        for (int i = 0; i < count; i++) {
            final int messageLength = position + Integer.BYTES <= length
                ? buffer.getInt(offset + position, ByteOrder.LITTLE_ENDIAN) : -1;
            position += Integer.BYTES;
            if (messageLength < MessageHeaderDecoder.ENCODED_LENGTH || messageLength > length - position) {
                counters.increment(EdgeCounter.DELIVERY_UNKNOWN);
                return;
            }
            guarded(buffer, offset + position);
            position = BitUtil.align(position + messageLength, ALIGNMENT);
        }
    }

    /** Whatever one message meets, the others of its frame are taken: nobody says them again. */
    private void guarded(final DirectBuffer buffer, final int offset) {
        downlink.faults().begin();
        try {
            message(buffer, offset);
        } catch (final RuntimeException e) {
            downlink.faults().caught(e);
        }
    }

    private boolean known(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
            && header.version() <= MessageHeaderDecoder.SCHEMA_VERSION;
    }

    private void message(final DirectBuffer buffer, final int offset) {
        if (!known(buffer, offset)) {
            counters.increment(EdgeCounter.DELIVERY_UNKNOWN);
            return;
        }
        switch (header.templateId()) {
            case MessageDeliveryDecoder.TEMPLATE_ID ->
                downlink.onMessage(message.wrapAndApplyHeader(buffer, offset, header));
            case SentDecoder.TEMPLATE_ID -> downlink.onSent(sent.wrapAndApplyHeader(buffer, offset, header));
            case ReceiptDecoder.TEMPLATE_ID -> downlink.onReceipt(receipt.wrapAndApplyHeader(buffer, offset, header));
            case DoneDecoder.TEMPLATE_ID -> downlink.onDone(done.wrapAndApplyHeader(buffer, offset, header));
            case RefusedDecoder.TEMPLATE_ID -> downlink.onRefused(refused.wrapAndApplyHeader(buffer, offset, header));
            case EdgeOpenedDecoder.TEMPLATE_ID ->
                downlink.onEdgeOpened(edgeOpened.wrapAndApplyHeader(buffer, offset, header));
            case AttachedDecoder.TEMPLATE_ID ->
                downlink.onAttached(attached.wrapAndApplyHeader(buffer, offset, header));
            case SessionEndedDecoder.TEMPLATE_ID ->
                downlink.onSessionEnded(sessionEnded.wrapAndApplyHeader(buffer, offset, header));
            case ChatCreatedDecoder.TEMPLATE_ID ->
                downlink.onChatCreated(chatCreated.wrapAndApplyHeader(buffer, offset, header));
            case ChangedDecoder.TEMPLATE_ID -> downlink.onChanged(changed.wrapAndApplyHeader(buffer, offset, header));
            case UnchangedDecoder.TEMPLATE_ID ->
                downlink.onUnchanged(unchanged.wrapAndApplyHeader(buffer, offset, header));
            case PresenceDecoder.TEMPLATE_ID -> downlink.onPresence(presence.wrapAndApplyHeader(buffer, offset, header));
            case TypingDeliveryDecoder.TEMPLATE_ID -> downlink.onTyping(typing.wrapAndApplyHeader(buffer, offset, header));
            case StoredDeliveryDecoder.TEMPLATE_ID ->
                downlink.onStored(stored.wrapAndApplyHeader(buffer, offset, header));
            case SeenWantedDecoder.TEMPLATE_ID ->
                downlink.onSeenWanted(seenWanted.wrapAndApplyHeader(buffer, offset, header));
            case UnsubscribedDecoder.TEMPLATE_ID ->
                downlink.onUnsubscribed(unsubscribed.wrapAndApplyHeader(buffer, offset, header));
            default -> page(buffer, offset);
        }
    }

    private void page(final DirectBuffer buffer, final int offset) {
        switch (header.templateId()) {
            case ChatRowDecoder.TEMPLATE_ID -> downlink.onChatRow(chatRow.wrapAndApplyHeader(buffer, offset, header));
            case ChatsPageDecoder.TEMPLATE_ID ->
                downlink.onChatsPage(chatsPage.wrapAndApplyHeader(buffer, offset, header));
            case ChatDetailDecoder.TEMPLATE_ID ->
                downlink.onChatDetail(chatDetail.wrapAndApplyHeader(buffer, offset, header));
            case HistoryEntryDecoder.TEMPLATE_ID ->
                downlink.onHistoryEntry(historyEntry.wrapAndApplyHeader(buffer, offset, header));
            case HistoryPageDecoder.TEMPLATE_ID ->
                downlink.onHistoryPage(historyPage.wrapAndApplyHeader(buffer, offset, header));
            case DevicesPageDecoder.TEMPLATE_ID ->
                downlink.onDevicesPage(devicesPage.wrapAndApplyHeader(buffer, offset, header));
            case SpooledEntryDecoder.TEMPLATE_ID ->
                downlink.onSpooledEntry(spooledEntry.wrapAndApplyHeader(buffer, offset, header));
            default -> counters.increment(EdgeCounter.DELIVERY_UNKNOWN);
        }
    }
}
