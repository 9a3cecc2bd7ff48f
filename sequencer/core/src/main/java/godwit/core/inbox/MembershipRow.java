package godwit.core.inbox;

import godwit.core.ChatRowView;
import godwit.core.CoreCommands;
import godwit.core.EntryView;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import godwit.core.state.Names;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shows one membership at a time as a row of its user's list. */
final class MembershipRow implements ChatRowView {
    private final UserTables tables;
    private final Entries entries;
    private final EntryRecord record;
    private final Names names;
    private final UnsafeBuffer peerId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private int membership;
    private int lastEntry;

    MembershipRow(final Names names, final UserTables tables, final Entries entries) {
        this.names = names;
        this.tables = tables;
        this.entries = entries;
        this.record = new EntryRecord(entries, tables.ids());
    }

    MembershipRow show(final int row) {
        membership = row;
        tables.ids().wrap(tables.memberships().peerId(row), peerId);
        final int entry = lastSequence() == 0 ? 0 : entries.find(chatId(), lastSequence());
        lastEntry = entry != 0 && entries.hasPayload(entry) ? entry : 0;
        if (lastEntry != 0) {
            record.show(lastEntry);
        }
        return this;
    }

    /** Bytes of the last entry's body. */
    int bodyLength() {
        return lastEntry == 0 ? 0 : entries.bodyLength(lastEntry);
    }

    @Override
    public long chatId() {
        return tables.feeds().chatId(tables.memberships().feed(membership));
    }

    @Override
    public int kind() {
        return tables.feeds().kind(feed());
    }

    @Override
    public long version() {
        return tables.memberships().version(membership);
    }

    @Override
    public int memberCount() {
        return tables.memberships().memberCount(membership);
    }

    @Override
    public boolean member() {
        return tables.memberships().isMember(membership);
    }

    @Override
    public int role() {
        return tables.memberships().role(membership);
    }

    @Override
    public long lastSequence() {
        return tables.memberships().lastSequence(membership);
    }

    @Override
    public long deliveredSequence() {
        return tables.memberships().delivered(membership);
    }

    @Override
    public long readSequence() {
        return tables.memberships().read(membership);
    }

    @Override
    public long peersDeliveredSequence() {
        return peersKnown() ? tables.peers().leastDelivered(feed(), ownId()) : CoreCommands.NULL_VALUE;
    }

    @Override
    public long peersReadSequence() {
        return peersKnown() ? tables.peers().leastRead(feed(), ownId()) : CoreCommands.NULL_VALUE;
    }

    @Override
    public int unread() {
        return member() ? tables.memberships().unread(membership) : 0;
    }

    @Override
    public DirectBuffer peerId() {
        return peerId;
    }

    @Override
    public DirectBuffer title() {
        return names.wrap(tables.memberships().title(membership), title);
    }

    private boolean peersKnown() {
        return member() && !tables.feeds().isWide(feed());
    }

    private int feed() {
        return tables.memberships().feed(membership);
    }

    private int ownId() {
        return tables.users().id(tables.memberships().user(membership));
    }

    @Override
    public EntryView lastEntry() {
        return lastEntry == 0 ? null : record;
    }
}
