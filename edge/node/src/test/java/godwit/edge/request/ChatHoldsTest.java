package godwit.edge.request;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.RefusalCode;
import org.junit.jupiter.api.Test;

class ChatHoldsTest {
    private final ChatHolds holds = new ChatHolds();

    @Test
    void shouldRefuseWhatFollowsUntilTheRefusedOneComesAgain() {
        holds.refused(7, "a", RefusalCode.UNAVAILABLE, 0);
        assertThat(holds.judge(7, "b", 1)).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(holds.judge(8, "b", 1)).as("another chat").isNull();
        assertThat(holds.judge(7, "a", 1)).isNull();
        assertThat(holds.judge(7, "b", 1)).isNull();
    }

    @Test
    void shouldEndAfterTwoSeconds() {
        holds.refused(7, "a", RefusalCode.RATE_LIMITED, 0);
        assertThat(holds.judge(7, "b", 1_999)).isEqualTo(RefusalCode.RATE_LIMITED);
        assertThat(holds.judge(7, "b", 2_000)).isNull();
    }

    @Test
    void shouldWaitForTheFirstRefusedOne() {
        holds.refused(7, "a", RefusalCode.UNAVAILABLE, 0);
        holds.refused(7, "b", RefusalCode.UNAVAILABLE, 5);
        assertThat(holds.judge(7, "b", 6)).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(holds.judge(7, "a", 6)).isNull();
    }

    @Test
    void shouldWaitForAnEarlierOneThatIsRefusedLater() {
        holds.refused(7, "c", RefusalCode.RATE_LIMITED, 0);
        holds.refusedEarlier(7, "a", RefusalCode.UNAVAILABLE, 1_000);
        assertThat(holds.judge(7, "c", 1_001)).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(holds.judge(7, "d", 2_999)).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(holds.judge(7, "a", 2_999)).isNull();
        assertThat(holds.judge(7, "c", 2_999)).isNull();
    }

    @Test
    void shouldBoundTheNumberOfHolds() {
        for (int chat = 0; chat <= ChatHolds.HOLDS_MAX; chat++) {
            holds.refused(chat, "a", RefusalCode.UNAVAILABLE, 0);
        }
        assertThat(holds.judge(0, "b", 1)).as("the oldest was let go").isNull();
        assertThat(holds.judge(1, "b", 1)).isEqualTo(RefusalCode.UNAVAILABLE);
    }
}
