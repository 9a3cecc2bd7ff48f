package godwit.core.users;

import godwit.core.state.Invariants;
import godwit.core.state.Table;

/**
 * How far a device has a chat, in the records of {@link Cursors}: what it acknowledged, and what it was pushed beyond. The
 * latter holds for the device's round only and is made anew by {@link #touch}.
 */
public final class Pushes {
    /** How many entries of those {@link #AHEAD} are in flight. */
    private static final int IN_FLIGHT_BITS = 24;
    private static final long IN_FLIGHT_MASK = (1L << IN_FLIGHT_BITS) - 1;
    private static final long AHEAD_MAX = (1L << Long.SIZE - IN_FLIGHT_BITS) - 1;
    /** How long before the newest push that of the first in flight was; twice the longest silence is less. */
    private static final int AGE_BITS = 24;
    private static final long AGE_MASK = (1L << AGE_BITS) - 1;
    /** In place of how many were passed over since the last push: none was pushed in this round. */
    private static final long NONE_PUSHED = 0xFFFF_FFFFL;
    private static final int ACKNOWLEDGED = 4;
    private static final int AHEAD = 5;
    private static final int ROUND = 6;
    private static final int TIMES = 7;
    private static final long ANNOUNCED = 1L << 31;

    private final Table table;
    private final Memberships memberships;
    private final Devices devices;
    private final Arrears arrears;

    Pushes(final Table table, final Memberships memberships, final Devices devices, final Arrears arrears) {
        this.table = table;
        this.memberships = memberships;
        this.devices = devices;
        this.arrears = arrears;
    }

    void add(final int slot, final long acknowledged) {
        table.set(slot, ACKNOWLEDGED, acknowledged);
        beginRound(slot);
    }

    /** Up to where the device acknowledged. */
    public long acknowledged(final int slot) {
        return table.get(slot, ACKNOWLEDGED);
    }

    /** Up to where it was pushed in this round, own sends passed over included. */
    public long pushed(final int slot) {
        return Cursors.isFollowing(table, slot)
            ? memberships.lastSequence(table.high(slot, Cursors.OWNER)) : counted(slot);
    }

    /** Up to where that was pushed to its session itself, and counts as in flight until it is acknowledged. */
    public long counted(final int slot) {
        return isCurrent(slot) ? end(slot) : acknowledged(slot);
    }

    /** The highest entry that the device was ever pushed, in whatever round; less than acknowledged: it does not matter. */
    public long reached(final int slot) {
        return arrears.isPerhapsPushed(slot) ? arrears.reached(slot) : Math.max(previous(slot), arrears.reached(slot));
    }

    /** The entry pushed last in this round, if that has begun here; 0: none yet. */
    public long previous(final int slot) {
        final long passed = table.get(slot, ROUND) & NONE_PUSHED;
        return passed == NONE_PUSHED ? 0 : end(slot) - passed;
    }

    /** How many pushed entries of the chat are not acknowledged in this round. */
    public int inFlight(final int slot) {
        return isCurrent(slot) ? (int) (table.get(slot, AHEAD) & IN_FLIGHT_MASK) : 0;
    }

    /** Begins the device's present round here, unless it has begun; whether it had not. */
    public boolean touch(final int slot) {
        final boolean isNew = !isCurrent(slot);
        if (isNew) {
            begin(slot);
        }
        return isNew;
    }

    /** Nothing is pushed in the device's present round. */
    void begin(final int slot) {
        final long reached = reached(slot);
        arrears.reached(slot, reached > acknowledged(slot) ? reached : 0, false);
        beginRound(slot);
    }

    private void beginRound(final int slot) {
        table.set(slot, AHEAD, 0);
        table.set(slot, ROUND, NONE_PUSHED | (long) devices.round(table.low(slot, Cursors.OWNER)) << Integer.SIZE);
        setUnannounced(slot);
    }

    /** What was pushed above a sequence never came to the device, so many of those in flight. */
    public void setBack(final int slot, final long sequence, final long previous, final int fewerInFlight) {
        Invariants.atLeast("set back", sequence, acknowledged(slot));
        if (!arrears.isPerhapsPushed(slot)) {
            final long reached = reached(slot);
            arrears.reached(slot, reached > sequence ? reached : 0, false);
        }
        ahead(slot, sequence, inFlight(slot) - fewerInFlight);
        passed(slot, previous == 0 ? NONE_PUSHED : sequence - previous);
    }

