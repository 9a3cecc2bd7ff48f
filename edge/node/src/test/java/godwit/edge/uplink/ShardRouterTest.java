package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import godwit.settings.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each request goes to the shard that it is for, and a shard that is away holds up nothing of the others. */
class ShardRouterTest {
    private static final long CHAT_OF_0 = 1;
    private static final long CHAT_OF_1 = 4095L << ChatIds.NUMBER_BITS | 1;

    private final Links connections = new Links();
    private final ShardHarness a = new ShardHarness(64, ByteBudget.unbounded(), connections.ofShard(0));
    private final ShardHarness b = new ShardHarness(64, ByteBudget.unbounded(), connections.ofShard(1));
    /** Partitions of users: those of shard 1 are the upper half. */
    private final Map<String, CompletableFuture<Integer>> partitions = new HashMap<>();
    private ShardRouter router;

    @BeforeEach
    void begin() {
        partitions.put("anna", CompletableFuture.completedFuture(0));
        partitions.put("zoe", CompletableFuture.completedFuture(1));
        partitions.put("bert", CompletableFuture.completedFuture(4095));
        router = new ShardRouter(List.of(a.uplink, b.uplink), connections, Topology.ofShards(2), partitions::get,
            Runnable::run, a.counters);
        a.open();
        b.open();
    }

    private void attach(final long connectionId, final String user) {
        router.onRequest(new Request.Attach(connectionId, null, user, "phone", 0, a.new Recorder(connectionId)), 0);
        work();
    }

    private void attached(final ShardHarness home, final long connectionId, final long session) {
        home.uplink.answers().onAttached(home.correlation(), connectionId, session, true, 0);
        forget();
    }

    private void annaAndBert() {
        attach(1, "anna");
        attached(a, 1, 7);
        attach(2, "bert");
        attached(b, 2, 7);
        a.heard.clear();
    }

    private void work() {
        a.work();
        b.work();
    }

    private void forget() {
        a.commands.clear();
        b.commands.clear();
    }

    private void send(final long connectionId, final long chatId, final String key) {
        router.onRequest(new Request.Send(
            connectionId, null, chatId, key, ContentKind.TEXT, new byte[] {'x'}, 0), a.nowMs);
    }

    @Test
    void shouldAttachEachUserAtTheShardOfItsPartition() {
        attach(1, "anna");
        attach(2, "bert");
        assertThat(a.commands).singleElement().asString().startsWith("attach c1");
        assertThat(b.commands).singleElement().asString().startsWith("attach c2");
    }

    @Test
    void shouldTellSessionsOfTheSameNumberApart() {
        annaAndBert();
        final Link anna = connections.ofConnection(1);
        final Link bert = connections.ofConnection(2);
        assertThat(a.links.ofSession(7)).isSameAs(anna);
        assertThat(b.links.ofSession(7)).isSameAs(bert);

        router.onRequest(new Request.Detach(1), 0);
        work();

        assertThat(a.commands).containsExactly("detach s7");
        assertThat(b.commands).isEmpty();
        assertThat(a.links.ofSession(7)).isNull();
        assertThat(b.links.ofSession(7)).isSameAs(bert);
    }

    /** A send that was offered twice and answered is refused when its key is forgotten; it names the session that its sender had. */
    @Test
    void shouldNotTakeTheStaleSessionOfAnotherShardsUserForOneOfItsOwn() {
        annaAndBert();
        send(1, CHAT_OF_1, "k1");
        work();
        final long correlation = b.correlation();
        b.uplink.answers().onAnswered(correlation);
        b.uplink.answers().onRefused(correlation, 7, RefusalCode.STALE_SESSION, 0, 0);
        forget();
        a.after(10);
        b.after(10);
        assertThat(connections.ofConnection(2).session()).isEqualTo(7);
        assertThat(b.commands).isEmpty();
    }

