package godwit.simulation.shard;

import godwit.sequencer.egress.FramePath;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/** A member's way to an edge: nothing leaves one that never led. */
final class MemberPath implements FramePath {
    private final Supplier<Standing> standing;
    private final FramePath whole;

    MemberPath(final Supplier<Standing> standing, final FramePath whole) {
        this.standing = standing;
        this.whole = whole;
    }

    @Override
    public boolean offer(final DirectBuffer frame, final int length) {
        if (standing.get() == Standing.FOLLOWER) {
            throw new IllegalStateException("a follower sent a frame");
        }
        return whole.offer(frame, length);
    }

    @Override
    public void close() {
        if (whole != null) {
            whole.close();
        }
    }
}
