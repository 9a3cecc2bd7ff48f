package godwit.core.users;

import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * How far each device has each chat. A cursor is made when the first entry waits for the device; without one it has
 * everything. What it says about pushes holds for the device's round only and is made anew by {@link #touch}.
 */
public final class Cursors {
    /** In no list: nothing waits. */
    public static final int LEVEL = 0;
    /** Something waits that is not pushed. */
    public static final int BEHIND = 1;
    /** Everything is pushed and something is not acknowledged. */
    public static final int SENT = 2;
    /**
     * The device is handed each entry of the chat by the subscription that it follows on its edge, and nobody counts here
     * what was: what this cursor says was pushed are those before.
     */
    public static final int FOLLOWING = 3;

    /** Links the cursors that wait for their rows in the inbox table. */
    public static final int GRACE_LINK = 14;
    /** Their bucket. */
    public static final int GRACE_BUCKET = 13;
    /** Links the cursors of which something is in flight. */
    public static final int SILENCE_LINK = 15;
    /** Their bucket. */
    public static final int SILENCE_BUCKET = 12;

    private static final int OWNER = 0;
    private static final int MEMBERSHIP_LINK = 1;
    private static final int DEVICE_LINK = 2;
    private static final int ACKNOWLEDGED = 3;
    private static final int PUSHED = 4;
    private static final int PREVIOUS = 5;
    private static final int ROUND = 6;
    private static final int FLAGS = 7;
    private static final int OWN_FROM = 8;
    private static final int ROWS_TO = 17;
    private static final int REACHED = 9;
    private static final int ROWS = 16;
    private static final int PUSHED_MS = 10;
    private static final int AGAIN_MS = 18;
    private static final int SINCE_MS = 11;
    private static final int FEED_EDGE = 19;
    private static final int WORDS = 20;
    private static final long LIST_MASK = 3;
    private static final long KNOWN = 4;
    private static final long ANNOUNCED = 8;
    private static final long UNCOUNTED = 16;
    private static final int SILENCES_SHIFT = 8;

    private final Table table;
    private final Memberships memberships;
    private final Devices devices;
    private final RecordList ofMembership;
    private final RecordList behind;
    private final RecordList sent;
    private final RecordList following;
    private final FeedEdges feedEdges;

    /** Registers the table of cursors. */
    public Cursors(
        final Tables registry, final Memberships memberships, final Devices devices, final FeedEdges feedEdges) {
        this.feedEdges = feedEdges;
        this.table = registry.table("cursors", WORDS);
        this.memberships = memberships;
        this.devices = devices;
        this.ofMembership = new RecordList(table, MEMBERSHIP_LINK, memberships.table(), Memberships.CURSORS);
        this.behind = new RecordList(table, DEVICE_LINK, devices.table(), Devices.BEHIND);
        this.sent = new RecordList(table, DEVICE_LINK, devices.table(), Devices.SENT);
        this.following = new RecordList(table, DEVICE_LINK, devices.table(), Devices.FOLLOWING);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The cursors of a membership. */
    public RecordList ofMembership() {
        return ofMembership;
    }

    /** The cursors of a device that something waits for that is not pushed. */
    public RecordList behind() {
        return behind;
    }

    /** The cursors of a device that follow their chats' subscriptions. */
    public RecordList following() {
        return following;
    }

    /** A device's cursor in a membership of its user; 0: none. */
    public int find(final int membership, final int device) {
        int slot = ofMembership.first(membership);
        while (slot != 0 && device(slot) != device) {
            slot = ofMembership.next(slot);
        }
        return slot;
    }

    /** A new cursor that has everything up to a sequence. */
    public int add(final int membership, final int device, final long acknowledged) {
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(device, membership));
        table.set(slot, ACKNOWLEDGED, acknowledged);
        table.set(slot, PUSHED, acknowledged);
        table.set(slot, ROUND, Table.pack(0, devices.round(device)));
        ofMembership.append(membership, slot);
        memberships.addCursorCount(membership, 1);
        return slot;
    }

