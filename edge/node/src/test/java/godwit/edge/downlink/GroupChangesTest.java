package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.ChangeBodies;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.MintedChatKeys;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.StoreKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of groups on their way back: answers and pushes, joined where both are for one connection. */
class GroupChangesTest {
    private static final long CHAT = DownlinkHarness.CHAT;
    private static final byte[] TITLE = ChangeBodies.of(ChangeKind.TITLE, null, 0, 3, "Tea");
    private static final String FRAME = "\"chat_id\":\"0000000000007\",\"msg_id\":\"4\",\"seq\":4,\"version\":3,"
        + "\"change\":\"title\",\"title\":\"Tea\",\"by\":\"user1\",\"ts\":1}";
    private static final String ANSWER = "{\"type\":\"CHAT_UPDATED\",\"req_id\":\"r\"," + FRAME;

    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldWriteAnswerAndPushAsOneFrame() {
        d.changed(ask("r"), 4, TITLE);
        assertThat(d.heard()).isEmpty();
        d.change(101, 4, 0, TITLE);
        assertThat(d.heard()).containsExactly("c1 answering entry 4 " + ANSWER);
        d.after(ChangeAnswers.PUSH_WAIT_MS);
        assertThat(d.heard()).isEmpty();
        d.acknowledge(Request.NULL_VALUE, 4, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).contains("ack s101 DELIVERED 4");
    }

    @Test
    void shouldWriteARedeliveryOfAnAnsweredChangeAsAPush() {
        d.changed(ask("r"), 4, TITLE);
        d.change(101, 4, 0, TITLE);
        d.heard();
        d.change(101, 4, 0, TITLE);
        assertThat(d.heard()).containsExactly("c1 entry 4");
    }

    @Test
    void shouldAnswerAloneWhenThePushDoesNotCome() {
        d.changed(ask("r"), 4, TITLE);
        d.after(ChangeAnswers.PUSH_WAIT_MS - 1);
        assertThat(d.heard()).isEmpty();
        d.after(1);
        assertThat(d.heard()).containsExactly("c1 answer " + ANSWER);
        d.change(101, 4, 0, TITLE);
        assertThat(d.heard()).containsExactly("c1 entry 4");
    }

