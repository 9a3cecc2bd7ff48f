package godwit.core.users;

import godwit.core.state.Chain;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import godwit.core.state.TimerWheel;

/**
 * How far each device has each chat: which of them something waits for, and which of the device's lists they are in. A cursor
 * is made when an entry waits for the device and goes when it says nothing more; without one the device has everything. What
 * was pushed of the chat say {@link #pushes}, what few cursors have {@link #arrears}, what stays of a cursor {@link #flags}.
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

    /** The device and the membership. */
    static final int OWNER = 0;
    /** The next cursor of the membership, and the record of arrears. */
    static final int PLACE = 1;
    /** From the lowest bit on: two buckets of wheels, the list, a flag of {@link Pushes}; above the edge of a feed. */
    static final int FLAGS = 3;

    private static final int DEVICE_LINK = 2;
    /** 4 to 7 are those of {@link Pushes}. */
    private static final int GRACE_LINK = 8;
    private static final int SILENCE_LINK = 9;
    private static final int WORDS = 10;
    private static final int LIST_SHIFT = 2 * TimerWheel.BUCKET_BITS;
    private static final long LIST_MASK = 3L << LIST_SHIFT;

    private final Table table;
    private final Memberships memberships;
    private final Devices devices;
    private final Chain ofMembership;
    private final RecordList behind;
    private final RecordList sent;
    private final RecordList following;
    private final FeedEdges feedEdges;
    private final Arrears arrears;
    private final Pushes pushes;
    private final DeviceFlags flags;

    /** Registers the table of cursors. */
    public Cursors(
        final Tables registry, final Memberships memberships, final Devices devices, final FeedEdges feedEdges) {
        this.feedEdges = feedEdges;
        this.table = registry.table("cursors", WORDS);
        this.memberships = memberships;
        this.devices = devices;
        this.ofMembership = new Chain(table, PLACE, memberships.table(), Memberships.CURSORS);
        this.behind = new RecordList(table, DEVICE_LINK, devices.table(), Devices.BEHIND);
        this.sent = new RecordList(table, DEVICE_LINK, devices.table(), Devices.SENT);
        this.following = new RecordList(table, DEVICE_LINK, devices.table(), Devices.FOLLOWING);
        this.arrears = new Arrears(registry, table, devices);
        this.pushes = new Pushes(table, memberships, devices, arrears);
        this.flags = new DeviceFlags(memberships.table(), devices);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** What was pushed and acknowledged. */
    public Pushes pushes() {
        return pushes;
    }

    /** What memberships say of devices, with or without cursors. */
    public DeviceFlags flags() {
        return flags;
    }

    /** What few cursors have. */
    public Arrears arrears() {
        return arrears;
    }

    /** Where those are kept that wait for their rows in the inbox table. */
    public TimerWheel.Place grace() {
        return new TimerWheel.Place(table, GRACE_LINK, FLAGS, 0);
    }

    /** Where those are kept of which something is in flight. */
    public TimerWheel.Place silence() {
        return new TimerWheel.Place(table, SILENCE_LINK, FLAGS, TimerWheel.BUCKET_BITS);
    }

    /** The cursors of a membership, in the order in which they were made. */
    public Chain ofMembership() {
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
        pushes.add(slot, acknowledged);
        flags.clearLevel(membership, device);
        ofMembership.append(membership, slot);
        memberships.addCursorCount(membership, 1);
        return slot;
    }

    /**
     * Whether a cursor says no more than its absence would: the device has everything, nothing was pushed to it in vain or is
     * in the inbox table, and it was not told in this round of a chat that it may not know.
     */
    public boolean saysNothing(final int slot) {
        final int membership = membership(slot);
        return list(slot) == LEVEL
            && pushes.acknowledged(slot) == memberships.lastSequence(membership)
            && arrears.sayNothing(slot)
            && (!pushes.isAnnounced(slot) || flags.isKnown(membership, device(slot)));
    }

    /** How many there are whose devices have everything, and that count rows of inbox. */
    public int countOfRows() {
        int count = 0;
        for (int slot = 1; slot <= table.size(); slot++) {
            count += table.isLive(slot) && list(slot) == LEVEL && arrears.rows(slot) > 0 ? 1 : 0;
        }
        return count;
    }

    /** Forgets a cursor that says nothing and that no wheel holds; its device counts as one that has everything. */
    public void drop(final int slot) {
        Invariants.same("in flight", pushes.inFlight(slot), 0);
        flags.setLevel(membership(slot), device(slot));
        remove(slot);
    }

    /** Forgets a cursor that no wheel holds. */
    public void remove(final int slot) {
        moveTo(slot, LEVEL);
        Invariants.same("buckets", table.get(slot, FLAGS) & (1L << LIST_SHIFT) - 1, 0);
        arrears.remove(slot);
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

    /** Everything is pushed to it; from the next entry on it follows the chat's subscription on its edge. */
    public void follow(final int slot, final int feedEdge) {
        moveTo(slot, FOLLOWING);
        table.setHigh(slot, FLAGS, feedEdge);
        arrears.ownFrom(slot, 0);
        arrears.clearUncounted(slot);
    }

    /** It does no more; it is as if it had been pushed nothing since, which is for the caller to mend. */
    public void unfollow(final int slot) {
        feedEdges.remove(table.high(slot, FLAGS));
        table.setHigh(slot, FLAGS, 0);
        moveTo(slot, SENT);
        memberships.onUnfollowed(membership(slot));
    }

    /** Whether it follows the chat's subscription. */
    public boolean isFollowing(final int slot) {
        return isFollowing(table, slot);
    }

    static boolean isFollowing(final Table table, final int slot) {
        return (table.get(slot, FLAGS) & LIST_MASK) >>> LIST_SHIFT == FOLLOWING;
    }

    /** What was pushed in this round is behind again, before what is behind already; how many entries were in flight. */
    public int restart(final int slot) {
        final int inFlight = pushes.inFlight(slot);
        pushes.begin(slot);
        leave(slot);
        behind.prepend(device(slot), slot);
        flag(slot, BEHIND);
        return inFlight;
    }

    /** Which of the device's lists it is in. */
    public int list(final int slot) {
        return (int) ((table.get(slot, FLAGS) & LIST_MASK) >>> LIST_SHIFT);
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
            unseen -= pushes.inFlight(slot);
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
        return pushes.reached(slot) > pushes.acknowledged(slot);
    }

    /** A chat of which a part is in flight is behind where its next entry came; looks no further than it has to. */
    private void putPartlyPushedFirst(final int device, final int inFlight) {
        final int first = behind.first(device);
        int unseen = first == 0 ? 0 : inFlight - pushes.inFlight(first);
        int slot = behind.last(device);
        while (slot != first && unseen > 0) {
            final int previous = behind.previous(slot);
            if (pushes.inFlight(slot) > 0) {
                unseen -= pushes.inFlight(slot);
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
        table.set(slot, FLAGS, table.get(slot, FLAGS) & ~LIST_MASK | (long) list << LIST_SHIFT);
    }
}