    /** Forgets a cursor that no wheel holds. */
    public void remove(final int slot) {
        Invariants.same("bucket", table.get(slot, GRACE_BUCKET), 0);
        Invariants.same("bucket", table.get(slot, SILENCE_BUCKET), 0);
        moveTo(slot, LEVEL);
        final int membership = membership(slot);
        ofMembership.remove(membership, slot);
        memberships.addCursorCount(membership, -1);
        table.free(slot);
    }

    /** The device. */
    public int device(final int slot) {
        return table.low(slot, OWNER);
    }

    /** The membership. */
    public int membership(final int slot) {
        return table.high(slot, OWNER);
    }

    /** Up to where the device acknowledged. */
    public long acknowledged(final int slot) {
        return table.get(slot, ACKNOWLEDGED);
    }

    /** Up to where it was pushed in this round, own sends passed over included. */
    public long pushed(final int slot) {
        return list(slot) == FOLLOWING ? memberships.lastSequence(membership(slot)) : counted(slot);
    }

    /** Up to where that was pushed to its session itself, and counts as in flight until it is acknowledged. */
    public long counted(final int slot) {
        return isCurrent(slot) ? table.get(slot, PUSHED) : acknowledged(slot);
    }

    /** The highest entry that the device was ever pushed, in whatever round. */
    public long reached(final int slot) {
        return table.get(slot, REACHED);
    }

    /** The entry pushed last in this round; 0: none yet. */
    public long previous(final int slot) {
        return table.get(slot, PREVIOUS);
    }

    /** How many pushed entries of the chat are not acknowledged in this round. */
    public int inFlight(final int slot) {
        return isCurrent(slot) ? table.low(slot, ROUND) : 0;
    }

    /** Everything is pushed to it; from the next entry on it follows the chat's subscription on its edge. */
    public void follow(final int slot, final int feedEdge) {
        moveTo(slot, FOLLOWING);
        table.set(slot, FEED_EDGE, feedEdge);
        table.set(slot, OWN_FROM, 0);
        table.set(slot, FLAGS, table.get(slot, FLAGS) & ~UNCOUNTED);
    }

    /** It does no more; it is as if it had been pushed nothing since, which is for the caller to mend. */
    public void unfollow(final int slot) {
        feedEdges.remove((int) table.get(slot, FEED_EDGE));
        table.set(slot, FEED_EDGE, 0);
        moveTo(slot, SENT);
        memberships.onUnfollowed(membership(slot));
    }

    /** Whether it follows the chat's subscription. */
    public boolean isFollowing(final int slot) {
        return list(slot) == FOLLOWING;
    }

    /** Whether the device's connection may have entries that it was handed by a subscription, and nobody counts here. */
    public boolean isUncounted(final int slot) {
        return (table.get(slot, FLAGS) & UNCOUNTED) != 0;
    }

    /** It may, until the device follows again. */
    public void setUncounted(final int slot) {
        table.set(slot, FLAGS, table.get(slot, FLAGS) | UNCOUNTED);
    }

    /** What was pushed above a sequence never came to the device, so many of those in flight. */
    public void setBack(final int slot, final long sequence, final long previous, final int fewerInFlight) {
        Invariants.atLeast("set back", sequence, acknowledged(slot));
        table.set(slot, PUSHED, sequence);
        table.set(slot, PREVIOUS, previous);
        table.setLow(slot, ROUND, inFlight(slot) - fewerInFlight);
        Invariants.atLeast("in flight", inFlight(slot), 0);
    }

    /** Begins the device's present round here, unless it has begun; whether it had not. */
    public boolean touch(final int slot) {
        final boolean isNew = !isCurrent(slot);
        if (isNew) {
            begin(slot);
        }
        return isNew;
    }

    /** What was pushed in this round is behind again, before what is behind already; how many entries were in flight. */
    public int restart(final int slot) {
        final int inFlight = inFlight(slot);
        begin(slot);
        leave(slot);
        behind.prepend(device(slot), slot);
        flag(slot, BEHIND);
        return inFlight;
    }

    private void begin(final int slot) {
        table.set(slot, PUSHED, acknowledged(slot));
        table.set(slot, PREVIOUS, 0);
        table.set(slot, ROUND, Table.pack(0, devices.round(device(slot))));
        table.set(slot, FLAGS, table.get(slot, FLAGS) & ~ANNOUNCED);
    }

