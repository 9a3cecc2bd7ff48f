package godwit.core.users;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.state.Names;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cursor says of its device's round, and what stays of it for the next; what few cursors have is there no longer. */
class PushesTest {
    private static final long BEGIN = 10;
    private static final long YEAR_MS = 365L * 24 * 3600 * 1000;

    private final Tables registry = new Tables();
    private final Table cursors = registry.table("cursors", 10);
    private final Users users = new Users(registry, null);
    private final Devices devices = new Devices(registry, new Names(registry), users);
    private final Arrears arrears = new Arrears(registry, cursors, devices);
    private final Pushes pushes = new Pushes(cursors, null, devices, arrears);
    private int device;
    private int cursor;

    @BeforeEach
    void add() {
        final int user = users.table().allocate();
        users.table().set(user, 0, 1);
        device = devices.add(user, new UnsafeBuffer("phone".getBytes(StandardCharsets.US_ASCII)));
        cursor = cursors.allocate();
        cursors.set(cursor, Cursors.OWNER, Table.pack(device, 1));
        pushes.add(cursor, BEGIN);
    }

    @Test
    void shouldNameTheEntryThatWasReallyPushedBefore() {
        assertThat(pushes.previous(cursor)).isZero();
        pushes.onPushed(cursor, BEGIN + 1, 1);
        pushes.onPassed(cursor, BEGIN + 3);
        assertThat(pushes.previous(cursor)).isEqualTo(BEGIN + 1);
        assertThat(pushes.pushed(cursor)).isEqualTo(BEGIN + 3);
        assertThat(pushes.inFlight(cursor)).isEqualTo(1);
        pushes.onAcknowledged(cursor, BEGIN + 5, 1);
        assertThat(pushes.previous(cursor)).isEqualTo(BEGIN + 1);
        assertThat(pushes.pushed(cursor)).isEqualTo(BEGIN + 5);
        assertThat(pushes.inFlight(cursor)).isZero();
        assertThat(arrears.table().count()).isZero();
    }

    @Test
    void shouldAcknowledgeWhatIsPassedWhileNothingIsInFlight() {
        pushes.onPassed(cursor, BEGIN + 2);
        assertThat(pushes.acknowledged(cursor)).isEqualTo(BEGIN + 2);
        assertThat(pushes.previous(cursor)).isZero();
    }

    @Test
    void shouldPushFromTheCursorAgainOnceMoreIsPassedThanCanBeCounted() {
        pushes.onPushed(cursor, BEGIN + 1, 1);
        pushes.onPassed(cursor, BEGIN + (1L << 31));
        assertThat(pushes.previous(cursor)).isEqualTo(BEGIN + 1);
        pushes.onPassed(cursor, BEGIN + (1L << 32));
        assertThat(pushes.previous(cursor)).isZero();
        assertThat(pushes.inFlight(cursor)).isEqualTo(1);
        pushes.onPushed(cursor, BEGIN + (1L << 32) + 1, 1);
        assertThat(pushes.previous(cursor)).isEqualTo(BEGIN + (1L << 32) + 1);
    }

    @Test
    void shouldRememberInTheNextRoundWhatWasPushedBeforeAndNotAcknowledged() {
        pushes.onPushed(cursor, BEGIN + 4, 4);
        devices.nextRound(device);
        assertThat(pushes.pushed(cursor)).isEqualTo(BEGIN);
        assertThat(pushes.inFlight(cursor)).isZero();
        pushes.onAcknowledged(cursor, BEGIN + 1, 0);
        assertThat(pushes.touch(cursor)).isTrue();
        assertThat(pushes.touch(cursor)).isFalse();
        assertThat(pushes.previous(cursor)).isZero();
        assertThat(pushes.pushed(cursor)).isEqualTo(BEGIN + 1);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 4);
        pushes.onPushed(cursor, BEGIN + 3, 2);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 4);
        assertThat(arrears.table().count()).isEqualTo(1);
        pushes.onPushed(cursor, BEGIN + 4, 1);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 4);
        assertThat(arrears.table().count()).isZero();
    }

    @Test
    void shouldForgetWhatWasPushedBeforeOnceItIsAcknowledged() {
        pushes.onPushed(cursor, BEGIN + 4, 4);
        devices.nextRound(device);
        pushes.touch(cursor);
        pushes.onAcknowledged(cursor, BEGIN + 4, 0);
        assertThat(arrears.table().count()).isZero();
    }

    @Test
    void shouldRememberWhatWasPushedBeforeItWasSetBack() {
        pushes.onPushed(cursor, BEGIN + 4, 4);
        pushes.setBack(cursor, BEGIN + 2, BEGIN + 2, 2);
        assertThat(pushes.pushed(cursor)).isEqualTo(BEGIN + 2);
        assertThat(pushes.previous(cursor)).isEqualTo(BEGIN + 2);
        assertThat(pushes.inFlight(cursor)).isEqualTo(2);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 4);
    }

    @Test
    void shouldNotHoldForPushedWhatWasPerhapsHandedOutByASubscription() {
        pushes.onPushed(cursor, BEGIN + 2, 2);
        pushes.onPerhapsPushed(cursor, BEGIN + 5, 3);
        assertThat(pushes.pushed(cursor)).isEqualTo(BEGIN + 5);
        assertThat(pushes.previous(cursor)).isEqualTo(BEGIN + 5);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 2);
        assertThat(arrears.isUncounted(cursor)).isTrue();
        pushes.setBack(cursor, BEGIN + 4, BEGIN + 4, 1);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 2);
        devices.nextRound(device);
        pushes.touch(cursor);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 2);
        pushes.onPushed(cursor, BEGIN + 3, 3);
        assertThat(pushes.reached(cursor)).isEqualTo(BEGIN + 3);
        arrears.clearUncounted(cursor);
        assertThat(arrears.table().count()).isZero();
    }

    @Test
    void shouldKnowWhenTheFirstAndTheNewestInFlightWerePushed() {
        pushes.pushedMs(cursor, 10 * YEAR_MS, true);
        pushes.pushedMs(cursor, 10 * YEAR_MS + 4_000, false);
        assertThat(pushes.sinceMs(cursor)).isEqualTo(10 * YEAR_MS);
        assertThat(pushes.pushedMs(cursor)).isEqualTo(10 * YEAR_MS + 4_000);
        pushes.pushedMs(cursor, 11 * YEAR_MS, false);
        assertThat(pushes.pushedMs(cursor)).isEqualTo(11 * YEAR_MS);
        assertThat(pushes.sinceMs(cursor)).as("two of the longest silences ago").isLessThan(11 * YEAR_MS - 2 * 3_600_000);
    }

    @Test
    void shouldHaveArrearsOnlyWhileThereAreSome() {
        arrears.rowsTo(cursor, BEGIN + 3);
        arrears.addRows(cursor, 3);
        arrears.setUncounted(cursor);
        arrears.silences(cursor, 2, 5_000);
        assertThat(arrears.table().count()).isEqualTo(1);
        assertThat(arrears.silences(cursor)).isEqualTo(2);
        assertThat(devices.rows(device)).isEqualTo(3);
        arrears.onRowsGone(cursor, BEGIN + 1);
        assertThat(arrears.rows(cursor)).isEqualTo(2);
        arrears.onRowsGone(cursor, BEGIN + 3);
        assertThat(devices.rows(device)).isZero();
        arrears.silences(cursor, 0, 0);
        assertThat(arrears.isUncounted(cursor)).isTrue();
        arrears.clearUncounted(cursor);
        assertThat(arrears.table().count()).isZero();
        assertThat(arrears.find(cursor)).isZero();
    }
}
