package godwit.sequencer.egress;

import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import java.util.ArrayDeque;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The delivery stream to one edge. What the edge does not take at once is parked, in order and bounded; beyond the bound
 * everything parked is dropped and the edge sees a gap in the stream's numbers, after which it asks for what is true.
 * The egress stage's thread.
 */
final class EdgeStream {
    private static final int ATTEMPTS = 3;
    private static final int PARKED_BYTES_MAX = 4 * 1024 * 1024;

    private final long edgeId;
    private final int shard;
    private final String channel;
    private final int streamId;
    private final Aeron aeron;
    private final NodeCounters counters;
    private final DeliveryFrames frame = new DeliveryFrames();
    private final ArrayDeque<UnsafeBuffer> parked = new ArrayDeque<>();
    private ExclusivePublication publication;
    private int parkedBytes;
    private long leadershipTermId = -1;
    private long streamSequence;
    private boolean gapUntold;
    private boolean isRefused;
    private long registrationId = Aeron.NULL_VALUE;

    EdgeStream(
        final long edgeId, final int shard, final String channel, final int streamId, final Aeron aeron,
        final NodeCounters counters) {
        this.edgeId = edgeId;
        this.shard = shard;
        this.channel = channel;
        this.streamId = streamId;
        this.aeron = aeron;
        this.counters = counters;
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
            if (!offered(first, first.capacity())) {
                return;
            }
            parked.removeFirst();
            parkedBytes -= first.capacity();
        }
        if (gapUntold) {
            frame.finish(leadershipTermId, ++streamSequence, edgeId, shard);
            gapUntold = !offered(frame.buffer(), frame.length());
        }
    }

    void close() {
        if (registrationId != Aeron.NULL_VALUE) {
            aeron.asyncRemovePublication(registrationId);
        }
        CloseHelper.quietClose(publication);
    }

    private void send() {
        if (!parked.isEmpty() || gapUntold || !offered(frame.buffer(), frame.length())) {
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

    private boolean offered(final DirectBuffer buffer, final int length) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!isOpen()) {
                return false;
            }
            final long result = publication.offer(buffer, 0, length);
            if (result > 0) {
                counters.increment(NodeCounter.FRAMES_SENT);
                return true;
            }
            if (result == Publication.NOT_CONNECTED) {
                return false;
            }
            if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
                CloseHelper.quietClose(publication);
                publication = null;
            }
        }
        return false;
    }

    private boolean isOpen() {
        if (publication != null) {
            return true;
        }
        if (isRefused) {
            return false;
        }
        try {
            if (registrationId == Aeron.NULL_VALUE) {
                registrationId = aeron.asyncAddExclusivePublication(channel, streamId);
            }
            publication = aeron.getExclusivePublication(registrationId);
            registrationId = publication == null ? registrationId : Aeron.NULL_VALUE;
        } catch (final RuntimeException e) {
            // the channel came from outside: it must not end the node
            isRefused = true;
            counters.increment(NodeCounter.CHANNELS_REFUSED);
        }
        return publication != null;
    }
}
