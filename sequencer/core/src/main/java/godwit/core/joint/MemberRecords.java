package godwit.core.joint;

import godwit.core.ChatView;
import godwit.core.state.Bytes;
import godwit.core.state.Intervals;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * Members of chats: of own chats all, whom their owner keeps, of other shards' chats those that the owner of users was told
 * of. And how far each of them was told to the others, which is kept apart: of most there is nothing to tell yet, of those of
 * large groups never.
 * <p>
 * A user's membership refers to the record of the member: of a chat of this shard to that of its owner, who alone changes
 * roles and times, else to one of its own. It has its own as well where the two may differ: when the owner forgot a former
 * member, or the user had been forgotten and came back.
 */
public final class MemberRecords {
    /** Words of a record. */
    public static final int WORDS = 8;
    /** Whose it is. */
    public static final int OWNER = 0;
    /** Links it with those before and after it in its chat. */
    public static final int LINK = 1;
    /** In the lower half the role; in the upper one what was told, of former members of own chats what they left behind. */
    public static final int ROLE = 2;
    /** How far the member received. */
    public static final int DELIVERED = 3;
    /** How far the member read. */
    public static final int READ = 4;
    /** How many messages of others are up to there. */
    public static final int READ_OTHERS = 5;
    /** How many messages the member wrote. */
    public static final int MESSAGES = 6;
    /** The member's times in the chat. */
    public static final int INTERVALS = 7;

    private static final int ROLE_MASK = 0xff;
    /** Beside the role: the user's membership refers to the record. */
    private static final int SHARED = 0x200;
    /** Beside the role: the record is the membership's alone, the owner of the chat has another one or none. */
    private static final int OF_USER = 0x400;
    private static final int DELIVERED_MSG_ID = 1;
    private static final int READ_MSG_ID = 2;
    private static final int CHANGE = 3;
    private static final int DELIVERED_MS = 4;
    private static final int READ_MS = 5;
    private static final int TOLD_WORDS = 6;
    private static final int LEFT_OTHERS = 1;
    private static final int LEFT_VERSION = 2;

    private final Table table;
    private final Table told;
    private final ChatRecords chats;
    private final RecordList ofChat;
    private final Intervals.Of intervals;
    private final SlotIndex index = new SlotIndex();

    /** Registers the tables. */
    public MemberRecords(final Tables registry, final ChatRecords chats, final Intervals allIntervals) {
        this.chats = chats;
        table = registry.table("members", WORDS);
        told = registry.table("toldMarks", TOLD_WORDS);
        ofChat = new RecordList(table, LINK, chats.table(), ChatRecords.MEMBERS);
        intervals = allIntervals.of(table, INTERVALS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The table of what was told. */
    public Table toldMarks() {
        return told;
    }

    /** The members of a chat, in the order in which they joined. */
    public RecordList ofChat() {
        return ofChat;
    }

    /** The members' times in their chats. */
    public Intervals.Of intervals() {
        return intervals;
    }

    /** An own chat's member of that interned id, or a former one; 0: none. */
    public int find(final int chat, final int id) {
        if (chats.kind(chat) == ChatView.DIRECT) {
            int slot = ofChat.first(chat);
            while (slot != 0 && table.high(slot, OWNER) != id) {
                slot = ofChat.next(slot);
            }
            return slot;
        }
        final long hash = Bytes.hash(chat, id);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = index.slot(position);
            if (table.get(slot, OWNER) == Table.pack(chat, id)) {
                return slot;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    /** An own chat's new member. */
    public int addOwned(final int chat, final int id) {
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(chat, id));
        if (chats.kind(chat) == ChatView.GROUP) {
            index.put(Bytes.hash(chat, id), slot);
        }
        return slot;
    }

    /** The chat's owner forgets a former member of a group; what the user's membership refers to is left to it. */
    public void forgetOwned(final int slot) {
        index.remove(Bytes.hash(table.low(slot, OWNER), table.high(slot, OWNER)), slot);
        forgetTold(slot);
        if (isShared(slot)) {
            table.set(slot, ROLE, role(slot) | OF_USER);
        } else {
            remove(slot);
        }
    }

    /**
     * The record for a new membership: that of the chat's owner, if it is new as well, or another one with the same words.
     *
     * @param messages how many there are in the chat.
     */
    public int join(final int chat, final int id, final long from, final long messages) {
        final int owned = chats.isOwned(chat) ? find(chat, id) : 0;
        if (owned != 0 && !isShared(owned) && isNew(owned, from, messages)) {
            table.setLow(owned, ROLE, table.low(owned, ROLE) | SHARED);
            return owned;
        }
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(chat, id));
        table.set(slot, ROLE, OF_USER);
        table.set(slot, DELIVERED, from - 1);
        table.set(slot, READ, from - 1);
        // Who comes back after the membership was forgotten has written before.
        final long own = owned == 0 ? 0 : Math.min(table.get(owned, MESSAGES), messages);
        table.set(slot, MESSAGES, own);
        table.set(slot, READ_OTHERS, messages - own);
        return slot;
    }

    private boolean isNew(final int slot, final long from, final long messages) {
        return intervals.oldestFrom(slot) == from && intervals.newestFrom(slot) == from
            && table.get(slot, DELIVERED) == from - 1 && table.get(slot, READ) == from - 1
            && table.get(slot, READ_OTHERS) == messages && table.get(slot, MESSAGES) == 0;
    }

    /** A membership is forgotten. */
    public void forgetMembership(final int slot) {
        if (isOfUser(slot)) {
            remove(slot);
        } else {
            table.setLow(slot, ROLE, table.low(slot, ROLE) & ~SHARED);
        }
    }

    private void remove(final int slot) {
        intervals.clear(slot);
        table.free(slot);
    }

    /** Whether the owner of the chat does not write here. */
    public boolean isOfUser(final int slot) {
        return (table.low(slot, ROLE) & OF_USER) != 0;
    }

    private boolean isShared(final int slot) {
        return (table.low(slot, ROLE) & SHARED) != 0;
    }

    /** The role. */
    public int role(final int slot) {
        return table.low(slot, ROLE) & ROLE_MASK;
    }

    /** The member has another role. */
    public void role(final int slot, final int role) {
        table.setLow(slot, ROLE, table.low(slot, ROLE) & ~ROLE_MASK | role);
    }

    /** A member leaves, with so many messages of others by then, and the chat of a version. */
    public void leaveBehind(final int slot, final long others, final long version) {
        forgetTold(slot);
        final int made = told.allocate();
        told.set(made, 0, slot);
        told.set(made, LEFT_OTHERS, others);
        told.set(made, LEFT_VERSION, version);
        table.setHigh(slot, ROLE, made);
    }

    /** How many messages of others there were when a former member left. */
    public long leftOthers(final int slot) {
        return told.get(told(slot), LEFT_OTHERS);
    }

    /** The chat's version after a former member left. */
    public long leftVersion(final int slot) {
        return told.get(told(slot), LEFT_VERSION);
    }

    /** Makes the index anew after a snapshot was loaded. */
    public void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            final int chat = table.low(slot, OWNER);
            if (chat != 0 && chats.isOwned(chat) && chats.kind(chat) == ChatView.GROUP && !isOfUser(slot)) {
                index.put(Bytes.hash(chat, table.high(slot, OWNER)), slot);
            }
        }
    }

