package godwit.edge.presence;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.outbound.FrameEncoder;

/** Tells connections who is online. Single-threaded. */
final class Tellings {
    private final FrameEncoder encoder;
    private final EdgeCounters counters;

    Tellings(final FrameEncoder encoder, final EdgeCounters counters) {
        this.encoder = encoder;
        this.counters = counters;
    }

    /** All that see a user, but one; encoded once for all of them. */
    void tellAll(final Watch watch, final boolean online, final long lastSeenMs, final Want except) {
        if (!watch.isSeen()) {
            return;
        }
        final byte[] frame = encoder.presence(watch.userId, online, lastSeenMs).copy();
        for (Want want = watch.first(); want != null && want.visible; want = want.next) {
            if (want != except) {
                tell(want, frame);
            }
        }
    }

    /** One. */
    void tell(final Want want, final boolean online, final long lastSeenMs) {
        tell(want, encoder.presence(want.watch.userId, online, lastSeenMs).copy());
    }

    private void tell(final Want want, final byte[] frame) {
        counters.increment(EdgeCounter.PRESENCE_TOLD);
        want.link.connection().onPushedFrame(frame);
    }
}
