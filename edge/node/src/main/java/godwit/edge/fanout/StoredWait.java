package godwit.edge.fanout;

import godwit.protocol.codecs.StoreKind;
import java.util.ArrayDeque;

/**
 * Entries of a chat that are read from a store for one session, and what waits behind them. Single-threaded.
 */
public final class StoredWait implements Held {
    private final StoreKind store;
    private final long chatId;
    private final long fromSequence;
    private final long toSequence;
    private ArrayDeque<Held> held = new ArrayDeque<>();
    private long nextSequence;
    private boolean nothingPushed = true;

    /**
     * A wait.
     *
     * @param store        where the entries are.
     * @param chatId       of which chat.
     * @param fromSequence the first stored entry.
     * @param toSequence   the last one.
     */
    public StoredWait(final StoreKind store, final long chatId, final long fromSequence, final long toSequence) {
        this.store = store;
        this.chatId = chatId;
        this.fromSequence = fromSequence;
        this.toSequence = toSequence;
        this.nextSequence = fromSequence;
    }

    /** Where the entries are. */
    public StoreKind store() {
        return store;
    }

    /** Of which chat. */
    public long chatId() {
        return chatId;
    }

    /** Whether it is about the same entries. */
    public boolean same(final long otherFrom, final long otherTo) {
        return fromSequence == otherFrom && toSequence == otherTo;
    }

    /** The last stored entry. */
    public long toSequence() {
        return toSequence;
    }

    /** The lowest stored entry that did not come yet. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Entries up to this one came. */
    public void advance(final long sequence) {
        nextSequence = Math.max(nextSequence, sequence + 1);
    }

    /** Whether all stored entries came. */
    public boolean complete() {
        return nextSequence > toSequence;
    }

    /** One of them was pushed. */
    public void pushed() {
        nothingPushed = false;
    }

    /** Whether all that came was passed over. */
    public boolean nothingPushed() {
        return nothingPushed;
    }

    /** What waits, in order. */
    public ArrayDeque<Held> held() {
        return held;
    }

    /** Takes over what waited behind the wait before. */
    public void takeOver(final StoredWait before) {
        held = before.held;
    }
}
