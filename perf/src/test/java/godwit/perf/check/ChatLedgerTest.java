package godwit.perf.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatLedgerTest {
    private final Bodies bodies = new Bodies(7, 100);
    private final ChatLedger.Counts counts = new ChatLedger.Counts();
    private ChatLedger ledger;

    @BeforeEach
    void start() {
        ledger = new ChatLedger(3, bodies, counts);
    }

    @Test
    void shouldFindNothingWrongWithAnOrderlyChat() {
        sentAndReceived(0, 0, 1);
        sentAndReceived(1, 0, 2);
        sentAndReceived(0, 1, 3);
        ledger.close();
        assertThat(counts.broken()).isFalse();
        assertThat(counts.redelivered).isZero();
    }

    @Test
    void shouldCountAcknowledgedButUndeliveredAsLost() {
        sentAndReceived(0, 0, 1);
        ledger.onSent(0, 1, 2);
        ledger.close();
        assertThat(counts.lost).isEqualTo(1);
    }

    @Test
    void shouldNotCallAnUnansweredSendLost() {
        sentAndReceived(0, 0, 1);
        ledger.onReceived(0, 1, 2, bodies.of(3, 0, 1));
        ledger.close();
        assertThat(counts.broken()).isFalse();
    }

    @Test
    void shouldCountOneSendUnderTwoNumbersAsDuplicated() {
        sentAndReceived(0, 0, 1);
        ledger.onReceived(0, 0, 2, bodies.of(3, 0, 0));
        assertThat(counts.duplicated).isEqualTo(1);
    }

    @Test
    void shouldAllowRedeliveryUnderTheSameNumber() {
        sentAndReceived(0, 0, 1);
        assertThat(ledger.onReceived(0, 0, 1, bodies.of(3, 0, 0))).isFalse();
        ledger.close();
        assertThat(counts.broken()).isFalse();
        assertThat(counts.redelivered).isEqualTo(1);
    }

    @Test
    void shouldCountDeliveryOutOfOrder() {
        ledger.onReceived(0, 1, 2, bodies.of(3, 0, 1));
        ledger.onReceived(0, 0, 1, bodies.of(3, 0, 0));
        assertThat(counts.reordered).isEqualTo(1);
    }

    @Test
    void shouldCountNumbersAgainstTheOrderOfSending() {
        sentAndReceived(0, 1, 1);
        ledger.onSent(0, 0, 2);
        ledger.onReceived(0, 0, 2, bodies.of(3, 0, 0));
        ledger.close();
        assertThat(counts.reordered).isEqualTo(1);
    }

    @Test
    void shouldCountAChangedBody() {
        ledger.onReceived(0, 0, 1, bodies.of(3, 0, 0) + "x");
        assertThat(counts.corrupted).isEqualTo(1);
    }

    @Test
    void shouldCountTwoSendsUnderOneNumber() {
        sentAndReceived(0, 0, 1);
        ledger.onSent(1, 0, 1);
        assertThat(counts.conflicting).isEqualTo(1);
    }

    @Test
    void shouldCountHoles() {
        sentAndReceived(0, 0, 1);
        sentAndReceived(0, 1, 3);
        ledger.close();
        assertThat(counts.holes).isEqualTo(1);
    }

    @Test
    void shouldMakeBodiesOfTheAskedLengthThatDiffer() {
        assertThat(bodies.of(1, 0, 5)).hasSize(100).isEqualTo(new Bodies(7, 100).of(1, 0, 5))
            .isNotEqualTo(bodies.of(1, 1, 5)).isNotEqualTo(new Bodies(8, 100).of(1, 0, 5));
    }

    private void sentAndReceived(final int side, final long number, final long sequence) {
        ledger.onSent(side, number, sequence);
        ledger.onReceived(side, number, sequence, bodies.of(3, side, number));
    }
}