    /** When the newest entry was pushed, by the lease's clock. */
    public long pushedMs(final int slot) {
        return table.get(slot, PUSHED_MS);
    }

    /** When the first of those in flight was pushed, by the lease's clock. */
    public long sinceMs(final int slot) {
        return table.get(slot, SINCE_MS);
    }

    /** An entry was pushed, the first in flight or behind others. */
    public void pushedMs(final int slot, final long timeMs, final boolean first) {
        table.set(slot, PUSHED_MS, timeMs);
        if (first) {
            table.set(slot, SINCE_MS, timeMs);
        }
    }

    /** How often what is in flight was pushed again without an answer. */
    public int silences(final int slot) {
        return (int) (table.get(slot, FLAGS) >>> SILENCES_SHIFT);
    }

    /** Before when what was pushed again is not pushed once more; 0: it was pushed once. */
    public long againMs(final int slot) {
        return table.get(slot, AGAIN_MS);
    }

    /** Says how often it was pushed again, and before when not once more. */
    public void silences(final int slot, final int count, final long againMs) {
        table.set(slot, FLAGS, table.get(slot, FLAGS) & (1 << SILENCES_SHIFT) - 1 | (long) count << SILENCES_SHIFT);
        table.set(slot, AGAIN_MS, againMs);
    }

    /** Entries were pushed, up to a sequence. */
    public void onPushed(final int slot, final long sequence, final int count) {
        count(slot, sequence, count);
        table.set(slot, REACHED, Math.max(sequence, table.get(slot, REACHED)));
    }

    /** The same, if the device was handed all of them by the subscription that it followed; it may have been fewer. */
    public void onPerhapsPushed(final int slot, final long sequence, final int count) {
        count(slot, sequence, count);
        setUncounted(slot);
    }

    private void count(final int slot, final long sequence, final int count) {
        Invariants.atLeast("pushed", sequence, pushed(slot) + 1);
        table.set(slot, PUSHED, sequence);
        table.set(slot, PREVIOUS, sequence);
        table.setLow(slot, ROUND, inFlight(slot) + count);
    }

    /** Entries up to a sequence, which are own sends or not meant for the user, were passed over. */
    public void onPassed(final int slot, final long sequence) {
        final long pushed = pushed(slot);
        Invariants.atLeast("passed", sequence, pushed + 1);
        if (acknowledged(slot) == pushed) {
            table.set(slot, ACKNOWLEDGED, sequence);
        }
        table.set(slot, PUSHED, sequence);
    }

    /** Everything up to a sequence is done with, of which so many were in flight. */
    public void onAcknowledged(final int slot, final long sequence, final int fewerInFlight) {
        Invariants.atLeast("acknowledged", sequence, acknowledged(slot) + 1);
        if (isCurrent(slot)) {
            table.set(slot, PUSHED, Math.max(sequence, table.get(slot, PUSHED)));
            table.setLow(slot, ROUND, inFlight(slot) - fewerInFlight);
            Invariants.atLeast("in flight", inFlight(slot), 0);
        }
        table.set(slot, ACKNOWLEDGED, sequence);
    }

    /** Where the own sends begin that end the chat; 0: its last entry is no own send, or nothing waits. */
    public long ownFrom(final int slot) {
        return table.get(slot, OWN_FROM);
    }

    /** Says where the own sends begin that end the chat. */
    public void ownFrom(final int slot, final long sequence) {
        table.set(slot, OWN_FROM, sequence);
    }

    /** How many rows in the inbox table the device may have of the chat. */
    public long rows(final int slot) {
        return table.get(slot, ROWS);
    }

    /** So many rows more are in the inbox table, for the device too. */
    public void addRows(final int slot, final long count) {
        table.add(slot, ROWS, count);
        devices.addRows(device(slot), count);
    }

    /** Rows up to what is acknowledged are gone from the inbox table: they were removed, or their time was up. */
    public void onRowsGone(final int slot) {
        final long left = Math.max(0, rowsTo(slot) - acknowledged(slot));
        if (rows(slot) > left) {
            addRows(slot, left - rows(slot));
        }
    }