    /** Entries were pushed, up to a sequence. */
    public void onPushed(final int slot, final long sequence, final int count) {
        count(slot, sequence, count);
        arrears.onPushed(slot, sequence);
    }

    /** The same, if the device was handed all of them by the subscription that it followed; it may have been fewer. */
    public void onPerhapsPushed(final int slot, final long sequence, final int count) {
        arrears.reached(slot, reached(slot), true);
        arrears.setUncounted(slot);
        count(slot, sequence, count);
    }

    private void count(final int slot, final long sequence, final int count) {
        Invariants.atLeast("pushed", sequence, pushed(slot) + 1);
        ahead(slot, sequence, inFlight(slot) + count);
        passed(slot, 0);
    }

    /** Entries up to a sequence, which are own sends or not meant for the user, were passed over. */
    public void onPassed(final int slot, final long sequence) {
        final long pushed = pushed(slot);
        Invariants.atLeast("passed", sequence, pushed + 1);
        pass(slot, sequence);
        final int inFlight = inFlight(slot);
        if (acknowledged(slot) == pushed) {
            table.set(slot, ACKNOWLEDGED, sequence);
        }
        ahead(slot, sequence, inFlight);
    }

    /** Everything up to a sequence is done with, of which so many were in flight. */
    public void onAcknowledged(final int slot, final long sequence, final int fewerInFlight) {
        Invariants.atLeast("acknowledged", sequence, acknowledged(slot) + 1);
        final int inFlight = inFlight(slot) - fewerInFlight;
        final long end = Math.max(sequence, end(slot));
        pass(slot, end);
        table.set(slot, ACKNOWLEDGED, sequence);
        ahead(slot, end, inFlight);
        arrears.onAcknowledged(slot, sequence);
    }

    /** When the newest entry was pushed, by the lease's clock. */
    public long pushedMs(final int slot) {
        return table.get(slot, TIMES) >>> AGE_BITS;
    }

    /** When the first of those in flight was pushed, by the lease's clock, or so long ago that it is overdue. */
    public long sinceMs(final int slot) {
        return pushedMs(slot) - (table.get(slot, TIMES) & AGE_MASK);
    }

    /** An entry was pushed, the first in flight or behind others. */
    public void pushedMs(final int slot, final long timeMs, final boolean first) {
        final long age = first ? 0 : Math.min(AGE_MASK, timeMs - sinceMs(slot));
        table.set(slot, TIMES, timeMs << AGE_BITS | age);
    }

    /** Whether the chat was announced in the device's present round. */
    public boolean isAnnounced(final int slot) {
        return (table.get(slot, Cursors.FLAGS) & ANNOUNCED) != 0 && isCurrent(slot);
    }

    /** The chat was announced in this round. */
    public void setAnnounced(final int slot) {
        table.set(slot, Cursors.FLAGS, table.get(slot, Cursors.FLAGS) | ANNOUNCED);
    }

    /** It is to be announced as if it had not been. */
    public void setUnannounced(final int slot) {
        table.set(slot, Cursors.FLAGS, table.get(slot, Cursors.FLAGS) & ~ANNOUNCED);
    }

    private boolean isCurrent(final int slot) {
        return table.high(slot, ROUND) == devices.round(table.low(slot, Cursors.OWNER));
    }

    /** Up to where it was pushed in the round that it was touched in last. */
    private long end(final int slot) {
        return acknowledged(slot) + (table.get(slot, AHEAD) >>> IN_FLIGHT_BITS);
    }

    private void ahead(final int slot, final long end, final int inFlight) {
        Invariants.within("in flight", inFlight, 0, IN_FLIGHT_MASK);
        final long ahead = end - acknowledged(slot);
        Invariants.within("pushed ahead", ahead, 0, AHEAD_MAX);
        table.set(slot, AHEAD, ahead << IN_FLIGHT_BITS | inFlight);
    }

    /** What was pushed last lies further back once entries up to a sequence are passed over. */
    private void pass(final int slot, final long sequence) {
        final long passed = table.get(slot, ROUND) & NONE_PUSHED;
        if (passed != NONE_PUSHED && sequence > end(slot)) {
            passed(slot, passed + sequence - end(slot));
        }
    }

    /** Four billion passed over are as many as if none had been pushed before: a push may always start at the cursor. */
    private void passed(final int slot, final long count) {
        table.setLow(slot, ROUND, (int) Math.min(NONE_PUSHED, count));
    }
}