    /** The chat's shard refuses the session that the sender's shard gave it; only that one gives another. */
    @Test
    void shouldSendToAnotherShardInTheNextSession() {
        annaAndBert();
        send(1, CHAT_OF_1, "k1");
        work();
        final long correlation = b.correlation();
        forget();
        b.uplink.answers().onRefused(correlation, 7, RefusalCode.STALE_SESSION, 0, 0);
        a.after(10);
        a.after(10);
        b.after(10);
        assertThat(b.commands).isEmpty();
        attached(a, 1, 9);
        work();
        assertThat(b.commands).singleElement().asString().startsWith("send anna phone k1");
        assertThat(b.sendSessions).endsWith(9L);
    }

    @Test
    void shouldAttachAgainOnlyThoseOfTheShardThatLostTheLease() {
        annaAndBert();
        b.uplink.answers().onEdgeOpened(2, b.nowMs);
        for (int cycle = 0; cycle < 2; cycle++) {
            a.after(10);
            b.after(10);
        }
        assertThat(b.commands).singleElement().asString().startsWith("attach c2 e2");
        assertThat(a.commands).noneMatch(word -> word.startsWith("attach"));
        assertThat(connections.ofConnection(1).session()).isEqualTo(7);
    }

    @Test
    void shouldSendToTheChatsShardAndAskForTheUsersOwnAtTheUsers() {
        annaAndBert();
        send(1, CHAT_OF_1, "over");
        send(1, CHAT_OF_0, "here");
        router.onRequest(new Request.ReadHistory(1, "h", CHAT_OF_1, -1, -1, 10), 0);
        router.onRequest(new Request.ListChats(1, "l", -1, -1, 10), 0);
        work();
        assertThat(b.commands).extracting(word -> word.split(" #")[0])
            .containsExactly("send anna phone over", "history chat" + CHAT_OF_1);
        assertThat(a.commands).extracting(word -> word.split(" #")[0])
            .containsExactly("send anna phone here", "list s7 e1");
    }

    @Test
    void shouldMakeADirectChatAtTheSmallerMembersAndAGroupAtTheCreators() {
        annaAndBert();
        final List<List<String>> participants = new ArrayList<>();
        participants.add(List.of("bert"));
        participants.add(List.of("bert", "anna", "bert"));
        participants.add(List.of("bert", "zoe"));
        participants.forEach(ids -> router.onRequest(new Request.CreateChat(1, null, ids, null, "k"), 0));
        router.onRequest(new Request.CreateChat(2, null, List.of("anna"), null, null), 0);
        router.onRequest(new Request.CreateChat(2, null, List.of("zoe"), null, null), 0);
        router.onRequest(new Request.CreateChat(2, null, List.of("zoe", "anna"), null, "k"), 0);
        work();
        assertThat(a.commands).as("anna's, and bert's with her").hasSize(4);
        assertThat(b.commands).as("bert's with zoe, and his group").hasSize(2);
    }

    @Test
    void shouldAcknowledgeAtTheUsersShardWhatTheChatsFound() {
        annaAndBert();
        final Request.Acknowledge request =
            new Request.Acknowledge(1, "r", CHAT_OF_1, 50, ReceiptStatus.READ, 0);
        a.uplink.acknowledgements().probe(request, connections.ofConnection(1));
        work();
        assertThat(a.commands).isEmpty();
        assertThat(b.commands).singleElement().asString().startsWith("history chat" + CHAT_OF_1);
        b.uplink.answers().onAnswered(b.correlation());
        forget();

        b.uplink.acknowledgements().acknowledge(request, connections.ofConnection(1), CHAT_OF_1, 3, 0, false);
        work();

        assertThat(b.commands).isEmpty();
        assertThat(a.commands).singleElement().asString().startsWith("ack s7 READ_UNPUSHED 3");
    }

    @Test
    void shouldRefuseOnlyWhatIsForAShardThatIsAway() {
        annaAndBert();
        b.uplink.onDisconnected();
        send(1, CHAT_OF_1, "over");
        send(1, CHAT_OF_0, "here");
        work();
        a.uplink.answers().onAnswered(a.correlation());
        a.after(5_000);
        b.after(5_000);
        assertThat(a.heard).as("the one at the other shard only").containsExactly("c1 refused UNAVAILABLE over");
        send(1, CHAT_OF_0, "again");
        a.work();
        assertThat(a.commands).anyMatch(word -> word.startsWith("send anna phone again"));
        assertThat(a.uplink.ready()).isTrue();
        assertThat(b.uplink.ready()).isFalse();
    }

