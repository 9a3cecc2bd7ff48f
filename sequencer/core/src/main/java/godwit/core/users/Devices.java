package godwit.core.users;

import godwit.core.CoreLimits;
import godwit.core.state.Bytes;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Users' devices, connected or not. */
public final class Devices {

    static final int BEHIND = 3;
    static final int SENT = 4;
    static final int FOLLOWING = 8;

    private static final int OWNER = 0;
    private static final int LINK = 7;
    private static final int NAME_HASH = 2;
    private static final int SESSION = 1;
    private static final int SEEN_MS = 5;
    private static final int CHANGE_SEEN = 9;
    /** What it lost; in the upper half its place, and above that until when it is awaited. */
    private static final int LOST = 6;
    private static final int LATEST_SESSION = 10;
    private static final int LATEST_CONNECTION = 11;
    private static final int ROWS = 12;
    private static final int WORDS = 13;
    private static final int NOTHING_LOST = 0;
    private static final int LOST_UNTOLD = 1;
    private static final int LOST_TOLD = 2;
    private static final int PLACE_BITS = 3;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    /** A step of 64 ms; of their numbers 29 bits are kept, more than a year of them. */
    private static final int STEP_BITS = 6;
    private static final int STEPS_MASK = -1 >>> PLACE_BITS;

    private final Table table;
    private final Names names;
    private final Users users;
    private final RecordList ofUser;

