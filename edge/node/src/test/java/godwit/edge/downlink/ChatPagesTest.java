package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of chats whose last messages left the shard's memory. */
class ChatPagesTest {
    private static final int ROWS = 10;

    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldReadTheLastMessagesOfALongListAFewAtATime() {
        askForRows();
        int answered = 0;
        while (d.store.readsUnderWay() > 0) {
            assertThat(d.store.readsUnderWay()).isEqualTo(Math.min(ChatsGathering.READS_MAX, ROWS - answered));
            assertThat(h.heard).isEmpty();
            answered++;
            d.store.complete(List.of(DownlinkHarness.entry(100 + answered, "user2", "phone")));
        }
        assertThat(answered).isEqualTo(ROWS);
        assertThat(h.heard).hasSize(1);
        assertThat(h.heard.get(0).split("\"last_message\"", -1)).hasSize(ROWS + 1);
        assertThat(h.heard.get(0)).containsSubsequence("\"msg_id\":\"101\"", "\"msg_id\":\"110\"");
    }

    @Test
    void shouldLeaveLastMessagesOutWhileTheStoreIsAway() {
        askForRows();
        d.store.complete(List.of(DownlinkHarness.entry(101, "user2", "phone")));
        while (d.store.readsUnderWay() > 0) {
            d.store.fail();
        }
        assertThat(h.count(EdgeCounter.STORE_READS)).as("no more were begun").isEqualTo(ChatsGathering.READS_MAX + 1);
        assertThat(h.heard).hasSize(1);
        assertThat(h.heard.get(0).split("\"last_seq\"", -1)).hasSize(ROWS + 1);
        assertThat(h.heard.get(0).split("\"last_message\"", -1)).hasSize(2);
    }

    @Test
    void shouldRefuseAListWhileTooMuchIsBeingRead() {
        askForRows();
        d.store.complete(List.of(DownlinkHarness.entry(101, "user2", "phone")));
        d.store.fail(new CompletionException(new RejectedExecutionException("too many")));
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
        while (d.store.readsUnderWay() > 0) {
            d.store.complete(List.of(DownlinkHarness.entry(102, "user2", "phone")));
        }
        assertThat(h.heard).hasSize(1);
        assertThat(h.uplink.pendingCount()).isZero();
    }

    /** A question that was offered twice has two answers: the second comes while the store is read for the first. */
    @Test
    void shouldNotPutTogetherRowsAndMessagesOfTwoAnswers() {
        askForRows();
        answer(h.correlation(), 10);
        assertThat(d.store.readsUnderWay()).isEqualTo(ChatsGathering.READS_MAX);
        while (d.store.readsUnderWay() > 0) {
            d.store.complete(List.of(DownlinkHarness.entry(9, "user2", "phone")));
        }
        assertThat(h.count(EdgeCounter.STORE_READS)).isEqualTo(ROWS);
        assertThat(h.heard).hasSize(1).first().asString().contains("\"last_seq\":9").doesNotContain("\"last_seq\":10");
    }

    @Test
    void shouldCountRowsAndMessagesUntilTheyAreAnswered() {
        final long before = h.held.taken();
        askForRows();
        final long rows = h.held.taken();
        assertThat(rows - before).isGreaterThan(ROWS * 300L);
        d.store.complete(List.of(DownlinkHarness.entry(101, "user2", "phone")));
        assertThat(h.held.taken()).isGreaterThan(rows + 250);
        while (d.store.readsUnderWay() > 0) {
            d.store.fail();
        }
        assertThat(h.heard).hasSize(1);
        assertThat(h.held.taken()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {4_000, 8_000})
    void shouldRefuseAListForWhoseRowsOrMessagesThereIsNoRoom(final long bytes) {
        final DownlinkHarness full = new DownlinkHarness(new ShardHarness(64, new ByteBudget(bytes)));
        full.h.request(new Request.ListChats(1, "r", -1, -1, 50));
        full.h.work();
        final long correlation = full.h.correlation();
        for (int chat = 1; chat <= ROWS; chat++) {
            full.chatRow(correlation, chat, 9);
        }
        full.chatsPage(correlation, ROWS);
        assertThat(full.store.readsUnderWay()).isEqualTo(bytes == 4_000 ? 0 : ChatsGathering.READS_MAX);
        while (full.store.readsUnderWay() > 0) {
            full.store.complete(List.of(DownlinkHarness.entry(101, "user2", "phone")));
        }
        assertThat(full.heard()).containsExactly("c1 refused UNAVAILABLE");
        assertThat(full.h.held.taken()).isZero();
    }

    private void askForRows() {
        h.request(new Request.ListChats(1, "r", -1, -1, 50));
        h.work();
        answer(h.correlation(), 9);
    }

    private void answer(final long correlation, final long last) {
        for (int chat = 1; chat <= ROWS; chat++) {
            d.chatRow(correlation, chat, last);
        }
        d.chatsPage(correlation, ROWS);
    }
}
