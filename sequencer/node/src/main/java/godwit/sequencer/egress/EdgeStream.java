package godwit.sequencer.egress;

import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The delivery stream to one edge. What the edge does not take at once is parked, in order and bounded; beyond the bound
 * everything parked is dropped and the edge sees a gap in the stream's numbers, after which it asks for what is true.
 * The egress stage's thread.
 */
final class EdgeStream {
    private static final int PARKED_BYTES_MAX = 4 * 1024 * 1024;

    private final long edgeId;
    private final int shard;
    private final String channel;
    private final int streamId;
    private final FramePath path;
    private final NodeCounters counters;
    private final DeliveryFrames frame = new DeliveryFrames();
    private final ArrayDeque<UnsafeBuffer> parked = new ArrayDeque<>();
    private int parkedBytes;
    private long leadershipTermId = -1;
    private long streamSequence;
    private boolean gapUntold;

    EdgeStream(
        final long edgeId, final int shard, final String channel, final int streamId, final FramePath path,
        final NodeCounters counters) {
        this.edgeId = edgeId;
        this.shard = shard;
        this.channel = channel;
        this.streamId = streamId;
        this.path = path;
        this.counters = counters;
    }

    /** An earlier stream to the same edge came so far in that term: its numbers must not come again. */
    EdgeStream continueAfter(final long termId, final long sequence) {
        leadershipTermId = termId;
        streamSequence = sequence;
        return this;
    }

    /** The number of the last frame. */
    long streamSequence() {
        return streamSequence;
    }

    boolean is(final String otherChannel, final int otherStreamId) {
        return streamId == otherStreamId && channel.equals(otherChannel);
    }

    /** One delivery more, said in that term. */
    void add(final long termId, final DirectBuffer delivery, final int length) {
        if (termId != leadershipTermId) {
            flush();
            leadershipTermId = termId;
            streamSequence = 0;
        }
        if (!frame.holds(length)) {
            flush();
        }
        frame.add(delivery, length);
        if (frame.isFull()) {
            flush();
        }
    }

    /** Whether the edge takes all at once, so that what may be lost keeps nobody waiting. */
    boolean isFree() {
        return parked.isEmpty() && !gapUntold;
    }

    /** Sends what was added. */
    void flush() {
        if (!frame.isEmpty()) {
            frame.finish(leadershipTermId, ++streamSequence, edgeId, shard);
            counters.add(NodeCounter.DELIVERIES_SENT, frame.count());
            send();
            frame.clear();
        }
    }

    /** Sends what is parked, as far as the edge takes it. */
    void flushParked() {
        while (!parked.isEmpty()) {
            final UnsafeBuffer first = parked.peekFirst();
            if (!path.offer(first, first.capacity())) {
                return;
            }
            parked.removeFirst();
            parkedBytes -= first.capacity();
        }
        if (gapUntold) {
            frame.finish(leadershipTermId, ++streamSequence, edgeId, shard);
            gapUntold = !path.offer(frame.buffer(), frame.length());
        }
    }

    void close() {
        path.close();
    }

    private void send() {
        if (!parked.isEmpty() || gapUntold || !path.offer(frame.buffer(), frame.length())) {
            park();
        }
    }

    private void park() {
        if (parkedBytes + frame.length() > PARKED_BYTES_MAX) {
            counters.add(NodeCounter.FRAMES_DROPPED, parked.size() + 1L);
            parked.clear();
            parkedBytes = 0;
            gapUntold = true;
            return;
        }
        counters.increment(NodeCounter.FRAMES_PARKED);
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[frame.length()]);
        copy.putBytes(0, frame.buffer(), 0, frame.length());
        parked.addLast(copy);
        parkedBytes += copy.capacity();
    }
}
