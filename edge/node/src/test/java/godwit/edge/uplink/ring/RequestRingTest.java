package godwit.edge.uplink.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ContentKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many producers, one consumer, no waiting. */
class RequestRingTest {
    private final ByteBudget held = new ByteBudget(10_000);
    private final EdgeCounters counters = new EdgeCounters();
    private final RequestRing ring = new RequestRing(8, held, counters, () -> { });
    private final List<Long> taken = new ArrayList<>();

    private boolean offer(final long connectionId) {
        return ring.offer(new Request.Detach(connectionId));
    }

    private int drain(final int requestsMax) {
        return ring.drain(request -> taken.add(request.connectionId()), requestsMax);
    }

    @Test
    void shouldHandOverInTheOrderOfPublishing() {
        for (long i = 0; i < 5; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(drain(100)).isEqualTo(5);
        assertThat(drain(100)).isZero();
        assertThat(taken).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    private boolean send(final int bodyLength) {
        return ring.offer(new Request.Send(1, null, 7, "k", ContentKind.TEXT, new byte[bodyLength], 0));
    }

    @Test
    void shouldRefuseWhatIsTooMuchTogetherAndTakeAgainWhenDrained() {
        assertThat(send(5_000)).isTrue();
        assertThat(send(5_000)).isFalse();
        assertThat(counters.get(EdgeCounter.REQUESTS_REFUSED_HELD)).isEqualTo(1);
        assertThat(offer(2)).as("that one is gone is always taken").isTrue();
        drain(100);
        assertThat(held.taken()).isZero();
        assertThat(send(5_000)).isTrue();
    }

    @Test
    void shouldHoldNothingOfWhatDidNotFitIntoTheRing() {
        for (long i = 0; i < 8; i++) {
            offer(i);
        }
        assertThat(send(100)).isFalse();
        assertThat(held.taken()).isZero();
    }

    @Test
    void shouldRefuseWhenFullAndTakeAgainWhenDrained() {
        for (long i = 0; i < 8; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(offer(8)).isFalse();
        drain(100);
        assertThat(offer(9)).isTrue();
        drain(100);
        assertThat(taken).doesNotContain(8L).endsWith(9L);
    }

    @Test
    void shouldTakeNoMoreThanAskedForAndGoOnThere() {
        for (long i = 0; i < 8; i++) {
            offer(i);
        }
        assertThat(drain(3)).isEqualTo(3);
        assertThat(taken).containsExactly(0L, 1L, 2L);
        assertThat(drain(100)).isEqualTo(5);
        assertThat(taken).endsWith(7L);
    }

    @Test
    void shouldGoOnBehindARequestWhoseConsumerThrew() {
        offer(1);
        offer(2);
        assertThatThrownBy(() -> ring.drain(request -> {
            throw new IllegalStateException("request=" + request.connectionId());
        }, 100)).hasMessage("request=1");
        drain(100);
        assertThat(taken).containsExactly(2L);
    }

    @Test
    void shouldLoseNothingOfManyProducersAndKeepTheOrderOfEach() throws InterruptedException {
        final int each = 20_000;
        final List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            final long base = p * (long) each;
            producers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    while (!offer(base + i)) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        producers.forEach(Thread::start);
        while (taken.size() < 3 * each && (producers.stream().anyMatch(Thread::isAlive) || drain(64) > 0)) {
            drain(64);
        }
        for (final Thread producer : producers) {
            producer.join();
        }
        assertThat(taken).hasSize(3 * each).doesNotHaveDuplicates();
        for (int p = 0; p < 3; p++) {
            final long base = p * (long) each;
            assertThat(taken.stream().filter(id -> id >= base && id < base + each)).isSorted();
        }
    }
}
