package godwit.sequencer.cluster;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * How far the journal was a while ago: Cassandra acknowledges before its own disk has it, so log and spool are kept for
 * some time after the journal passed them. One thread.
 */
final class HeldBack {
    private static final int SAMPLES = 128;

    private final long holdBackNs;
    private final ArrayDeque<long[]> samples = new ArrayDeque<>();
    private long passed;

    HeldBack(final long holdBackMs) {
        holdBackNs = TimeUnit.MILLISECONDS.toNanos(holdBackMs);
    }

    /** The journal is here now; answers how far it was when the hold-back began. */
    long advance(final long nowNs, final long journalPosition) {
        final long spacingNs = holdBackNs / SAMPLES;
        if (samples.isEmpty() || nowNs - samples.peekLast()[0] >= spacingNs) {
            samples.addLast(new long[] {nowNs, journalPosition});
        }
        while (!samples.isEmpty() && nowNs - samples.peekFirst()[0] >= holdBackNs) {
            passed = samples.removeFirst()[1];
        }
        return passed;
    }
}