    @Test
    void shouldLookUpAcknowledgementsWhileAShardIsAwayThatOthersWaitFor() {
        annaAndBert();
        b.uplink.onDisconnected();
        for (int waiting = 0; waiting < UplinkConfiguration.LOOKUPS_OF_LINK_MAX + 2; waiting++) {
            probe(CHAT_OF_1, 50 + waiting);
        }
        probe(CHAT_OF_0, 5);
        work();
        assertThat(a.commands).singleElement().asString().startsWith("history chat" + CHAT_OF_0);
        a.uplink.answers().onAnswered(a.correlation());
        a.after(5_000);
        b.after(5_000);
        assertThat(a.heard).as("all at the other shard")
            .hasSize(UplinkConfiguration.LOOKUPS_OF_LINK_MAX + 2).allMatch("c1 refused UNAVAILABLE"::equals);
        assertThat(a.count(EdgeCounter.LOOK_UPS_TIMED_OUT)).as("of the shard that has an answer").isZero();
        assertThat(b.count(EdgeCounter.LOOK_UPS_TIMED_OUT)).isEqualTo(2);
    }

    @Test
    void shouldForgetWhatWaitsForItsTurnAtAnotherShard() {
        annaAndBert();
        for (int waiting = 0; waiting < UplinkConfiguration.LOOKUPS_OF_LINK_MAX + 2; waiting++) {
            probe(CHAT_OF_1, 50 + waiting);
        }
        work();
        assertThat(b.commands).hasSize(UplinkConfiguration.LOOKUPS_OF_LINK_MAX);
        forget();
        router.onRequest(new Request.Detach(1), 0);
        a.after(5_000);
        b.after(5_000);
        assertThat(b.commands).noneMatch(word -> word.startsWith("history"));
        assertThat(a.heard).isEmpty();
    }

    private void probe(final long chatId, final long msgId) {
        a.uplink.acknowledgements().probe(
            new Request.Acknowledge(1, null, chatId, msgId, ReceiptStatus.READ, 0), connections.ofConnection(1));
    }

    @Test
    void shouldAskForNoMorePagesThanAConnectionMayOverAllShards() {
        annaAndBert();
        for (int page = 0; page < UplinkConfiguration.READS_MAX + 1; page++) {
            router.onRequest(
                new Request.ReadHistory(1, "h" + page, page % 2 == 0 ? CHAT_OF_0 : CHAT_OF_1, -1, -1, 10), 0);
        }
        work();
        assertThat(a.commands.size() + b.commands.size()).isEqualTo(UplinkConfiguration.READS_MAX);
        assertThat(a.heard).containsExactly("c1 refused " + RefusalCode.RATE_LIMITED);

        router.onRequest(new Request.Detach(1), 0);
        assertThat(a.uplink.pendingCount() + b.uplink.pendingCount()).as("nobody waits for them").isZero();
    }

    @Test
    void shouldAttachWhenThePartitionIsKnownUnlessTheConnectionIsGone() {
        final CompletableFuture<Integer> later = new CompletableFuture<>();
        partitions.put("late", later);
        attach(3, "late");
        attach(4, "late");
        router.onRequest(new Request.Detach(4), 0);
        assertThat(b.commands).isEmpty();
        later.complete(4095);
        work();
        assertThat(b.commands).singleElement().asString().startsWith("attach c3");
        assertThat(a.commands).isEmpty();
    }

    @Test
    void shouldRefuseWhoseShardCannotBeFound() {
        partitions.put("nobody", CompletableFuture.failedFuture(new IllegalStateException("the directory is away")));
        attach(3, "nobody");
        annaAndBert();
        attach(5, "zoe");
        attached(a, 5, 9);
        a.heard.clear();
        partitions.put("anna", CompletableFuture.failedFuture(new IllegalStateException("the directory is away")));
        router.onRequest(new Request.CreateChat(5, null, List.of("anna"), null, null), 0);
        assertThat(a.heard).containsExactly("c5 refused UNAVAILABLE");
        assertThat(a.count(EdgeCounter.PARTITIONS_UNKNOWN)).isEqualTo(2);
    }
}