    /** Registers the table of devices. */
    public Devices(final Tables registry, final Names names, final Users users) {
        this.table = registry.table("devices", WORDS);
        this.names = names;
        this.users = users;
        this.ofUser = new RecordList(table, LINK, users.table(), Users.DEVICES);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The devices of a user, the oldest first. */
    public RecordList ofUser() {
        return ofUser;
    }

    /** A user's device of that name; 0: none. */
    public int find(final int user, final DirectBuffer name) {
        final long hash = Bytes.hash(name);
        int slot = ofUser.first(user);
        while (slot != 0 && !names.equal(name(slot), hash, name)) {
            slot = ofUser.next(slot);
        }
        return slot;
    }

    /** A new device. */
    public int add(final int user, final DirectBuffer name) {
        final int slot = table.allocate();
        final int ref = names.put(name);
        table.set(slot, OWNER, Table.pack(user, ref));
        table.set(slot, NAME_HASH, names.hash(ref));
        table.setHigh(slot, LOST, freePlace(user));
        ofUser.append(user, slot);
        users.addDeviceCount(user, 1);
        return slot;
    }

    private int freePlace(final int user) {
        int taken = 0;
        for (int device = ofUser.first(user); device != 0; device = ofUser.next(device)) {
            taken |= 1 << place(device);
        }
        final int place = Integer.numberOfTrailingZeros(~taken);
        Invariants.within("place of device", place, 0, CoreLimits.DEVICES_PER_USER_MAX - 1);
        return place;
    }

    /** Its number among its user's devices, from 0 to less than {@link CoreLimits#DEVICES_PER_USER_MAX}: none other has it as long as it is there. */
    public int place(final int slot) {
        return table.high(slot, LOST) & PLACE_MASK;
    }

    /**
     * Until when its client is expected back that was sent away, by the lease's clock; 0: it is not, or not any more.
     *
     * @param nowMs what that clock says.
     */
    public long awaitedUntilMs(final int slot, final long nowMs) {
        final int step = table.high(slot, LOST) >>> PLACE_BITS;
        final long now = nowMs >>> STEP_BITS;
        final int ahead = (step - (int) now) << PLACE_BITS >> PLACE_BITS;
        return step == 0 || ahead <= 0 ? 0 : (now + ahead) << STEP_BITS;
    }

    /** Its client was sent away, and is expected back until then, or up to two steps of 64 ms longer. */
    public void await(final int slot, final long untilMs) {
        final int step = (int) (untilMs + (1 << STEP_BITS) - 1 >>> STEP_BITS) & STEPS_MASK;
        table.setHigh(slot, LOST, place(slot) | Math.max(1, step) << PLACE_BITS);
    }

    /** It came back, or it was awaited for long enough. */
    public void awaitNoMore(final int slot) {
        if (table.high(slot, LOST) != place(slot)) {
            table.setHigh(slot, LOST, place(slot));
        }
    }

    /** Forgets a device that has no session and no cursors. */
    void remove(final int slot) {
        final int user = user(slot);
        ofUser.remove(user, slot);
        users.addDeviceCount(user, -1);
        names.free(name(slot));
        table.free(slot);
    }

    /** Whose it is. */
    public int user(final int slot) {
        return table.low(slot, OWNER);
    }

    /** The reference of its id. */
    public int name(final int slot) {
        return table.high(slot, OWNER);
    }

    /** Lets a view show its id. */
    public UnsafeBuffer wrapName(final int slot, final UnsafeBuffer view) {
        return names.wrap(name(slot), view);
    }

    /** The hash of its id. */
    public long nameHash(final int slot) {
        return table.get(slot, NAME_HASH);
    }

    /** Its session; 0: none. */
    public int session(final int slot) {
        return table.low(slot, SESSION);
    }

    /** Says which session it has. */
    public void session(final int slot, final int session) {
        table.setLow(slot, SESSION, session);
    }

    /** A session began: by which connection of which edge. */
    public void onSession(final int slot, final long number, final long edgeId, final long connectionId) {
        table.set(slot, LATEST_SESSION, number);
        table.set(slot, LATEST_CONNECTION, Bytes.hash(edgeId, connectionId));
    }

    /** Whether another connection than this one had a session after the one of that number. */
    public boolean isElsewhere(final int slot, final long number, final long edgeId, final long connectionId) {
        return number < table.get(slot, LATEST_SESSION) && !isLatest(slot, edgeId, connectionId);
    }

    /** Whether it was this connection that had the latest session. */
    public boolean isLatest(final int slot, final long edgeId, final long connectionId) {
        return table.get(slot, LATEST_CONNECTION) == Bytes.hash(edgeId, connectionId);
    }

    /** What its cursors say about pushes holds for this round only. */
    public int round(final int slot) {
        return table.high(slot, SESSION);
    }

    /** Everything unacknowledged counts as not pushed from here on. */
    public void nextRound(final int slot) {
        table.setHigh(slot, SESSION, (round(slot) + 1) & Integer.MAX_VALUE);
    }

    /** How many rows it may have in the inbox table, over all chats. */
    public long rows(final int slot) {
        return table.get(slot, ROWS);
    }

    void addRows(final int slot, final long count) {
        Invariants.atLeast("rows of inbox", table.add(slot, ROWS, count), 0);
    }

    /** When it was there last. */
    public long seenMs(final int slot) {
        return table.get(slot, SEEN_MS);
    }

    /** It came or went. */
    public void seenMs(final int slot, final long timeMs) {
        table.set(slot, SEEN_MS, timeMs);
    }

    /** It is there, and did something. What is told later may be about an earlier time. */
    public void onSeen(final int slot, final long timeMs) {
        if (timeMs > seenMs(slot)) {
            seenMs(slot, timeMs);
        }
    }

    /** The change stamp up to which it knows of receipts and read marks: what moved since is told when it attaches. */
    public long changeSeen(final int slot) {
        return table.get(slot, CHANGE_SEEN);
    }

    /**
     * It acknowledged what was said after all up to a stamp. That a session was there, or that it asked something in it,
     * proves nothing: what it was told may be under way, and lost with the connection or with its edge.
     */
    public void onChangeSeen(final int slot, final long change) {
        if (change > changeSeen(slot)) {
            table.set(slot, CHANGE_SEEN, change);
        }
    }

    /** Whether something may be missing that it is not known to have been told of. */
    public boolean hasLost(final int slot) {
        return table.low(slot, LOST) != NOTHING_LOST;
    }

    /** Something that waited for it was given up. */
    public void onLost(final int slot) {
        table.setLow(slot, LOST, LOST_UNTOLD);
    }

    /** The session of a new connection says whether something may be missing; that may get lost as all else on its way. */
    public void onTold(final int slot, final boolean resumed) {
        table.setLow(slot, LOST, resumed ? NOTHING_LOST : LOST_TOLD);
    }

    /** It was heard of in the session that said so: it knows. */
    public void onHeard(final int slot) {
        if (table.low(slot, LOST) == LOST_TOLD) {
            table.setLow(slot, LOST, NOTHING_LOST);
        }
    }
}
