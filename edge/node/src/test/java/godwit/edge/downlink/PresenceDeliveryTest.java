package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.presence.Presence;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.ChatCreatedEncoder;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.PresenceEncoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedEncoder;
import godwit.protocol.codecs.Visibility;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shard says about presence, and what else it says that makes the edge ask for it again. */
class PresenceDeliveryTest {
    private final DownlinkHarness d = new DownlinkHarness();

    @BeforeEach
    void subscribe() {
        assertThat(new Presence(List.of(d.h.uplink.presence()), userId -> CompletableFuture.completedFuture(0),
            Runnable::run, new FrameEncoder(ConnectionLimits.DEFAULT), ByteBudget.unbounded(), d.h.counters)).isNotNull();
        d.h.request(new Request.PresenceSubscribe(1, "r", List.of("user2")));
        d.h.work();
        assertThat(d.commands()).containsExactly("presence user1 of user2 e1 #-1");
    }

    @Test
    void shouldReadAnswersAndChanges() {
        presence(-1, false, 1_234, true);
        presence(0, true, -1, true);
        presence(0, false, -1, false);
        assertThat(d.heard()).containsExactly(
            "c1 frame {\"type\":\"PRESENCE\",\"user_id\":\"user2\",\"status\":\"OFFLINE\",\"last_seen\":1234}", "c1 done",
            "c1 frame {\"type\":\"PRESENCE\",\"user_id\":\"user2\",\"status\":\"ONLINE\"}",
            "c1 frame {\"type\":\"PRESENCE\",\"user_id\":\"user2\",\"status\":\"OFFLINE\"}");
    }

