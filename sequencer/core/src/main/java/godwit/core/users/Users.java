package godwit.core.users;

import godwit.core.directory.UserIds;
import godwit.core.state.Invariants;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** The users that this shard owns. */
public final class Users {
    static final int DEVICES = 1;
    static final int MEMBERSHIPS = 2;

    private static final int ID = 0;
    private static final int COUNTS = 3;
    private static final int HAD_DEVICE = 1 << 30;
    private static final int DEVICES_BITS = 4;
    private static final int DEVICES_MASK = (1 << DEVICES_BITS) - 1;
    /** Of the bits above those of devices: the memberships that are over. */
    private static final int FORMER_MASK = HAD_DEVICE - 1 >> DEVICES_BITS;

    private final Table table;
    private final UserIds ids;

    /** Registers the table of users. */
    public Users(final Tables registry, final UserIds ids) {
        this.table = registry.table("users", 4);
        this.ids = ids;
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The user of an interned id; made if this shard did not own one yet. */
    public int ofId(final int id) {
        final int known = ids.user(id);
        return known == 0 ? add(id) : known;
    }

    /** The interned id of a user. */
    public int id(final int user) {
        return table.low(user, ID);
    }

    /** The record of the user's presence; 0: none is needed. */
    public int presence(final int user) {
        return table.high(user, ID);
    }

    /** Says which record the user's presence has. */
    public void presence(final int user, final int slot) {
        table.setHigh(user, ID, slot);
    }

    /** How many devices a user has. */
    public int deviceCount(final int user) {
        return table.high(user, COUNTS) & DEVICES_MASK;
    }

    /** Whether a user ever had a device. */
    public boolean hadDevice(final int user) {
        return (table.high(user, COUNTS) & HAD_DEVICE) != 0;
    }

    /** How many chats a user is in, or was and it is remembered. */
    public int chatCount(final int user) {
        return table.low(user, COUNTS);
    }

    /** How many of them the user left. */
    public int formerChatCount(final int user) {
        return table.high(user, COUNTS) >>> DEVICES_BITS & FORMER_MASK;
    }

    void addDeviceCount(final int user, final int delta) {
        table.setHigh(user, COUNTS, table.high(user, COUNTS) + delta | HAD_DEVICE);
    }

    void addFormerChatCount(final int user, final int delta) {
        Invariants.within("chats that were left", formerChatCount(user) + delta, 0, FORMER_MASK);
        table.setHigh(user, COUNTS, table.high(user, COUNTS) + (delta << DEVICES_BITS));
    }

    void addChatCount(final int user, final int delta) {
        table.setLow(user, COUNTS, chatCount(user) + delta);
    }

    private int add(final int id) {
        final int slot = table.allocate();
        table.set(slot, ID, id);
        ids.user(id, slot);
        return slot;
    }
}
