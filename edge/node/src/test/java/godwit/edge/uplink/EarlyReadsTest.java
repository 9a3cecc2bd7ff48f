package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.fanout.Link;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client read by HISTORY before the user's shard heard that it is there is told again. */
class EarlyReadsTest {
    private final ShardHarness h = new ShardHarness(64);

    @BeforeEach
    void attach() {
        h.open().attach(1).attach(2);
    }

    @Test
    void shouldTellEachAgainThatWasTooEarlyAndNoOther() {
        read(1, 7, 3, false);
        read(1, 8, 4, false);
        read(2, 9, 5, true);
        h.after(100);
        assertThat(h.takeCommands()).containsExactly("ack s101 READ_UNPUSHED 3 of 3 s101 READ_UNPUSHED 4 of 4 s102 READ 5 of 5");
        assertThat(h.readsCorrelations).hasSize(3).isSorted();
        refuse(0);
        h.uplink.answers().onAnswered(h.readsCorrelations.get(1));
        h.uplink.answers().onAnswered(h.readsCorrelations.get(2));
        h.after(499);
        assertThat(h.takeCommands()).isEmpty();
        h.after(1);
        assertThat(h.takeCommands()).containsExactly("ack s101 READ_UNPUSHED 3 of 3");
        h.uplink.answers().onAnswered(h.readsCorrelation);
        h.after(60_000);
        assertThat(h.takeCommands()).as("heard").containsExactly("keepalive e1");
        assertThat(h.count(EdgeCounter.ANSWERS_UNKNOWN)).isZero();
    }

    @Test
    void shouldTakeWhatWasToldBeforeTheEarlyOneForHeard() {
        read(2, 9, 5, true);
        read(1, 7, 3, false);
        h.after(100);
        refuse(0);
        h.takeCommands();
        h.uplink.onNewLeader();
        h.after(500);
        assertThat(h.takeCommands()).contains("ack s101 READ_UNPUSHED 3 of 3");
    }

    @Test
    void shouldTellOnlyTheNewestOfAChat() {
        read(1, 7, 3, false);
        h.after(100);
        refuse(0);
        read(1, 7, 5, false);
        h.after(100);
        refuse(1);
        h.takeCommands();
        h.after(400);
        assertThat(h.takeCommands()).containsExactly("ack s101 READ_UNPUSHED 5 of 5");
        refuse(2);
        h.after(500);
        assertThat(h.takeCommands()).as("that one was too early once").contains("ack s101 READ_UNPUSHED 5 of 5");
    }

    @Test
    void shouldTellAgainLessAndLessOftenAndGiveUp() {
        read(1, 7, 3, false);
        h.nowMs += 100;
        int told = 0;
        long silent = 0;
        long toldMs = 0;
        for (long end = h.nowMs + 5_000_000; h.nowMs < end; h.nowMs += 500) {
            h.work();
            if (h.takeCommands().contains("ack s101 READ_UNPUSHED 3 of 3")) {
                refuse(told++);
                silent = Math.max(silent, h.nowMs - toldMs);
                toldMs = h.nowMs;
            }
            h.uplink.onHeard();
        }
        assertThat(silent).isEqualTo(32_000);
        assertThat(toldMs).as("about an hour").isBetween(3_500_000L, 3_800_000L);
        assertThat(told).isEqualTo(119);
        assertThat(h.count(EdgeCounter.ACKNOWLEDGEMENTS_DROPPED)).isEqualTo(1);
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
    }

    @Test
    void shouldTellNothingAgainOfAConnectionThatWent() {
        read(1, 7, 3, false);
        read(2, 7, 3, false);
        h.after(100);
        refuse(0);
        h.request(new Request.Detach(1));
        h.request(new Request.Detach(2));
        refuse(1);
        h.takeCommands();
        h.after(500);
        assertThat(h.takeCommands()).noneMatch(word -> word.startsWith("ack"));
    }

    @Test
    void shouldTellAgainWhatIsOfAChatOfWhichTheUsersShardHasNotHeardYet() {
        ofAnotherShard();
        read(1, 7, 3, false);
        read(2, 7, 4, false);
        h.after(100);
        refuse(0, RefusalCode.FORBIDDEN, 1);
        refuse(1, RefusalCode.NOT_FOUND, 12);
        assertThat(h.heard).as("it knows the chat, and no such entry").containsExactly("c2 refused NOT_FOUND");
        h.takeCommands();
        h.after(500);
        assertThat(h.takeCommands()).containsExactly("ack s101 READ_UNPUSHED 3 of 3");
        assertThat(h.count(EdgeCounter.ANSWERS_UNKNOWN)).isZero();
    }

    @Test
    void shouldTakeForFinalWhatTheChatsOwnShardSays() {
        read(1, 7, 3, false);
        read(1, 8, 4, false);
        h.after(100);
        refuse(0, RefusalCode.FORBIDDEN, 1);
        assertThat(h.heard).isEmpty();
        refuse(1, RefusalCode.NOT_FOUND, 12);
        assertThat(h.heard).containsExactly("c1 refused NOT_FOUND");
        h.takeCommands();
        h.after(500);
        assertThat(h.takeCommands()).noneMatch(word -> word.startsWith("ack"));
        assertThat(h.count(EdgeCounter.ANSWERS_UNKNOWN)).isZero();
    }

    @Test
    void shouldNeverRefuseWhatWasPushed() {
        ofAnotherShard();
        read(1, 7, 3, true);
        h.after(100);
        refuse(0, RefusalCode.NOT_FOUND, 12);
        h.takeCommands();
        h.after(500);
        assertThat(h.heard).isEmpty();
        assertThat(h.takeCommands()).noneMatch(word -> word.startsWith("ack"));
    }

    @Test
    void shouldHoldOnlySoMany() {
        final LaterReads later = new LaterReads(2);
        assertThat(later.add(early(7), 0)).isTrue();
        assertThat(later.add(early(8), 0)).isTrue();
        assertThat(later.add(early(9), 0)).isFalse();
        assertThat(later.add(early(7), 0)).as("has its place").isTrue();
        later.forget(1);
        assertThat(later.add(early(9), 0)).isTrue();
    }

    private Acknowledgement early(final long chatId) {
        return new Acknowledgement(h.links.ofConnection(1), chatId, ReceiptStatus.READ_UNPUSHED, 0).upTo(3, 3, 3);
    }

    private void read(final long connectionId, final long chatId, final long sequence, final boolean pushed) {
        h.uplink.acknowledgements().acknowledge(
            new Request.Acknowledge(connectionId, null, chatId, sequence, ReceiptStatus.READ, Long.MAX_VALUE),
            h.links.ofConnection(connectionId), chatId, sequence, sequence, pushed);
    }

    /** It was too early for the n-th that asked to be answered. */
    private void refuse(final int n) {
        refuse(n, RefusalCode.UNAVAILABLE, 0);
    }

    private void refuse(final int n, final RefusalCode code, final int detail) {
        h.uplink.answers().onRefused(h.readsCorrelations.get(n), 101, code, detail, 0);
    }

    /** All chats are another shard's than the users'. */
    private void ofAnotherShard() {
        final Uplink another = new ShardHarness(64).uplink;
        h.uplink.among(new Uplinks() {
            @Override
            public Uplink ofUser(final Link link) {
                return h.uplink;
            }

            @Override
            public Uplink ofChat(final long chatId) {
                return another;
            }

            @Override
            public void forEach(final Consumer<Uplink> consumer) {
                consumer.accept(h.uplink);
                consumer.accept(another);
            }
        });
    }
}
