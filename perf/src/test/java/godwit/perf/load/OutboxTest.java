package godwit.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void shouldHoldTheWindowFromTheOldestUnanswered() {
        fill(4);
        assertThat(numberOf(outbox.next(0, 2))).isZero();
        assertThat(numberOf(outbox.next(0, 2))).isEqualTo(1);
        assertThat(outbox.next(0, 2)).isNull();
        outbox.onAnswer(1);
        assertThat(outbox.next(0, 2)).as("0 is still unanswered").isNull();
        outbox.onAnswer(0);
        assertThat(numberOf(outbox.next(0, 2))).isEqualTo(2);
    }

    @Test
    void shouldSendAgainInOrderFromTheRefusedOne() {
        fill(4);
        leaveAll();
        outbox.onAnswer(0);
        outbox.onRefused(1, 100);
        outbox.onRefused(2, 200);
        assertThat(outbox.next(99, 32)).isNull();
        assertThat(numberOf(outbox.next(100, 32))).isEqualTo(1);
        assertThat(numberOf(outbox.next(100, 32))).isEqualTo(2);
        assertThat(numberOf(outbox.next(100, 32))).isEqualTo(3);
        assertThat(outbox.retries()).isEqualTo(3);
    }

    @Test
    void shouldSendEverythingUnansweredAgainOnANewConnection() {
        fill(3);
        leaveAll();
        outbox.onAnswer(0);
        outbox.onDisconnected(50);
        assertThat(numberOf(outbox.next(50, 32))).isEqualTo(1);
        assertThat(numberOf(outbox.next(50, 32))).isEqualTo(2);
        assertThat(outbox.next(50, 32)).isNull();
    }

    @Test
    void shouldBeEmptyOnceAllIsAnswered() {
        fill(1);
        leaveAll();
        assertThat(outbox.isEmpty()).isFalse();
        assertThat(outbox.onAnswer(0)).isNotNull();
        assertThat(outbox.onAnswer(0)).isNull();
        assertThat(outbox.isEmpty()).isTrue();
    }

    private void fill(final int count) {
        for (int i = 0; i < count; i++) {
            outbox.add(new PendingSend(i, i, 0, true));
        }
    }

    private void leaveAll() {
        while (outbox.next(0, 32) != null) {
            assertThat(outbox.isEmpty()).isFalse();
        }
    }

    private static long numberOf(final PendingSend send) {
        return send.number();
    }
}