    /** Up to where rows are in the inbox table, or were. */
    public long rowsTo(final int slot) {
        return table.get(slot, ROWS_TO);
    }

    /** Rows are in the inbox table up to there. */
    public void rowsTo(final int slot, final long sequence) {
        table.set(slot, ROWS_TO, sequence);
    }

    /** Whether the device acknowledged something of the chat. */
    public boolean isKnown(final int slot) {
        return (table.get(slot, FLAGS) & KNOWN) != 0;
    }

    /** The device acknowledged something of the chat. */
    public void setKnown(final int slot) {
        table.set(slot, FLAGS, table.get(slot, FLAGS) | KNOWN);
    }

    /** The user joined the chat once more: it is to be announced as if it were new. */
    public void setUnknown(final int slot) {
        table.set(slot, FLAGS, table.get(slot, FLAGS) & ~(KNOWN | ANNOUNCED));
    }

    /** Whether the chat was announced in this round. */
    public boolean isAnnounced(final int slot) {
        return (table.get(slot, FLAGS) & ANNOUNCED) != 0;
    }

    /** The chat was announced in this round. */
    public void setAnnounced(final int slot) {
        table.set(slot, FLAGS, table.get(slot, FLAGS) | ANNOUNCED);
    }

    /** Which of the device's lists it is in. */
    public int list(final int slot) {
        return (int) (table.get(slot, FLAGS) & LIST_MASK);
    }

    /** Moves it to the end of another of the device's lists. */
    public void moveTo(final int slot, final int list) {
        if (list(slot) != list) {
            leave(slot);
            if (list != LEVEL) {
                listOf(list).append(device(slot), slot);
            }
            flag(slot, list);
        }
    }

    /** Moves one that is behind to the end of those. */
    public void toEnd(final int slot) {
        behind.remove(device(slot), slot);
        behind.append(device(slot), slot);
    }

    /**
     * Everything that was pushed is behind again, and what is in flight comes before all that never was, or perhaps was.
     *
     * @param device   whose.
     * @param inFlight how many entries are, over all of its chats.
     */
    public void pullBack(final int device, final int inFlight) {
        int unseen = inFlight;
        for (int slot = sent.first(device); slot != 0; slot = sent.next(slot)) {
            unseen -= inFlight(slot);
        }
        putPartlyPushedFirst(device, unseen);
        int slot = sent.last(device);
        while (slot != 0) {
            sent.remove(device, slot);
            if (isReached(slot)) {
                behind.prepend(device, slot);
            } else {
                behind.append(device, slot);
            }
            flag(slot, BEHIND);
            slot = sent.last(device);
        }
    }

    /** Whether something of what waits was pushed to the device itself, in whatever round. */
    private boolean isReached(final int slot) {
        return reached(slot) > acknowledged(slot);
    }

    /** A chat of which a part is in flight is behind where its next entry came; looks no further than it has to. */
    private void putPartlyPushedFirst(final int device, final int inFlight) {
        final int first = behind.first(device);
        int unseen = first == 0 ? 0 : inFlight - inFlight(first);
        int slot = behind.last(device);
        while (slot != first && unseen > 0) {
            final int previous = behind.previous(slot);
            if (inFlight(slot) > 0) {
                unseen -= inFlight(slot);
                if (isReached(slot)) {
                    behind.remove(device, slot);
                    behind.prepend(device, slot);
                }
            }
            slot = previous;
        }
    }

    private void leave(final int slot) {
        if (list(slot) != LEVEL) {
            listOf(list(slot)).remove(device(slot), slot);
        }
    }

    private RecordList listOf(final int list) {
        switch (list) {
            case BEHIND:
                return behind;
            case SENT:
                return sent;
            default:
                return following;
        }
    }

    private void flag(final int slot, final int list) {
        table.set(slot, FLAGS, (table.get(slot, FLAGS) & ~LIST_MASK) | list);
    }

    private boolean isCurrent(final int slot) {
        return table.high(slot, ROUND) == devices.round(device(slot));
    }
}
