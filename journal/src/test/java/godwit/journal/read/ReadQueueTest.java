package godwit.journal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who reads when, with the time in the test's hand. */
class ReadQueueTest {
    private static final long GREEDY = 1;
    private static final long MODEST = 2;

    private final ArrayDeque<CompletableFuture<String>> underWay = new ArrayDeque<>();
    private final List<String> begun = new ArrayList<>();
    private long nowNs;
    private final ReadQueue queue = new ReadQueue(2, 10, () -> nowNs);

    @Test
    void shouldLetReadsWaitForTheirTurn() {
        final List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            results.add(submit(GREEDY, "r" + i));
        }
        assertThat(begun).containsExactly("r0", "r1");
        assertThat(queue.waiting()).isEqualTo(10);
        for (int i = 0; i < 12; i++) {
            assertThat(underWay).hasSizeLessThanOrEqualTo(2);
            underWay.remove().complete("done");
        }
        assertThat(results).allSatisfy(result -> assertThat(result).isCompletedWithValue("done"));
        assertThat(queue.refused()).isZero();
    }

    @Test
    void shouldLetThoseWhoAskTakeTurns() {
        for (int i = 0; i < 8; i++) {
            submit(GREEDY, "greedy" + i);
        }
        submit(MODEST, "modest0");
        submit(MODEST, "modest1");
        while (!underWay.isEmpty()) {
            underWay.remove().complete("done");
        }
        assertThat(begun).startsWith("greedy0", "greedy1", "greedy2", "modest0", "greedy3", "modest1", "greedy4");
    }

    @Test
    void shouldRefuseWhatFindsNoPlace() {
        for (int i = 0; i < 12; i++) {
            submit(GREEDY, "r" + i);
        }
        refused(submit(MODEST, "late"));
        underWay.remove().complete("done");
        final CompletableFuture<String> next = submit(MODEST, "again");
        assertThat(next).isNotDone();
        assertThat(queue.refused()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatWaitedTooLong() {
        submit(GREEDY, "r0");
        submit(GREEDY, "r1");
        final CompletableFuture<String> old = submit(GREEDY, "old");
        nowNs += ReadQueue.WAIT_NS - 1;
        final CompletableFuture<String> young = submit(MODEST, "young");
        assertThat(old).isNotDone();
        nowNs++;
        underWay.remove().complete("done");
        refused(old);
        assertThat(begun).containsExactly("r0", "r1", "young");
        underWay.removeLast().complete("done");
        assertThat(young).isCompletedWithValue("done");
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void shouldGoOnWhenReadsFailAtOnce() {
        final CompletableFuture<String> first = submit(GREEDY, "r0");
        submit(GREEDY, "r1");
        final List<CompletableFuture<String>> broken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            broken.add(queue.<String>submit(GREEDY, () -> {
                throw new IllegalStateException("broken");
            }).toCompletableFuture());
            broken.add(queue.<String>submit(MODEST, () ->
                CompletableFuture.failedFuture(new IllegalStateException("broken"))).toCompletableFuture());
        }
        underWay.remove().complete("done");
        assertThat(first).isCompletedWithValue("done");
        assertThat(broken).allSatisfy(result -> assertThat(result).isCompletedExceptionally());
        assertThat(submit(MODEST, "after")).isNotDone();
        assertThat(begun).endsWith("after");
    }

    @Test
    void shouldStartAllThatWaitsWhicheverThreadsEndWhatIsUnderWay() throws Exception {
        final ReadQueue shared = new ReadQueue(3, 100_000, () -> 0);
        final ExecutorService threads = Executors.newFixedThreadPool(3);
        final AtomicInteger atOnce = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final List<CompletableFuture<Integer>> results = new ArrayList<>();
        try {
            for (int i = 0; i < 5_000; i++) {
                final int number = i;
                results.add(shared.submit(ThreadLocalRandom.current().nextLong(5), () -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    return CompletableFuture.supplyAsync(() -> {
                        atOnce.decrementAndGet();
                        return number;
                    }, threads);
                }).toCompletableFuture());
            }
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(shared.waiting()).isZero();
    }

    private CompletableFuture<String> submit(final long asker, final String name) {
        return queue.submit(asker, () -> {
            begun.add(name);
            final CompletableFuture<String> read = new CompletableFuture<>();
            underWay.add(read);
            return read;
        }).toCompletableFuture();
    }

    private static void refused(final CompletableFuture<String> result) {
        assertThatThrownBy(result::get).isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(RejectedExecutionException.class);
    }
}
