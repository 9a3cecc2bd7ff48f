package godwit.core.users;

import godwit.core.directory.UserIds;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** The users that this shard owns. */
public final class Users {
    static final int DEVICES = 1;
    static final int MEMBERSHIPS = 2;

    private static final int ID = 0;
    private static final int COUNTS = 3;
    private static final int HAD_DEVICE = 1 << 30;

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
        return table.high(user, COUNTS) & ~HAD_DEVICE;
    }

    /** Whether a user ever had a device. */
    public boolean hadDevice(final int user) {
        return (table.high(user, COUNTS) & HAD_DEVICE) != 0;
    }

    /** How many chats a user has. */
    public int chatCount(final int user) {
        return table.low(user, COUNTS);
    }

    void addDeviceCount(final int user, final int delta) {
        table.setHigh(user, COUNTS, (deviceCount(user) + delta) | HAD_DEVICE);
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