    /** What was told of a present member, 0: nothing yet; or what a former one left behind. */
    public int told(final int slot) {
        return table.high(slot, ROLE);
    }

    /** The id of the entry up to which the member is told to have received; 0: not known. */
    public long deliveredMsgId(final int slot) {
        return told(slot) == 0 ? 0 : told.get(told(slot), DELIVERED_MSG_ID);
    }

    /** The id of the entry up to which the member is told to have read; 0: not known. */
    public long readMsgId(final int slot) {
        return told(slot) == 0 ? 0 : told.get(told(slot), READ_MSG_ID);
    }

    /** The stamp of the last receipt; 0: none. */
    public long change(final int slot) {
        return told(slot) == 0 ? 0 : told.get(told(slot), CHANGE);
    }

    /** When the mark of what the member received moved, as it is told, in milliseconds since 1970; 0: not known. */
    public long deliveredMs(final int slot) {
        return told(slot) == 0 ? 0 : told.get(told(slot), DELIVERED_MS);
    }

    /** When the mark of what the member read moved, as it is told, in milliseconds since 1970; 0: not known. */
    public long readMs(final int slot) {
        return told(slot) == 0 ? 0 : told.get(told(slot), READ_MS);
    }

    /** The others are told that the member received so far, at a time in milliseconds since 1970. */
    public void tellDelivered(
        final int slot, final long sequence, final long msgId, final long change, final long timeMs) {
        mark(slot, DELIVERED, sequence);
        tell(slot, DELIVERED_MSG_ID, msgId, change);
        told.set(told(slot), DELIVERED_MS, timeMs);
    }

    /** The others are told that the member read so far, at a time in milliseconds since 1970. */
    public void tellRead(final int slot, final long sequence, final long msgId, final long change, final long timeMs) {
        mark(slot, READ, sequence);
        tell(slot, READ_MSG_ID, msgId, change);
        told.set(told(slot), READ_MS, timeMs);
    }

    private void tell(final int slot, final int word, final long msgId, final long change) {
        told.set(makeTold(slot), word, msgId);
        told.set(told(slot), CHANGE, change);
    }

    /** Of an own chat's member it is written down already. */
    private void mark(final int slot, final int word, final long sequence) {
        final long before = table.get(slot, word);
        Invariants.atLeast("mark that is told", sequence, before);
        if (sequence > before) {
            table.set(slot, word, sequence);
        }
    }

    private int makeTold(final int slot) {
        if (told(slot) == 0) {
            final int made = told.allocate();
            told.set(made, 0, slot);
            table.setHigh(slot, ROLE, made);
        }
        return told(slot);
    }

    /** Nothing is told of a present member any more, or left behind by a former one. */
    public void forgetTold(final int slot) {
        final int made = told(slot);
        if (made != 0) {
            table.setHigh(slot, ROLE, 0);
            told.free(made);
        }
    }
}
