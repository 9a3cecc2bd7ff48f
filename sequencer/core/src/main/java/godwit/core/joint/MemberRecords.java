package godwit.core.joint;

import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * Members of chats: of own chats all, whom their owner keeps, of other shards' chats those that the owner of users was told
 * of. And how far each of them was told to the others, which is kept apart: of most there is nothing to tell yet, of those of
 * large groups never.
 */
public final class MemberRecords {
    /** Words of a record. */
    public static final int WORDS = 8;
    /** Whose it is. */
    public static final int OWNER = 0;
    /** Links it with those before and after it in its chat. */
    public static final int LINK = 1;
    /** In the lower half the role; in the upper one what was told, of former members what they left behind. */
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

    private static final int DELIVERED_MSG_ID = 1;
    private static final int READ_MSG_ID = 2;
    private static final int CHANGE = 3;

    private final Table table;
    private final Table told;
    private final RecordList ofChat;

    /** Registers the tables. */
    public MemberRecords(final Tables registry, final ChatRecords chats) {
        table = registry.table("members", WORDS);
        told = registry.table("toldMarks", 4);
        ofChat = new RecordList(table, LINK, chats.table(), ChatRecords.MEMBERS);
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

    /** What was told of a present member; 0: nothing yet. */
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

    /** The others are told that the member received so far. */
    public void tellDelivered(final int slot, final long sequence, final long msgId, final long change) {
        mark(slot, DELIVERED, sequence);
        told.set(makeTold(slot), DELIVERED_MSG_ID, msgId);
        told.set(told(slot), CHANGE, change);
    }

    /** The others are told that the member read so far. */
    public void tellRead(final int slot, final long sequence, final long msgId, final long change) {
        mark(slot, READ, sequence);
        told.set(makeTold(slot), READ_MSG_ID, msgId);
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

    /** Nothing is told of a present member any more. */
    public void forgetTold(final int slot) {
        final int made = told(slot);
        if (made != 0) {
            table.setHigh(slot, ROLE, 0);
            told.free(made);
        }
    }
}
