package godwit.protocol.idle;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Hands plain data over by a doorbell: who looks after a wait, and sees nothing, must find the bell rung, or it would
 * wait with work at hand. Outcomes: whether the data was seen, whether the bell is rung afterwards.
 */
final class DoorbellStress {
    private static final long FOREVER_NS = Long.MAX_VALUE;
    private static final long AT_ONCE_NS = 1;

    private DoorbellStress() {
    }

    /** The bell is quiet when the data comes. */
    @JCStressTest
    @Outcome(id = {"true, true", "true, false"}, expect = Expect.ACCEPTABLE, desc = "seen")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "not yet, the next wait ends at once")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "lost")
    @State
    public static class Quiet {
        final Doorbell bell = new Doorbell();
        boolean data;

        @Actor
        public void ringer() {
            data = true;
            bell.ring();
        }

        @Actor
        public void waiter(final ZZ_Result result) {
            bell.await(AT_ONCE_NS);
            result.r1 = data;
        }

        @Arbiter
        public void later(final ZZ_Result result) {
            result.r2 = bell.isRung();
        }
    }

    /** Somebody rang before: the wait ends, and takes that ring back, while the data comes. */
    @JCStressTest
    @Outcome(id = {"true, true", "true, false"}, expect = Expect.ACCEPTABLE, desc = "seen")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "not yet, the next wait ends at once")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "lost")
    @State
    public static class Rung {
        final Doorbell bell = new Doorbell();
        boolean data;

        public Rung() {
            bell.ring();
        }

        @Actor
        public void ringer() {
            data = true;
            bell.ring();
        }

        @Actor
        public void waiter(final ZZ_Result result) {
            bell.await(AT_ONCE_NS);
            result.r1 = data;
        }

        @Arbiter
        public void later(final ZZ_Result result) {
            result.r2 = bell.isRung();
        }
    }

    /** One who only ever waits ends all the same. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "woken")
    @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "sleeps for ever")
    @State
    public static class Asleep {
        final Doorbell bell = new Doorbell();
        boolean data;

        @Actor
        public void waiter() {
            while (!data) {
                bell.await(FOREVER_NS);
            }
        }

        @Signal
        public void ringer() {
            data = true;
            bell.ring();
        }
    }
}
