package godwit.core.shards;

import godwit.core.LinkedMembers;
import godwit.core.link.MemberList;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** Members of a chat that another shard told of while more of them are still to come; the chat counts with the last ones. */
final class ToldMembers {
    private static final int MEMBER = 0;
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int MESSAGES = 3;
    private static final int LINK = 4;
    private static final int WORDS = 5;

    private final Table table;
    private final RecordList ofLink;

    ToldMembers(final Tables registry, final Links links) {
        this.table = registry.table("toldMembers", WORDS);
        this.ofLink = new RecordList(table, LINK, links.table(), Links.TOLD);
    }

    Table table() {
        return table;
    }

    /** One more, by its interned id. */
    void add(final int link, final int id, final LinkedMembers members, final int index) {
        final int slot = table.allocate();
        table.set(slot, MEMBER, Table.pack(id, members.role(index)));
        table.set(slot, FROM, members.fromSequence(index));
        table.set(slot, TO, members.toSequence(index));
        table.set(slot, MESSAGES, members.messages(index));
        ofLink.append(link, slot);
    }

    /** Makes a list of those of a link, which are forgotten then. */
    void take(final int link, final MemberList list) {
        list.clear();
        int slot = ofLink.first(link);
        while (slot != 0) {
            list.add(table.low(slot, MEMBER), table.high(slot, MEMBER), table.get(slot, FROM), table.get(slot, TO),
                table.get(slot, MESSAGES));
            ofLink.remove(link, slot);
            table.free(slot);
            slot = ofLink.first(link);
        }
    }
}
