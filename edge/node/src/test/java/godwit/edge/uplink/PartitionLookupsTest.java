package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.Role;
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
        assertThat(h.commands).hasSize(2).last().asString().startsWith("create 5 bob/5 #");
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
        assertThat(h.commands).hasSize(1).first().asString().startsWith("create 5 bob/5 #");
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
    void shouldNameThePartitionsOfThoseWhomAChangeIsAbout() {
        h.partition = later;
        h.request(change("1", ChangeKind.ADDED, null, List.of("bob", "carol"), ""));
        h.request(change("2", ChangeKind.TITLE, null, List.of(), "Tea"));
        h.request(change("3", ChangeKind.LEFT, null, List.of(), ""));
        h.work();
        assertThat(h.commands).hasSize(2);
        assertThat(h.commands.get(0)).startsWith("change chat7 TITLE by user1 'Tea' #");
        assertThat(h.commands.get(1)).startsWith("change chat7 LEFT by user1 '' #");
        later.complete(5);
        h.request(change("4", ChangeKind.ROLE, Role.ADMIN, List.of("bob"), ""));
        h.work();
        assertThat(h.commands.get(2)).startsWith("change chat7 ADDED bob/5 carol/5 by user1 '' #");
        assertThat(h.commands.get(3)).startsWith("change chat7 ROLE ADMIN bob/5 by user1 '' #");
    }

    private static Request change(
        final String reqId, final ChangeKind kind, final Role role, final List<String> userIds, final String title) {
        return new Request.ChangeChat(1, reqId, ShardHarness.CHAT, kind, role, userIds, title);
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
