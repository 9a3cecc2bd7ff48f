package godwit.core.users;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.core.joint.MemberRecords;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;

/**
 * The members of a chat and their marks, as the owner of other members knows them; of wide chats some members without marks.
 * Those of an own chat are the members that its owner keeps, whoever comes or goes: only what is told of them is changed here.
 */
public final class Peers {
    private final MemberRecords records;
    private final Table table;
    private final Feeds feeds;
    private final RecordList ofFeed;

    /** Those of the feeds' chats. */
    public Peers(final MemberRecords records, final Feeds feeds) {
        this.records = records;
        this.table = records.table();
        this.feeds = feeds;
        this.ofFeed = records.ofChat();
    }

    /** The records, which are those of the owner of chats, too. */
    public MemberRecords records() {
        return records;
    }

    /** The peers of a feed, in the order in which they joined. */
    public RecordList ofFeed() {
        return ofFeed;
    }

    /** A member of that interned id; 0: none. */
    public int find(final int feed, final int id) {
        int slot = ofFeed.first(feed);
        while (slot != 0 && id(slot) != id) {
            slot = ofFeed.next(slot);
        }
        return slot;
    }

    /** A member joined, of whom no marks are known yet; one that is known already is left as it is. */
    public int add(final int feed, final int id) {
        final int known = find(feed, id);
        if (known != 0) {
            return known;
        }
        Invariants.holds(!feeds.isOwned(feed), "peer of an own chat: expected a member of it");
        final int slot = table.allocate();
        table.set(slot, MemberRecords.OWNER, Table.pack(feed, id));
        ofFeed.append(feed, slot);
        return slot;
    }

    /** A member left. */
    public void remove(final int feed, final int id) {
        final int slot = feeds.isOwned(feed) ? 0 : find(feed, id);
        if (slot != 0) {
            remove(slot);
        }
    }

    private void remove(final int slot) {
        records.forgetTold(slot);
        ofFeed.remove(table.low(slot, MemberRecords.OWNER), slot);
        table.free(slot);
    }

    /** Forgets all, or of an own chat's what was told. */
    public void clear(final int feed) {
        if (feeds.isOwned(feed)) {
            forgetTold(feed);
            return;
        }
        while (ofFeed.first(feed) != 0) {
            remove(ofFeed.first(feed));
        }
    }

    private void forgetTold(final int feed) {
        for (int slot = ofFeed.first(feed); slot != 0; slot = ofFeed.next(slot)) {
            records.forgetTold(slot);
        }
    }

    /** Whether of another shard's wide chat more members may be named. */
    public boolean isShort(final int feed) {
        int count = 0;
        for (int slot = ofFeed.first(feed); slot != 0 && count < CoreLimits.NAMED_OF_WIDE_MAX; slot = ofFeed.next(slot)) {
            count++;
        }
        return count < CoreLimits.NAMED_OF_WIDE_MAX;
    }

    /** The chat is wide: nobody's marks are known, and of its members only some are named. */
    public void shorten(final int feed) {
        if (feeds.isOwned(feed)) {
            forgetTold(feed);
            return;
        }
        int kept = 0;
        int slot = ofFeed.first(feed);
        while (slot != 0) {
            final int next = ofFeed.next(slot);
            if (kept++ < CoreLimits.NAMED_OF_WIDE_MAX) {
                records.forgetTold(slot);
                table.set(slot, MemberRecords.DELIVERED, 0);
                table.set(slot, MemberRecords.READ, 0);
            } else {
                remove(slot);
            }
            slot = next;
        }
    }

    /** The interned id. */
    public int id(final int slot) {
        return table.high(slot, MemberRecords.OWNER);
    }

    /** How far the member received. */
    public long delivered(final int slot) {
        return table.get(slot, MemberRecords.DELIVERED);
    }

    /** How far the member read. */
    public long read(final int slot) {
        return table.get(slot, MemberRecords.READ);
    }

    /** The id of the entry up to which the member received; 0: not known. */
    public long deliveredMsgId(final int slot) {
        return records.deliveredMsgId(slot);
    }

    /** The id of the entry up to which the member read; 0: not known. */
    public long readMsgId(final int slot) {
        return records.readMsgId(slot);
    }

    /** The stamp of the last receipt. */
    public long change(final int slot) {
        return records.change(slot);
    }

    /** When the mark of what the member received moved, in milliseconds since 1970; 0: not known. */
    public long deliveredMs(final int slot) {
        return records.deliveredMs(slot);
    }

    /** When the mark of what the member read moved, in milliseconds since 1970; 0: not known. */
    public long readMs(final int slot) {
        return records.readMs(slot);
    }

    /** The member received so far, at a time in milliseconds since 1970. */
    public void delivered(
        final int slot, final long sequence, final long msgId, final long change, final long timeMs) {
        records.tellDelivered(slot, sequence, msgId, change, timeMs);
    }

    /** The member read so far, at a time in milliseconds since 1970. */
    public void read(final int slot, final long sequence, final long msgId, final long change, final long timeMs) {
        records.tellRead(slot, sequence, msgId, change, timeMs);
    }

    /** The least that all but one received; {@link CoreCommands#NULL_VALUE}: there is no other. */
    public long leastDelivered(final int feed, final int exceptId) {
        return least(feed, exceptId, MemberRecords.DELIVERED);
    }

    /** The least that all but one read; {@link CoreCommands#NULL_VALUE}: there is no other. */
    public long leastRead(final int feed, final int exceptId) {
        return least(feed, exceptId, MemberRecords.READ);
    }

    private long least(final int feed, final int exceptId, final int word) {
        long least = CoreCommands.NULL_VALUE;
        for (int slot = ofFeed.first(feed); slot != 0; slot = ofFeed.next(slot)) {
            final long mark = table.get(slot, word);
            if (id(slot) != exceptId && (least == CoreCommands.NULL_VALUE || mark < least)) {
                least = mark;
            }
        }
        return least;
    }
}