    @Test
    void shouldReadRefusals() {
        d.deliver(new RefusedEncoder().wrapAndApplyHeader(d.buffer, DownlinkHarness.FRAME_HEAD + 4, d.header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(-1).session(0).retryAfterMs(1_000)
            .code(RefusalCode.UNAVAILABLE).detail(21).encodedLength());
        assertThat(d.heard()).containsExactly("c1 refused UNAVAILABLE");
    }

    @Test
    void shouldAskAgainForAUserWhoWrites() {
        presence(-1, false, -1, false);
        d.message(101, 1, 0);
        d.h.work();
        assertThat(d.commands()).containsExactly("presence user1 of user2 e1 #-2");
    }

    @Test
    void shouldAskAgainForAUserOfWhomAStoredEntryComes() {
        presence(-1, false, -1, false);
        d.stored(1, 1, 0);
        d.store.complete(List.of(DownlinkHarness.entry(1, "user2", "phone")));
        d.h.work();
        assertThat(d.commands()).containsExactly("presence user1 of user2 e1 #-2");
    }

    @Test
    void shouldAskAgainForAUserWhoCreatesADirectChat() {
        presence(-1, false, -1, false);
        d.groupCreated(0, 2, "k");
        d.h.work();
        assertThat(d.commands()).as("of a group").isEmpty();
        directChatBy("user2");
        d.h.work();
        assertThat(d.commands()).containsExactly("presence user1 of user2 e1 #-2");
    }

    @Test
    void shouldAskSoonAfterAFirstWordThatMayBeToTheConnectionAlone() {
        d.h.attach(2);
        askedFor();
        d.firstWord(6, 6, 101, 102);
        d.h.work();
        assertThat(d.commands()).as("the other one reads along").containsExactly("presence user1 of user2 e1 #-4");
    }

    @Test
    void shouldNotAskSoonAfterAFirstWordAmongOthers() {
        d.h.attach(3);
        askedFor();
        d.firstWord(6, 6, 101, 103);
        d.firstWord(7, 6, 101);
        d.h.work();
        assertThat(d.commands()).as("several read it, or there were changes").isEmpty();
    }

    @Test
    void shouldNotAskSoonAfterAFirstWordThatIsPushedOnceMore() {
        askedFor();
        d.firstWord(6, 6, 101);
        d.h.work();
        presence(-4, false, -1, false);
        assertThat(d.commands()).hasSize(1);
        d.after(250);
        presence(-5, false, -1, false);
        d.h.uplink.onHeard();
        d.after(999);
        d.firstWord(6, 6, 101);
        d.h.work();
        assertThat(d.commands()).as("it goes on as it began").containsOnlyOnce("presence user1 of user2 e1 #-5")
            .noneMatch(line -> line.endsWith("#-6"));
    }

    @Test
    void shouldAskSoonAfterAFirstWordOutOfAStore() {
        askedFor();
        d.stored(6, 6, 5);
        d.store.complete(List.of(new StoredEntry(
            DownlinkHarness.CHAT, 6, 6, 1, 1, 6, ContentKind.TEXT, "user2", "phone", "k", new byte[] {'x'})));
        d.h.work();
        assertThat(d.commands()).containsExactly("presence user1 of user2 e1 #-4");
    }

    @Test
    void shouldAskAgainForWhomTheConnectionSubscribesToAfterTheFirstWord() {
        d.firstWord(1, 1, 101);
        d.h.work();
        presence(-1, false, -1, false);
        presence(-2, false, -1, false);
        d.commands();
        d.after(250);
        assertThat(d.commands()).containsExactly("presence user1 of user2 e1 #-3");
    }

    @Test
    void shouldAskAgainAfterAGapForWhatIsSeen() {
        presence(-1, true, -1, true);
        d.loseFrame();
        d.message(101, 1, 0);
        d.h.work();
        d.h.work();
        assertThat(d.commands()).contains("presence user1 of user2 e1 #-2");
    }

    @Test
    void shouldTellTheShardThePrivacyAndWhoWasSentAway() {
        d.h.request(new Request.SetPrivacy(1, "p", Visibility.NOBODY));
        d.h.work();
        assertThat(d.commands()).singleElement().asString().startsWith("privacy s101 NOBODY #");
        d.h.request(new Request.Detach(1, true));
        d.h.work();
        assertThat(d.commands()).containsExactly("detach s101 away");
    }

    /** Offered again, the first one would be done after the second. */
    @Test
    void shouldAnswerWhatWasSaidOfPrivacyBeforeWhatIsDone() {
        final List<String> told = sayPrivacies();
        d.loseFrame();
        d.done(correlation(told.get(2)));
        assertThat(d.heard()).containsExactly("c1 done", "c1 done");
        assertThat(privacies()).containsExactly(told.get(1), told.get(3));
    }

    @Test
    void shouldTellANewLeaderOfEachConnectionTheLastThatItSaidOfPrivacy() {
        final List<String> told = sayPrivacies();
        d.h.uplink.onNewLeader();
        assertThat(privacies()).containsExactly(told.get(1), told.get(3));
        d.done(correlation(told.get(0)));
        d.done(correlation(told.get(2)));
        assertThat(d.heard()).as("what was not lost after all").containsExactly("c1 done", "c1 done");
        d.done(correlation(told.get(3)));
        assertThat(d.heard()).containsExactly("c1 done");
    }

    /** Three of one connection, and between them one of another. */
    private List<String> sayPrivacies() {
        d.h.attach(2);
        d.h.request(new Request.SetPrivacy(1, "p1", Visibility.CONTACTS));
        d.h.request(new Request.SetPrivacy(2, "q", Visibility.CONTACTS));
        d.h.request(new Request.SetPrivacy(1, "p2", Visibility.NOBODY));
        d.h.request(new Request.SetPrivacy(1, "p3", Visibility.CONTACTS));
        final List<String> told = privacies();
        assertThat(told).hasSize(4);
        d.heard();
        return told;
    }

    private List<String> privacies() {
        d.h.work();
        return d.commands().stream().filter(word -> word.startsWith("privacy")).toList();
    }

    private static long correlation(final String command) {
        return Long.parseLong(command.replaceFirst(".*#", ""));
    }

    /** The connection may not see the other, who wrote something before: for now it is asked no more. */
    private void askedFor() {
        presence(-1, false, -1, false);
        d.message(101, 5, 0);
        d.h.work();
        presence(-2, false, -1, false);
        d.after(2_000);
        presence(-3, false, -1, false);
        d.after(250);
        assertThat(d.commands()).contains("presence user1 of user2 e1 #-3");
    }

    private void presence(final long correlation, final boolean online, final long lastSeenMs, final boolean visible) {
        d.deliver(new PresenceEncoder().wrapAndApplyHeader(d.buffer, DownlinkHarness.FRAME_HEAD + 4, d.header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).lastSeenMs(lastSeenMs)
            .online((short) (online ? 1 : 0)).visible((short) (visible ? 1 : 0)).userId("user2").encodedLength());
    }

    private void directChatBy(final String creator) {
        final ChatCreatedEncoder e = new ChatCreatedEncoder()
            .wrapAndApplyHeader(d.buffer, DownlinkHarness.FRAME_HEAD + 4, d.header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(0).chatId(DownlinkHarness.CHAT).version(0).memberCount(2)
            .chatKind(ChatKind.DIRECT);
        e.targetsCount(1).next().session(101);
        e.participantsCount(2).next().participantId("user1").next().participantId("user2");
        e.createdBy(creator).clientChatId("").title("");
        d.deliver(e.encodedLength());
    }
}
