package godwit.core.presence;

import godwit.core.state.Table;
import godwit.core.state.Tables;

/** What is remembered of a user's presence; of users who hide, who are watched, or who are expected back, and no others. */
public final class Presences {
    /** Heads the list of subscriptions. */
    static final int SUBSCRIPTIONS = 1;
    /** Links those who are expected back. */
    static final int AWAY_LINK = 2;
    /** Their bucket. */
    static final int AWAY_BUCKET = 3;

    private static final int OWNER = 0;
    private static final int ONLINE = 1;
    private static final int HIDDEN = 2;

    private final Table table;

    /** Registers the table. */
    public Presences(final Tables registry) {
        table = registry.table("presences", 4);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    int add(final int user, final boolean online) {
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(user, online ? ONLINE : 0));
        return slot;
    }

    void remove(final int slot) {
        table.free(slot);
    }

    int user(final int slot) {
        return table.low(slot, OWNER);
    }

    /** Whether the user is online as far as anybody who may see it was told. */
    boolean isOnline(final int slot) {
        return has(slot, ONLINE);
    }

    void isOnline(final int slot, final boolean online) {
        flag(slot, ONLINE, online);
    }

    /** Whether nobody may see it. */
    boolean isHidden(final int slot) {
        return has(slot, HIDDEN);
    }

    void isHidden(final int slot, final boolean hidden) {
        flag(slot, HIDDEN, hidden);
    }

    private boolean has(final int slot, final int flag) {
        return (table.high(slot, OWNER) & flag) != 0;
    }

    private void flag(final int slot, final int flag, final boolean isSet) {
        final int flags = table.high(slot, OWNER);
        table.setHigh(slot, OWNER, isSet ? flags | flag : flags & ~flag);
    }
}
