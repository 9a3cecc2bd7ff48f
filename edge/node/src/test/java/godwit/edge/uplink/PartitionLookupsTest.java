package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.Request;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nobody waits for a partition but the requests that have to name it. */
class PartitionLookupsTest {
    private final ShardHarness h = new ShardHarness(64).open().attach(1);
    private final CompletableFuture<Integer> later = new CompletableFuture<>();

    private void createChat() {
        h.partition = later;
        h.request(new Request.CreateChat(1, "r", List.of("bob"), null, null));
    }

    @Test
    void shouldLetOthersPassARequestWhosePartitionsAreNotKnownYet() {
        createChat();
        h.send(1, "a");
        h.work();
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("send user1 phone a"));
        later.complete(5);
        h.work();
        assertThat(h.commands).hasSize(2).last().isEqualTo("create 5 bob/5");
        h.work();
        assertThat(h.commands).as("once").hasSize(2);
    }

    @Test
    void shouldOfferOnceWhatBecameKnownBeforeItsTurn() {
        h.result = OfferResult.BACK_PRESSURED;
        createChat();
        later.complete(5);
        h.work();
        h.result = OfferResult.OFFERED;
        h.work();
        assertThat(h.commands).containsExactly("create 5 bob/5");
    }

    @Test
    void shouldRefuseARequestWhosePartitionsCannotBeFound() {
        createChat();
        h.work();
        later.completeExceptionally(new IllegalStateException("the directory is away"));
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
        assertThat(h.count(EdgeCounter.PARTITIONS_UNKNOWN)).isEqualTo(1);
        assertThat(h.uplink.pendingCount()).isZero();
    }

    @Test
    void shouldTimeOutARequestWhosePartitionsAreNeverKnown() {
        createChat();
        h.after(5_000);
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
        later.complete(5);
        h.after(0);
        assertThat(h.commands).noneMatch(word -> word.startsWith("create"));
    }

    @Test
    void shouldAttachAgainOnceThePartitionIsKnown() {
        h.partition = later;
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.after(10);
        h.after(10);
        assertThat(h.commands).isEmpty();
        later.complete(1);
        h.work();
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("attach c1 e2"));
    }
}
