package godwit.perf.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three members; member 0 writes message 0, member 1 message 1, and so on. */
class GroupLedgerTest {
    private static final int MEMBERS = 3;

    private final Bodies bodies = new Bodies(7, 100);
    private final ChatLedger.Counts counts = new ChatLedger.Counts();
    private GroupLedger ledger;

    @BeforeEach
    void start() {
        ledger = new GroupLedger(4, MEMBERS, bodies, counts);
    }

    @Test
    void shouldFindNothingWrongWithAnOrderlyGroup() {
        for (int member = 0; member < MEMBERS; member++) {
            ledger.onChange(member, 1);
        }
        for (int message = 0; message < 10; message++) {
            sent(message, message + 2);
            receivedByOthers(message, message + 2);
        }
        ledger.close();
        assertThat(counts.broken()).isFalse();
        assertThat(counts.redelivered).isZero();
    }

    @Test
    void shouldCountEachMemberThatAMessageDidNotComeTo() {
        sent(0, 1);
        sent(1, 2);
        received(2, 1, 2);
        ledger.close();
        assertThat(counts.lost).isEqualTo(3);
    }

    @Test
    void shouldNotCallAnUnansweredSendLost() {
        received(1, 0, 1);
        ledger.close();
        assertThat(counts.broken()).isFalse();
    }

    @Test
    void shouldAllowRedeliveryUnderTheSameNumber() {
        assertThat(received(1, 0, 1)).isTrue();
        assertThat(received(1, 0, 1)).isFalse();
        assertThat(received(2, 0, 1)).as("for the first time at this member").isTrue();
        assertThat(counts.redelivered).isEqualTo(1);
        assertThat(counts.broken()).isFalse();
    }

    @Test
    void shouldCountOneSendUnderTwoNumbers() {
        sent(0, 1);
        received(1, 0, 2);
        assertThat(counts.duplicated).isEqualTo(1);
    }

    @Test
    void shouldCountTwoSendsUnderOneNumber() {
        sent(0, 1);
        received(2, 1, 1);
        assertThat(counts.conflicting).isEqualTo(1);
    }

    @Test
    void shouldCountAMessageUnderTheNumberOfAChange() {
        ledger.onChange(1, 1);
        sent(0, 1);
        assertThat(counts.conflicting).isEqualTo(1);
    }

    @Test
    void shouldCountDeliveryOutOfOrderAtOneMember() {
        received(2, 1, 2);
        received(2, 0, 1);
        ledger.onChange(1, 4);
        received(1, 2, 3);
        assertThat(counts.reordered).isEqualTo(2);
    }

    @Test
    void shouldCountNumbersAgainstTheOrderOfSending() {
        sent(0, 2);
        sent(3, 1);
        receivedByOthers(3, 1);
        receivedByOthers(0, 2);
        ledger.close();
        assertThat(counts.reordered).isEqualTo(1);
    }

    @Test
    void shouldCountHoles() {
        sent(0, 3);
        receivedByOthers(0, 3);
        ledger.close();
        assertThat(counts.holes).isEqualTo(2);
    }

    @Test
    void shouldCountAChangedBodyAndAForeignWriter() {
        ledger.onReceived(1, 0, 1, "x");
        ledger.onForeign();
        assertThat(counts.corrupted).isEqualTo(2);
    }

    private void sent(final long message, final long sequence) {
        ledger.onSent((int) message % MEMBERS, message, sequence);
    }

    private void receivedByOthers(final long message, final long sequence) {
        for (int member = 0; member < MEMBERS; member++) {
            if (member != message % MEMBERS) {
                received(member, message, sequence);
            }
        }
    }

    private boolean received(final int member, final long message, final long sequence) {
        return ledger.onReceived(member, message, sequence, bodies.of(4, 0, message));
    }
}
