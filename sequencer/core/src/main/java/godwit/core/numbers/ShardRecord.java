package godwit.core.numbers;

import godwit.core.state.Table;
import godwit.core.state.Tables;

/** The one record of what belongs to the whole shard; each word is owned by the class that is named beside it. */
public final class ShardRecord {
    /** The record's slot. */
    public static final int SLOT = 1;
    /** Marks the record as live. */
    public static final int LIVE = 0;
    /** Clocks: for ids and stamps. */
    public static final int ID_TIME = 1;
    /** Clocks: for leases. */
    public static final int LEASE_TIME = 2;
    /** Clocks: of the last entry. */
    public static final int LAST_TIME = 3;
    /** Clocks: of the leadership. */
    public static final int TERM = 4;
    /** Counters: the last message id. */
    public static final int MSG_ID = 5;
    /** Counters: the last write time. */
    public static final int WRITE_TIME = 6;
    /** Counters: the last output sequence. */
    public static final int OUTPUT_SEQUENCE = 7;
    /** Counters: how far the journal is. */
    public static final int JOURNAL_POSITION = 8;
    /** Counters: this life of the shard. */
    public static final int INCARNATION = 9;
    /** Counters: the last change stamp. */
    public static final int CHANGE = 10;
    /** Counters: the last session number. */
    public static final int SESSION = 11;
    /** Counters: the last lease epoch. */
    public static final int EPOCH = 12;
    /** Entries: all in memory, oldest first. */
    public static final int ENTRIES = 13;
    /** Entries: the oldest whose payload is in memory. */
    public static final int OLDEST_PAYLOAD = 14;
    /** Entries: the oldest that is not journaled. */
    public static final int OLDEST_UNJOURNALED = 15;
    /** Entries: how many are not journaled. */
    public static final int UNJOURNALED_COUNT = 16;
    /** Entries: bytes of all that were ever appended. */
    public static final int APPENDED_BYTES = 17;
    /** Entries: bytes of those that are not journaled. */
    public static final int UNJOURNALED_BYTES = 18;
    /** Payloads: where the oldest begins. */
    public static final int PAYLOAD_HEAD = 19;
    /** Payloads: where the next begins. */
    public static final int PAYLOAD_TAIL = 20;
    /** Edges: all. */
    public static final int EDGES = 21;
    /** Sessions: those of edges that are gone, everybody knowing. */
    public static final int ENDING = 22;
    /** Redelivery: the wheel's position. */
    public static final int REDELIVERY_POSITION = 23;
    /** Inbox rows: the wheel's position. */
    public static final int GRACE_POSITION = 24;
    /** Keys of sends: the devices that sent, who sent nothing for longest first. */
    public static final int SENDERS = 25;
    /** Memberships: those that are over, the first to end first. */
    public static final int FORMERS = 26;
    /** Endings: leases that are over and have sessions that were not looked at yet. */
    public static final int ENDINGS = 27;
    /** Presence: the wheel's position. */
    public static final int PRESENCE_POSITION = 28;
    /** Subscriptions: those of leases that are over. */
    public static final int SUBSCRIPTIONS = 29;
    /** Entries: the oldest of which a row of inbox may be wanted still. */
    public static final int OLDEST_WANTED = 30;
    /** Entries: how many from that one on are without their payload. */
    public static final int BARE_COUNT = 31;
    /** Inbox rows: whatever was to be looked at by then was. */
    public static final int GRACE_OVER = 32;
    /** Inbox rows: the cursor that is looked at and has more than one look may consider; 0: none. */
    public static final int ROWS_CURSOR = 33;
    /** Limits: the first of their words. */
    public static final int LIMITS = 34;

    private static final int WORDS = LIMITS + LimitWords.COUNT;

    private final Table table;

    /** Registers the record. */
    public ShardRecord(final Tables registry) {
        table = registry.table("shard", WORDS);
    }

    /** Makes the record of a new shard. */
    public void lay() {
        table.allocate();
        table.set(SLOT, LIVE, 1);
        table.set(SLOT, INCARNATION, 1);
    }

    /** The table that holds it. */
    public Table table() {
        return table;
    }

    /** A word. */
    public long get(final int word) {
        return table.get(SLOT, word);
    }

    /** Changes a word. */
    public void set(final int word, final long value) {
        table.set(SLOT, word, value);
    }

    /** Adds to a word; the new value. */
    public long add(final int word, final long delta) {
        return table.add(SLOT, word, delta);
    }
}
