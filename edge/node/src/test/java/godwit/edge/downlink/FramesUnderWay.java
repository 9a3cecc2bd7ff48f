package godwit.edge.downlink;

import godwit.protocol.codecs.AttachedEncoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.DeliveryFrameEncoder;
import godwit.protocol.codecs.DoneEncoder;
import godwit.protocol.codecs.EdgeOpenedEncoder;
import godwit.protocol.codecs.MessageDeliveryEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedEncoder;
import godwit.protocol.codecs.StoreKind;
import godwit.protocol.codecs.StoredDeliveryEncoder;
import godwit.protocol.codecs.UnsubscribedEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** What a shard said to an edge and did not arrive yet, a delivery in each frame. Chats are counted from 0. */
final class FramesUnderWay {
    private static final long MSG_IDS_PER_CHAT = 1_000_000;
    private static final int HEAD = MessageHeaderEncoder.ENCODED_LENGTH + DeliveryFrameEncoder.BLOCK_LENGTH;

    private final long edgeId;
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 * 1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long termId = 1;
    private long streamSequence;

    /** Whom an entry names, and whom it passes over. */
    static final class Named {
        private final List<long[]> targets = new ArrayList<>();
        private long passed;

        void add(final long session, final long previous, final boolean live) {
            targets.add(new long[] {session, previous, live ? 1 : 0});
        }

        void pass(final long session) {
            passed = session;
        }

        @Override
        public String toString() {
            final StringBuilder text = new StringBuilder();
            targets.forEach(one -> text.append(' ').append(one[0]).append(" after ").append(one[1])
                .append(one[2] == 1 ? " live" : ""));
            return text.toString();
        }
    }

    FramesUnderWay(final long edgeId) {
        this.edgeId = edgeId;
    }

    static long msgId(final int chat, final long sequence) {
        return chat * MSG_IDS_PER_CHAT + sequence;
    }

    static int chatOf(final long msgId) {
        return (int) (msgId / MSG_IDS_PER_CHAT);
    }

    static long sequenceOf(final long msgId) {
        return msgId % MSG_IDS_PER_CHAT;
    }

    /** The next frame to arrive, or null. */
    byte[] poll() {
        return frames.poll();
    }

    /** The leader dies, and some of what it said with it. */
    void changeLeader(final Random random) {
        for (int kept = random.nextInt(frames.size() + 1); kept < frames.size();) {
            frames.removeLast();
        }
        termId++;
        streamSequence = 0;
    }

    void message(final int chat, final long sequence, final Named named, final boolean subscribed) {
        final MessageDeliveryEncoder e = new MessageDeliveryEncoder().wrapAndApplyHeader(buffer, HEAD + 4, header)
            .edgeId(edgeId).chatId(chat + 1).msgId(msgId(chat, sequence)).sequence(sequence).timestampMs(1)
            .senderOrdinal(0).messageOrdinal(sequence).contentKind(ContentKind.TEXT)
            .subscribed((short) (subscribed ? 1 : 0)).passedSession(named.passed);
        final MessageDeliveryEncoder.TargetsEncoder group = e.targetsCount(named.targets.size());
        named.targets.forEach(one ->
            group.next().session(one[0]).previousSequence(one[1]).live((short) one[2]));
        e.senderId("somebody").clientMsgId("k").putBody(new byte[] {'h'}, 0, 1);
        frame(e.encodedLength());
    }

    void stored(
        final long session, final int chat, final long previous, final long from, final long to) {
        frame(new StoredDeliveryEncoder().wrapAndApplyHeader(buffer, HEAD + 4, header).edgeId(edgeId)
            .session(session).chatId(chat + 1).previousSequence(previous).fromSequence(from).toSequence(to)
            .store(StoreKind.TABLE).encodedLength());
    }

    /** The shard comes to a session's Resync. */
    void resynced(final long session) {
        unsubscribed(session, -1);
    }

    void unsubscribed(final long session, final int chat) {
        frame(new UnsubscribedEncoder().wrapAndApplyHeader(buffer, HEAD + 4, header).edgeId(edgeId).session(session)
            .chatId(chat + 1).encodedLength());
    }

    void opened(final long epoch, final int subscribedMax, final long redeliverMs) {
        frame(new EdgeOpenedEncoder().wrapAndApplyHeader(buffer, HEAD + 4, header).edgeId(edgeId).correlationId(0)
            .epoch(epoch).incarnation(1).leaseMs(10_000).subscribedMax(subscribedMax).redeliverMs(redeliverMs)
            .encodedLength());
    }

    void done() {
        frame(new DoneEncoder().wrapAndApplyHeader(buffer, HEAD + 4, header).edgeId(edgeId).correlationId(0)
            .encodedLength());
    }

    void attached(final long correlationId, final long connectionId, final long session) {
        frame(new AttachedEncoder().wrapAndApplyHeader(buffer, HEAD + 4, header).edgeId(edgeId)
            .correlationId(correlationId).connectionId(connectionId).session(session).resumed((short) 1).change(0)
            .encodedLength());
    }

    void stale(final long session) {
        frame(new RefusedEncoder().wrapAndApplyHeader(buffer, HEAD + 4, header).edgeId(edgeId).correlationId(0)
            .session(session).retryAfterMs(0).code(RefusalCode.STALE_SESSION).detail(0).encodedLength());
    }

    private void frame(final int encodedLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        buffer.putInt(HEAD, length);
        new DeliveryFrameEncoder().wrapAndApplyHeader(buffer, 0, header)
            .leadershipTermId(termId).streamSequence(++streamSequence).edgeId(edgeId).shard(0).count(1);
        final byte[] frame = new byte[HEAD + 4 + length];
        buffer.getBytes(0, frame);
        frames.add(frame);
    }
}