    @Test
    void shouldTakeTheFirstAcknowledgementForThatOfTheAnswerThatOvertookThePush() {
        d.changed(ask("r"), 5, TITLE);
        d.after(ChangeAnswers.PUSH_WAIT_MS);
        d.message(101, 4, 0);
        d.change(101, 5, 4, TITLE);
        d.commands();
        d.acknowledge(DownlinkHarness.CHAT, 5, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).as("4 may not have arrived").containsExactly("ack s101 DELIVERED_UNPUSHED 5");
        d.acknowledge(DownlinkHarness.CHAT, 5, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 DELIVERED 5");
    }

    @Test
    void shouldFindAnAnswerAgainThatWasAcknowledgedBeforeItsPush() {
        d.changed(ask("r"), 5, TITLE);
        d.after(ChangeAnswers.PUSH_WAIT_MS);
        d.commands();
        for (int i = 0; i < 2; i++) {
            d.acknowledge(DownlinkHarness.CHAT, 5, ReceiptStatus.DELIVERED);
            d.after(100);
            assertThat(d.commands()).containsExactly("ack s101 DELIVERED_UNPUSHED 5");
        }
        d.message(101, 4, 0);
        d.change(101, 5, 4, TITLE);
        d.acknowledge(DownlinkHarness.CHAT, 5, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ 5");
    }

    @Test
    void shouldTakeTheAcknowledgementOfAnAnswerForThatOfThePushBeforeIt() {
        final long correlation = ask("r");
        d.change(101, 4, 0, TITLE);
        d.changed(correlation, 4, TITLE);
        d.commands();
        d.acknowledge(DownlinkHarness.CHAT, 4, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 DELIVERED 4");
    }

    @Test
    void shouldAnswerAtOnceWhenThePushCameBefore() {
        final long correlation = ask("r");
        d.change(101, 4, 0, TITLE);
        d.changed(correlation, 4, TITLE);
        assertThat(d.heard()).containsExactly("c1 entry 4", "c1 answer " + ANSWER);
        d.after(ChangeAnswers.PUSH_WAIT_MS);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldAnswerOnlyTheConnectionThatAsked() {
        h.attach(2);
        d.changed(ask("r"), 4, TITLE);
        d.change(102, 4, 0, TITLE);
        d.change(101, 4, 0, TITLE);
        assertThat(d.heard()).containsExactly("c2 entry 4", "c1 answering entry 4 " + ANSWER);
    }

    @Test
    void shouldSayOnlyThatItIsDoneWhenNobodyAskedForAnAnswer() {
        d.changed(ask(null), 4, TITLE);
        d.change(101, 4, 0, TITLE);
        d.unchanged(ask(null), 3);
        d.after(ChangeAnswers.PUSH_WAIT_MS);
        assertThat(d.heard()).containsExactly("c1 done", "c1 entry 4", "c1 done");
        assertThat(h.uplink.pendingCount()).isZero();
    }

    @Test
    void shouldAnswerWhatChangesNothing() {
        final long correlation = ask("r");
        d.unchanged(correlation, 3);
        d.unchanged(correlation, 3);
        assertThat(d.heard()).containsExactly("c1 answer {\"type\":\"CHAT_UPDATED\",\"req_id\":\"r\","
            + "\"chat_id\":\"0000000000007\",\"version\":3,\"change\":\"none\"}");
        assertThat(h.count(EdgeCounter.ANSWERS_UNKNOWN)).isEqualTo(1);
    }

    @Test
    void shouldTellWhyAChangeIsRefused() {
        h.uplink.answers().onRefused(ask("r"), 0, RefusalCode.FORBIDDEN, 16, 0);
        assertThat(d.heard()).containsExactly("c1 refused FORBIDDEN");
    }

    @Test
    void shouldForgetTheAnswerOfAConnectionThatIsGone() {
        d.changed(ask("r"), 4, TITLE);
        h.request(new Request.Detach(1));
        d.after(ChangeAnswers.PUSH_WAIT_MS);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldPushStoredChangesAlsoToTheDeviceThatAsked() {
        d.stored(4, 4, 0);
        d.store.complete(List.of(DownlinkHarness.changeEntry(4, TITLE)));
        assertThat(d.heard()).containsExactly("c1 entry 4");
        d.stored(StoreKind.SPOOL, 5, 5, 4);
        d.spooledChange(5, "phone", TITLE);
        assertThat(d.heard()).containsExactly("c1 entry 5");
        d.acknowledge(CHAT, 5, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 DELIVERED 5");
    }

    @Test
    void shouldTakeAnEntryInSeveralRecordsWithOtherTargetsEach() {
        h.attach(2);
        d.message(101, 4, 0);
        d.message(102, 4, 0);
        d.message(102, 5, 4);
        d.message(101, 5, 4);
        assertThat(d.heard()).containsExactly("c1 entry 4", "c2 entry 4", "c2 entry 5", "c1 entry 5");
    }

    @Test
    void shouldListAHundredMembersInAnAnswerAndTwentyFiveInAPush() {
        h.request(new Request.CreateChat(1, "r", List.of("user2", "user3"), "Tea", "k"));
        h.work();
        d.groupCreated(h.correlation(), 120, "k");
        d.groupCreated(0, 120, "k");
        final List<String> heard = d.heard();
        assertThat(heard).hasSize(2).allMatch(frame -> frame.contains("\"participants_count\":120"));
        assertThat(heard.get(0)).startsWith("c1 answer ").contains("\"user100\"", "\"client_chat_id\":\"k\"")
            .doesNotContain("\"user101\"");
        assertThat(heard.get(1)).startsWith("c1 frame ").contains("\"user25\"").doesNotContain("\"user26\"");
    }

    @Test
    void shouldShowNobodyAKeyThatTheEdgeMinted() {
        d.groupCreated(0, 3, MintedChatKeys.mint());
        assertThat(d.heard()).hasSize(1).first().asString().contains("\"user3\"").doesNotContain("client_chat_id");
    }

    /** The two least of each kind, of a group of many; user2 sent it. */
    @ParameterizedTest
    @CsvSource({"3, 3, 9, 9, 1", "9, 3, 9, 9, 2", "9, 3, 9, 3, 2", "9, 9, 9, 9, 3", "3, 3, 3, 3, 1", "9, 9, 9, 3, 2"})
    void shouldTellWhatAllOthersReached(
        final long delivered3, final long read3, final long delivered4, final long read4, final int status) {
        h.request(new Request.ReadHistory(1, "r", CHAT, -1, -1, 50));
        h.work();
        final long correlation = h.correlation();
        d.historyEntry(correlation, 5);
        d.historyPage(correlation, 5, Map.of("user2", new long[] {0, 0}, "user3", new long[] {delivered3, read3},
            "user4", new long[] {delivered4, read4}));
        assertThat(d.heard()).hasSize(1).first().asString().contains("\"status\":" + status + "}");
    }

    @Test
    void shouldCallAMessageSentThatNobodyElseIsThereToReceive() {
        h.request(new Request.ReadHistory(1, "r", CHAT, -1, -1, 50));
        h.work();
        final long correlation = h.correlation();
        d.historyEntry(correlation, 5);
        d.historyPage(correlation, 5, Map.of("user2", new long[] {0, 0}));
        assertThat(d.heard()).hasSize(1).first().asString().contains("\"status\":1}");
    }

    private long ask(final String reqId) {
        h.request(new Request.ChangeChat(1, reqId, CHAT, ChangeKind.TITLE, null, List.of(), "Tea"));
        h.work();
        return h.correlation();
    }
}
