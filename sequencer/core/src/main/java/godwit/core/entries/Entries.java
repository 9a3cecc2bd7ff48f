package godwit.core.entries;

import godwit.core.CoreLimits;
import godwit.core.numbers.Clocks;
import godwit.core.numbers.Counters;
import godwit.core.numbers.LimitWords;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.state.Bytes;
import godwit.core.state.EntryRings;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The recent entries of all chats in one queue. An entry's payload leaves when memory is short, oldest first, journaled or
 * not; the rest of it when it is journaled and without payload, and no row of inbox is wanted of it any more. So of a chat a
 * contiguous end is here, and nothing that is not journaled is ever missing. What other shards journal goes also from among
 * entries that wait for this shard's journal. What only waits for rows of inbox takes as much as payloads at most; beyond, it
 * goes without: so all is bounded by the bytes of payloads however long that journal stands still.
 */
public final class Entries implements EntryRings.Numbered {
    private static final int CHAT_ID = 0;
    private static final int SEQUENCE = 1;
    private static final int MSG_ID = 2;
    private static final int ORDINAL = 3;
    private static final int DEVICE_HASH = 4;
    private static final int OUTPUT_SEQUENCE = 5;
    private static final int PAYLOAD = 6;
    private static final int LENGTHS = 7;
    private static final int PAYLOAD_HASH = 8;
    private static final int LINK = 9;
    private static final int CUMULATIVE_BYTES = 10;
    /** The sender's interned id, and when the entry came. */
    private static final int SENDER = 11;
    private static final int MESSAGE_ORDINAL = 12;
    private static final int WORDS = 13;
    /** What an entry takes beside its key and body: its record of 104, its share of the index, of segments' ends. */
    static final int RECORD_BYTES = 168;
    /** Stands for the output sequence of entries that another shard journals: below any position of our own journal. */
    private static final long LINKED = -1;
    private static final int STEPS_PER_APPEND = 64;
    /** When entries came is kept in units of 512 ms: in 32 bits that lasts as long as ids do. */
    private static final int CAME_BITS = 9;

    private final Table table;
    private final ShardRecord shard;
    private final Counters counters;
    private final Clocks clocks;
    private final LimitWords limits;
    private final RecordList queue;
    private final Payloads payloads;
    private final EntryRings rings;

