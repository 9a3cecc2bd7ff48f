package godwit.perf.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Circles of three: 0, 1 and 2 watch one another, 3, 4 and 5 too. */
class PresenceLedgerTest {
    private final ChatLedger.Counts counts = new ChatLedger.Counts();
    private final List<String> told = new ArrayList<>();
    private final PresenceLedger ledger = new PresenceLedger(6, 3, counts,
        (online, measured, intendedNs) -> told.add((online ? "online " : "offline ") + intendedNs + " " + measured));

    @Test
    void shouldMatchAChangeWithEachSubscriberThatIsToldOfIt() {
        watch(0);
        watch(1);
        ledger.onEvent(2, true, 70, true);
        ledger.onTold(0, 2, true);
        ledger.onTold(1, 2, true);
        ledger.onEvent(2, false, 90, false);
        ledger.onTold(0, 2, false);
        ledger.onTold(1, 2, false);
        assertThat(told).containsExactly("online 70 true", "online 70 true", "offline 90 false", "offline 90 false");
        assertThat(ledger.open()).isZero();
        ledger.close();
        assertThat(counts.broken()).isFalse();
    }

    @Test
    void shouldCountAChangeThatWasNeverTold() {
        watch(0);
        ledger.onEvent(2, true, 70, true);
        assertThat(ledger.open()).isEqualTo(1);
        ledger.onEvent(2, false, 90, true);
        assertThat(counts.lost).isEqualTo(1);
        assertThat(ledger.open()).as("it holds this state already").isZero();
        ledger.onEvent(1, true, 95, true);
        ledger.close();
        assertThat(counts.lost).isEqualTo(2);
        assertThat(counts.wrong).as("of user 1").isEqualTo(1);
    }

    @Test
    void shouldCountWhatWasToldThoughItWasNotSo() {
        watch(0);
        ledger.onTold(0, 2, true);
        assertThat(counts.reordered).isEqualTo(1);
        assertThat(ledger.wrong()).isEqualTo(1);
        ledger.onTold(0, 2, false);
        ledger.onTold(0, 2, false);
        assertThat(counts.reordered).isEqualTo(1);
        assertThat(counts.redelivered).isEqualTo(1);
        assertThat(ledger.wrong()).isZero();
    }

    @Test
    void shouldExpectNothingBeforeTheSubscriptionIsConfirmed() {
        ledger.onTold(0, 2, false);
        ledger.onEvent(2, true, 70, true);
        ledger.onTold(0, 1, false);
        ledger.onSubscribed(0);
        assertThat(ledger.wrong()).isEqualTo(1);
        ledger.onTold(0, 2, true);
        assertThat(told).isEmpty();
        ledger.close();
        assertThat(counts.broken()).isFalse();
    }

    @Test
    void shouldExpectNothingOfASubscriberThatIsGone() {
        watch(0);
        ledger.onEvent(2, true, 70, true);
        ledger.onGone(0);
        assertThat(ledger.unobserved()).isEqualTo(1);
        ledger.close();
        assertThat(counts.broken()).isFalse();
        assertThat(ledger.subscribed()).isZero();
    }

    @Test
    void shouldLeaveOtherCirclesAlone() {
        watch(0);
        ledger.onEvent(3, true, 70, true);
        assertThat(ledger.open()).isZero();
        assertThat(ledger.wrong()).isZero();
    }

    private void watch(final int watcher) {
        for (int user = 0; user < 3; user++) {
            if (user != watcher) {
                ledger.onTold(watcher, user, false);
            }
        }
        ledger.onSubscribed(watcher);
    }
}
