package godwit.core.shards;

import godwit.core.chats.Chats;
import godwit.core.joint.ChatExtras;
import godwit.core.joint.RareList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** On which other shards a group has members, and how many. Of a direct chat it follows from the two. */
final class Destinations {
    private static final int OWNER = 0;
    private static final int COUNT = 1;
    private static final int LINK = 2;

    private final Table table;
    private final RareList ofChat;

    Destinations(final Tables registry, final Chats chats) {
        this.table = registry.table("destinations", 3);
        this.ofChat = new RareList(table, LINK, chats.records().extras(), ChatExtras.DESTINATIONS);
    }

    Table table() {
        return table;
    }

    RareList ofChat() {
        return ofChat;
    }

    int link(final int slot) {
        return table.high(slot, OWNER);
    }

    /** A member more at the other end of a link; whether it is the first. */
    boolean add(final int chat, final int link) {
        final int known = find(chat, link);
        if (known != 0) {
            table.add(known, COUNT, 1);
            return false;
        }
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(chat, link));
        table.set(slot, COUNT, 1);
        ofChat.append(chat, slot);
        return true;
    }

    /** A member fewer. */
    void remove(final int chat, final int link) {
        final int slot = find(chat, link);
        if (table.add(slot, COUNT, -1) == 0) {
            ofChat.remove(chat, slot);
            table.free(slot);
        }
    }

    private int find(final int chat, final int link) {
        int slot = ofChat.first(chat);
        while (slot != 0 && link(slot) != link) {
            slot = ofChat.next(slot);
        }
        return slot;
    }
}