    /** Registers the table of entries. */
    public Entries(final ShardContext context) {
        this.table = context.registry().table("entries", WORDS);
        this.shard = context.record();
        this.counters = context.counters();
        this.clocks = context.clocks();
        this.limits = context.limits();
        this.rings = new EntryRings(context.chatIndex());
        this.rings.entries(this);
        this.queue = new RecordList(table, LINK, shard.table(), ShardRecord.ENTRIES);
        this.payloads = new Payloads(shard);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** All of them, the oldest first. */
    public RecordList queue() {
        return queue;
    }

    /** Whether the journal is so far behind that no more may be accepted. */
    public boolean isJournalBehind() {
        final CoreLimits now = limits.get();
        return shard.get(ShardRecord.UNJOURNALED_COUNT) >= now.unjournaledEntriesMax()
            || shard.get(ShardRecord.UNJOURNALED_BYTES) >= now.unjournaledBytesMax();
    }

    /** Looks at where an entry is to stand, so that it is on its way from memory; what it returns says nothing. */
    public long look(final long chatId, final long sequence) {
        return rings.look(chatId, sequence);
    }

    /** A new entry; its slot. */
    public int append(final long chatId, final long sequence, final long msgId, final int sender) {
        final int slot = table.allocate();
        table.set(slot, CHAT_ID, chatId);
        table.set(slot, SEQUENCE, sequence);
        table.set(slot, MSG_ID, msgId);
        table.set(slot, SENDER, Table.pack(sender, (int) (clocks.idTime() - Clocks.EPOCH_MS >>> CAME_BITS)));
        queue.append(ShardRecord.SLOT, slot);
        rings.add(chatId, sequence, slot);
        return slot;
    }

    /** What a new entry says; it waits for the journal from here on. */
    public void write(
        final int slot, final long ordinal, final long messageOrdinal, final long deviceHash, final long outputSequence,
        final int kind, final DirectBuffer key, final DirectBuffer body) {
        table.set(slot, ORDINAL, ordinal);
        table.set(slot, MESSAGE_ORDINAL, messageOrdinal);
        table.set(slot, DEVICE_HASH, deviceHash);
        put(slot, outputSequence, kind, key, body);
        shard.add(ShardRecord.UNJOURNALED_COUNT, 1);
        shard.add(ShardRecord.UNJOURNALED_BYTES, bytes(slot));
        startAt(ShardRecord.OLDEST_UNJOURNALED, slot);
    }

    /** What an entry of another shard's chat says: its owner journals it, so it may leave memory at any time. */
    public void writeLinked(
        final int slot, final long ordinal, final long messageOrdinal, final long deviceHash, final int kind,
        final DirectBuffer key, final DirectBuffer body) {
        table.set(slot, ORDINAL, ordinal);
        table.set(slot, MESSAGE_ORDINAL, messageOrdinal);
        table.set(slot, DEVICE_HASH, deviceHash);
        put(slot, LINKED, kind, key, body);
    }

    private void put(
        final int slot, final long outputSequence, final int kind, final DirectBuffer key, final DirectBuffer body) {
        table.set(slot, LENGTHS, (long) body.capacity() << 32 | (long) key.capacity() << 8 | kind);
        final int length = key.capacity() + body.capacity();
        // Until it has its output sequence, it is not taken for one that is done.
        makeRoom(length);
        table.set(slot, OUTPUT_SEQUENCE, outputSequence);
        final long position = payloads.reserve(length);
        payloads.write(position, key, 0, key.capacity());
        payloads.write(position + key.capacity(), body, 0, body.capacity());
        table.set(slot, PAYLOAD, position + 1);
        table.set(slot, PAYLOAD_HASH, Bytes.hashWide(payloads.segment(position), Payloads.offset(position), length));
        table.set(slot, CUMULATIVE_BYTES, shard.add(ShardRecord.APPENDED_BYTES, length + RECORD_BYTES));
        startAt(ShardRecord.OLDEST_PAYLOAD, slot);
        startAt(ShardRecord.OLDEST_WANTED, slot);
    }

    private long bytes(final int slot) {
        return RECORD_BYTES + keyLength(slot) + bodyLength(slot);
    }

    /** An entry in memory; 0: it is not. */
    public int find(final long chatId, final long sequence) {
        final int slot = rings.find(chatId, sequence);
        return slot != 0 && table.get(slot, CHAT_ID) == chatId && table.get(slot, SEQUENCE) == sequence ? slot : 0;
    }

    /** Some entries are journaled now, or some time passed: lets go what may go. */
    public void release() {
        markJournaled(CoreLimits.ENTRY_STEPS_PER_TICK);
        evict(0, CoreLimits.ENTRY_STEPS_PER_TICK);
        passUnwanted(CoreLimits.ENTRY_STEPS_PER_TICK);
        prune(CoreLimits.ENTRY_STEPS_PER_TICK);
        rings.sweep();
    }

    /** Whether an entry's payload is here. */
    public boolean hasPayload(final int slot) {
        return table.get(slot, PAYLOAD) != 0;
    }

    /** Whether an entry is journaled. */
    public boolean isJournaled(final int slot) {
        return outputSequence(slot) <= counters.journalPosition();
    }

    /** The record that it is journaled in. */
    public long outputSequence(final int slot) {
        return table.get(slot, OUTPUT_SEQUENCE);
    }

    @Override
    public long chatId(final int slot) {
        return table.get(slot, CHAT_ID);
    }

    @Override
    public long sequence(final int slot) {
        return table.get(slot, SEQUENCE);
    }

    /** Its id. */
    public long msgId(final int slot) {
        return table.get(slot, MSG_ID);
    }

    /** Its number among its sender's in the chat. */
    public long ordinal(final int slot) {
        return table.get(slot, ORDINAL);
    }

    /** Its number among the chat's messages; of a change: so many were before it. */
    public long messageOrdinal(final int slot) {
        return table.get(slot, MESSAGE_ORDINAL);
    }

    /** Its sender's interned id. */
    public int sender(final int slot) {
        return table.low(slot, SENDER);
    }

    /** Since when it is here, in milliseconds, up to 512 ms too late. */
    public long cameMs(final int slot) {
        return ((table.high(slot, SENDER) & 0xffff_ffffL) + 1 << CAME_BITS) + Clocks.EPOCH_MS;
    }

    /** The hash of its sender's device id: with the sender it tells the device. */
    public long deviceHash(final int slot) {
        return table.get(slot, DEVICE_HASH);
    }

    /** What its body is. */
    public int kind(final int slot) {
        return (int) table.get(slot, LENGTHS) & 0xff;
    }

    /** The length of its key. */
    public int keyLength(final int slot) {
        return (int) table.get(slot, LENGTHS) >>> 8;
    }

    /** The length of its body. */
    public int bodyLength(final int slot) {
        return table.high(slot, LENGTHS);
    }

    /** Lets a view show its key. */
    public void wrapKey(final int slot, final UnsafeBuffer view) {
        wrap(slot, 0, keyLength(slot), view);
    }

    /** Lets a view show its body. */
    public void wrapBody(final int slot, final UnsafeBuffer view) {
        wrap(slot, keyLength(slot), bodyLength(slot), view);
    }

    /** Lets a view show its whole payload. */
    public void wrapPayload(final int slot, final UnsafeBuffer view) {
        wrap(slot, 0, keyLength(slot) + bodyLength(slot), view);
    }

    /** How many bytes of payloads there are, and of gaps between them. */
    public long payloadBytes() {
        return shard.get(ShardRecord.PAYLOAD_TAIL) - shard.get(ShardRecord.PAYLOAD_HEAD);
    }

    /** Checks that the payloads are what their hashes say. */
    public void verify() {
        for (int slot = queue.first(ShardRecord.SLOT); slot != 0; slot = queue.next(slot)) {
            if (hasPayload(slot)) {
                final long position = table.get(slot, PAYLOAD) - 1;
                Invariants.holds(payloads.has(position), "payload is not in memory position=" + position);
                Invariants.same("hash of payload", Bytes.hashWide(payloads.segment(position), Payloads.offset(position),
                    keyLength(slot) + bodyLength(slot)), table.get(slot, PAYLOAD_HASH));
            }
        }
    }

    /** Forgets what is not in tables, before a snapshot is loaded. */
    public void reset() {
        payloads.reset();
    }

    /**
     * Puts an entry's payload back while a snapshot is loaded, after its record and the shard's. Of an image's record it may
     * have left memory since: positions grow for ever, so whatever stands before where the oldest begins is passed over.
     */
    public void restorePayload(final int slot, final DirectBuffer source, final int offset, final int length) {
        Invariants.same("payload length", length, keyLength(slot) + bodyLength(slot));
        payloads.restore(table.get(slot, PAYLOAD) - 1, source, offset, length);
    }

    /** Makes the rings anew after a snapshot was loaded; the chats are in their index. */
    public void reindex() {
        rings.clear();
        for (int slot = queue.first(ShardRecord.SLOT); slot != 0; slot = queue.next(slot)) {
            rings.add(chatId(slot), sequence(slot), slot);
        }
    }

    private void wrap(final int slot, final int from, final int length, final UnsafeBuffer view) {
        final long payload = table.get(slot, PAYLOAD);
        Invariants.present("payload", payload);
        final long position = payload - 1 + from;
        if (length == 0) {
            view.wrap(0, 0);
        } else {
            view.wrap(payloads.segment(position), Payloads.offset(position), length);
        }
    }

    private void startAt(final int word, final int slot) {
        if (shard.get(word) == 0) {
            shard.set(word, slot);
        }
    }

    private void makeRoom(final int length) {
        markJournaled(STEPS_PER_APPEND);
        evict(length, STEPS_PER_APPEND);
        passUnwanted(STEPS_PER_APPEND);
        prune(STEPS_PER_APPEND);
    }

    private void evict(final int length, final int stepsMax) {
        int steps = 0;
        int oldest = (int) shard.get(ShardRecord.OLDEST_PAYLOAD);
        while (oldest != 0 && heldBytes(oldest) + length > limits.get().payloadBytesMax() && steps++ < stepsMax) {
            final int next = queue.next(oldest);
            payloads.releaseTo(hasNextPayload(next) ? table.get(next, PAYLOAD) - 1
                : shard.get(ShardRecord.PAYLOAD_TAIL));
            table.set(oldest, PAYLOAD, 0);
            shard.add(ShardRecord.BARE_COUNT, 1);
            oldest = hasNextPayload(next) ? next : 0;
        }
        shard.set(ShardRecord.OLDEST_PAYLOAD, oldest);
    }

    /** Entries without payload of which no row of inbox is wanted any more, or so many that nobody waits for them. */
    private void passUnwanted(final int stepsMax) {
        int steps = 0;
        int oldest = (int) shard.get(ShardRecord.OLDEST_WANTED);
        while (oldest != 0 && outputSequence(oldest) != 0 && !hasPayload(oldest) && steps++ < stepsMax
            && (isLookedAt(oldest) || shard.get(ShardRecord.BARE_COUNT) > limits.get().payloadBytesMax() / RECORD_BYTES)) {
            final int next = queue.next(oldest);
            if (outputSequence(oldest) == LINKED) {
                removeLinked(oldest, next);
            }
            shard.add(ShardRecord.BARE_COUNT, -1);
            oldest = next;
        }
        shard.set(ShardRecord.OLDEST_WANTED, oldest);
        Invariants.atLeast("entries without payload", shard.get(ShardRecord.BARE_COUNT), 0);
    }

    /** Whoever had not acknowledged it after the grace has a row of it. */
    private boolean isLookedAt(final int slot) {
        return cameMs(slot) + limits.get().inboxGraceMs() <= shard.get(ShardRecord.GRACE_OVER);
    }

    /** Another shard's entry waits for nothing here, so it goes before older ones that wait for the journal. */
    private void removeLinked(final int slot, final int next) {
        if (shard.get(ShardRecord.OLDEST_UNJOURNALED) == slot) {
            shard.set(ShardRecord.OLDEST_UNJOURNALED, next != 0 && outputSequence(next) != 0 ? next : 0);
        }
        remove(slot);
    }

    private void remove(final int slot) {
        if (queue.first(ShardRecord.SLOT) == slot) {
            queue.remove(ShardRecord.SLOT, slot);
            rings.removeOldest(queue.first(ShardRecord.SLOT));
        } else {
            queue.remove(ShardRecord.SLOT, slot);
            rings.remove(chatId(slot), sequence(slot));
        }
        table.free(slot);
    }

    /** What the entries with payloads take, from the oldest on, their records included. */
    private long heldBytes(final int oldest) {
        return shard.get(ShardRecord.APPENDED_BYTES) - table.get(oldest, CUMULATIVE_BYTES)
            + keyLength(oldest) + bodyLength(oldest) + 2L * RECORD_BYTES;
    }

    private boolean hasNextPayload(final int slot) {
        return slot != 0 && hasPayload(slot);
    }

    private void markJournaled(final int stepsMax) {
        int steps = 0;
        int oldest = (int) shard.get(ShardRecord.OLDEST_UNJOURNALED);
        while (oldest != 0 && isJournaled(oldest) && outputSequence(oldest) != 0 && steps++ < stepsMax) {
            if (outputSequence(oldest) != LINKED) {
                shard.add(ShardRecord.UNJOURNALED_COUNT, -1);
                shard.add(ShardRecord.UNJOURNALED_BYTES, -bytes(oldest));
            }
            final int next = queue.next(oldest);
            oldest = next != 0 && outputSequence(next) != 0 ? next : 0;
        }
        shard.set(ShardRecord.OLDEST_UNJOURNALED, oldest);
        Invariants.atLeast("unjournaled entries", shard.get(ShardRecord.UNJOURNALED_COUNT), 0);
    }

    private void prune(final int stepsMax) {
        int steps = 0;
        int oldest = queue.first(ShardRecord.SLOT);
        while (oldest != 0 && steps++ < stepsMax && isDone(oldest)) {
            remove(oldest);
            oldest = queue.first(ShardRecord.SLOT);
        }
    }

    private boolean isDone(final int slot) {
        return outputSequence(slot) != 0 && !hasPayload(slot) && isJournaled(slot)
            && shard.get(ShardRecord.OLDEST_UNJOURNALED) != slot && shard.get(ShardRecord.OLDEST_WANTED) != slot;
    }
}
