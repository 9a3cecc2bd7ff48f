package godwit.core.joint;

import godwit.core.state.Table;
import godwit.core.state.Tables;

/** What only some chats have: members on other shards, former members, devices that follow. Made when first needed, kept then. */
public final class ChatExtras {
    /** Heads the list of other shards that members are on. */
    public static final int DESTINATIONS = 1;
    /** Heads the list of former members. */
    public static final int FORMERS = 2;
    /** Heads the list of edges on which devices follow. */
    public static final int EDGES = 3;
    /** Heads the list of memberships all of whose devices follow. */
    public static final int FOLLOWERS = 4;

    private static final int OWNER = 0;
    private static final int FORMER_COUNT = 5;
    private static final int WORDS = 6;

    private final Table table;
    private final ChatRecords chats;

    ChatExtras(final Tables registry, final ChatRecords chats) {
        this.table = registry.table("chatExtras", WORDS);
        this.chats = chats;
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** A chat's record; 0: it has none. */
    public int of(final int chat) {
        return chats.extra(chat);
    }

    /** How many former members of a chat are remembered. */
    public int formerCount(final int chat) {
        return of(chat) == 0 ? 0 : (int) table.get(of(chat), FORMER_COUNT);
    }

    /** So many former members more. */
    public void onFormers(final int chat, final int more) {
        table.add(make(chat), FORMER_COUNT, more);
    }

    int make(final int chat) {
        if (of(chat) == 0) {
            final int slot = table.allocate();
            table.set(slot, OWNER, chat);
            chats.extra(chat, slot);
        }
        return of(chat);
    }
}
