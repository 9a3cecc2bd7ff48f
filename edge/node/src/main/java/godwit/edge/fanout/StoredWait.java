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
    private long deadlineMs = Long.MAX_VALUE;
    private long shownSequence;
    private long passedSequence;
    private long passedMsgId;

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

    /** Until when they are waited for. */
    public long deadlineMs() {
        return deadlineMs;
    }

    /** They are waited for from now on. */
    public void begin(final long newDeadlineMs) {
        deadlineMs = newDeadlineMs;
    }

    /** One of them was shown. */
    public void shown(final long sequence) {
        shownSequence = sequence;
    }

    /** Whether those at the end were not shown. */
    public boolean endsUnshown() {
        return shownSequence != toSequence;
    }

    /** One of them is not to be shown. */
    public void passed(final long sequence, final long msgId) {
        passedSequence = sequence;
        passedMsgId = msgId;
    }

    /** The id of the last stored entry if that is known and is not to be shown, else 0. */
    public long lastPassedMsgId() {
        return passedSequence == toSequence ? passedMsgId : 0;
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
