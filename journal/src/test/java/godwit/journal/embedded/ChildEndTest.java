package godwit.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Children of straw that do not end when asked to, and slowly when killed, as on a busy machine. */
@Timeout(60)
final class ChildEndTest {
    private static final long ORDERLY_MS = 10;
    private static final long SLOW_MS = 1_500;

    @RegisterExtension
    private final SaidLog said = new SaidLog(ChildEnd.class);

    @Test
    void shouldWaitUntilAKilledChildIsGone() {
        final SlowProcess child = new SlowProcess(SLOW_MS);

        assertThat(ChildEnd.end(child, ORDERLY_MS, ChildEnd.KILL_TIMEOUT_MS)).isTrue();

        assertThat(child.isAlive()).isFalse();
        assertThat(child.asked.get()).as("to end in order, first").isOne();
        assertThat(said.lines()).isEmpty();
    }

    @Test
    void shouldWaitUntilAKilledChildIsGoneThoughInterrupted() {
        final SlowProcess child = new SlowProcess(SLOW_MS);
        Thread.currentThread().interrupt();

        assertThat(ChildEnd.end(child, TimeUnit.MINUTES.toMillis(10), ChildEnd.KILL_TIMEOUT_MS)).isTrue();

        assertThat(Thread.interrupted()).as("kept for the caller").isTrue();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void shouldSayThatAChildDoesNotEnd() {
        final SlowProcess child = new SlowProcess(TimeUnit.HOURS.toMillis(1));

        assertThat(ChildEnd.end(child, ORDERLY_MS, 50)).isFalse();

        assertThat(said.lines()).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).contains("pid=" + child.pid());
        });
    }

    private static final class SlowProcess extends Process {
        private final AtomicInteger asked = new AtomicInteger();
        private final long dyingMs;
        private long killedNs;
        private boolean isKilled;

        private SlowProcess(final long dyingMs) {
            this.dyingMs = dyingMs;
        }

        @Override
        public int exitValue() {
            if (isKilled && System.nanoTime() - killedNs >= TimeUnit.MILLISECONDS.toNanos(dyingMs)) {
                return 137;
            }
            throw new IllegalThreadStateException("alive");
        }

        @Override
        public Process destroyForcibly() {
            isKilled = true;
            killedNs = System.nanoTime();
            return this;
        }

        @Override
        public ProcessHandle toHandle() {
            return (ProcessHandle) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ProcessHandle.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("destroy");
                    asked.incrementAndGet();
                    return true;
                });
        }

        @Override
        public long pid() {
            return 4711;
        }

        @Override
        public void destroy() {
            throw new AssertionError("closes the child's input");
        }

        @Override
        public int waitFor() {
            throw new AssertionError("without a bound");
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream getInputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream getErrorStream() {
            throw new UnsupportedOperationException();
        }
    }
}
