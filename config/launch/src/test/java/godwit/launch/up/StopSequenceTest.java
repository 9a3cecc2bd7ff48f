package godwit.launch.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What was started is stopped once, in the opposite order, whatever the moment. */
class StopSequenceTest {
    private final List<String> stopped = Collections.synchronizedList(new ArrayList<>());
    private final StopSequence parts = new StopSequence();

    @Test
    void shouldStopTheNewestFirstAndOnce() {
        add("a");
        add("b");

        parts.stop();
        parts.stop();

        assertThat(stopped).containsExactly("b", "a");
    }

    @Test
    void shouldReturnToTheSecondCallerWhenAllIsStopped() throws Exception {
        final CountDownLatch closing = new CountDownLatch(1);
        final CountDownLatch mayClose = new CountDownLatch(1);
        parts.add("slow", () -> {
            closing.countDown();
            await(mayClose);
            stopped.add("slow");
        });
        final CompletableFuture<Void> first = CompletableFuture.runAsync(parts::stop);
        assertThat(closing.await(10, TimeUnit.SECONDS)).isTrue();
        final CompletableFuture<List<String>> second = CompletableFuture.supplyAsync(() -> {
            parts.stop();
            return List.copyOf(stopped);
        });
        assertThat(second).failsWithin(Duration.ofMillis(200)).withThrowableOfType(TimeoutException.class);
        mayClose.countDown();

        assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(List.of("slow"));
        assertThat(first).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void shouldGoOnWhenAPartThrows() {
        add("a");
        parts.add("b", () -> {
            throw new IllegalStateException("b");
        });

        parts.stop();

        assertThat(stopped).containsExactly("a");
    }

    @Test
    void shouldTellThatAStopBeganBeforeAnythingIsStopped() {
        add("a");
        parts.onStop(() -> stopped.add("told"));

        parts.stop();
        parts.stop();
        parts.onStop(() -> stopped.add("told late"));

        assertThat(stopped).containsExactly("told", "a", "told late");
    }

    @Test
    void shouldTellThatAStopBeganWhileAPartIsComingUp() throws Exception {
        final CountDownLatch told = new CountDownLatch(1);
        final CountDownLatch starting = new CountDownLatch(1);
        parts.onStop(told::countDown);
        final CompletableFuture<Void> start = CompletableFuture.runAsync(() -> parts.start("slow", () -> {
            starting.countDown();
            try {
                assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return () -> stopped.add("slow");
        }));
        assertThat(starting.await(10, TimeUnit.SECONDS)).isTrue();

        parts.stop();

        assertThat(start).failsWithin(Duration.ofSeconds(10));
        assertThat(stopped).containsExactly("slow");
    }

    @Test
    void shouldStopAPartThatCameUpTooLate() {
        parts.stop();

        assertThatThrownBy(() -> add("late")).isInstanceOf(StopSequence.StoppingException.class);
        assertThat(stopped).containsExactly("late");
        assertThatThrownBy(parts::check).isInstanceOf(StopSequence.StoppingException.class);
    }

    @Test
    void shouldWaitForAPartThatIsComingUpAndStopItFirst() throws Exception {
        add("a");
        final CountDownLatch coming = new CountDownLatch(1);
        final CountDownLatch mayCome = new CountDownLatch(1);
        final CompletableFuture<Void> start = CompletableFuture.runAsync(() -> parts.start("b", () -> {
            coming.countDown();
            await(mayCome);
            return () -> stopped.add("b");
        }));
        coming.await();
        final Thread stop = new Thread(parts::stop);
        stop.start();
        Awaitility.await("the stop waits").until(() -> stop.getState() == Thread.State.WAITING);
        assertThat(stopped).isEmpty();

        mayCome.countDown();
        stop.join();

        assertThat(stopped).containsExactly("b", "a");
        assertThatThrownBy(start::get).hasCauseInstanceOf(StopSequence.StoppingException.class);
    }

    @Test
    void shouldStartNothingOnceItStops() {
        parts.stop();

        assertThatThrownBy(() -> parts.start("late", () -> {
            throw new AssertionError("started");
        })).isInstanceOf(StopSequence.StoppingException.class);
    }

    @Test
    void shouldNotWaitForAPartThatFailedToStart() {
        add("a");
        assertThatThrownBy(() -> parts.start("b", () -> {
            throw new IllegalStateException("b");
        })).hasMessage("b");

        parts.stop();

        assertThat(stopped).containsExactly("a");
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(final String name) {
        parts.add(name, () -> stopped.add(name));
    }
}
