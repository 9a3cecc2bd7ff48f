package godwit.protocol.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DoorbellTest {
    private static final long FOREVER_NS = TimeUnit.MINUTES.toNanos(5);
    private static final int ROUNDS = 20_000;

    private final Doorbell bell = new Doorbell();

    @Test
    void shouldWaitNoLongerThanAsked() {
        final long startNs = System.nanoTime();

        bell.await(TimeUnit.MILLISECONDS.toNanos(2));

        assertThat(System.nanoTime() - startNs).isLessThan(FOREVER_NS);
    }

    @Test
    @Timeout(60)
    void shouldNotWaitAfterARingThatNobodyHeard() {
        bell.ring();

        bell.await(FOREVER_NS);
    }

    @Test
    @Timeout(60)
    void shouldWakeTwoThreadsThatOnlyWaitForEachOther() throws InterruptedException {
        final Doorbell other = new Doorbell();
        final AtomicInteger passed = new AtomicInteger();
        final Thread partner = new Thread(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                awaitCount(other, passed, 2 * round + 1);
                passed.incrementAndGet();
                bell.ring();
            }
        });
        partner.start();

        for (int round = 0; round < ROUNDS; round++) {
            passed.incrementAndGet();
            other.ring();
            awaitCount(bell, passed, 2 * round + 2);
        }
        partner.join();

        // A ring that gets lost leaves both waiting for minutes.
        assertThat(passed).hasValue(2 * ROUNDS);
    }

    private static void awaitCount(final Doorbell own, final AtomicInteger passed, final int count) {
        while (passed.get() < count) {
            own.await(FOREVER_NS);
        }
    }
}
