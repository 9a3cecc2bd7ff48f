package godwit.simulation.shard;

import godwit.sequencer.egress.FramePath;
import org.agrona.DirectBuffer;

/** Of a follower: nothing leaves it. */
final class NoPath implements FramePath {
    @Override
    public boolean offer(final DirectBuffer frame, final int length) {
        throw new IllegalStateException("a follower sent a frame");
    }

    @Override
    public void close() {
        // there is nothing
    }
}
