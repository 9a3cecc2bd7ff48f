package godwit.edge.uplink;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What clients read before the user's shard heard that it is there, as happens with pages of another shard's chat whose link
 * lags: told again 500 ms later, then each time after twice as long, at most every 32 s, and given up after about an hour.
 * Of one connection and chat it is one. Single-threaded.
 */
final class LaterReads {
    private static final long FIRST_MS = 500;
    private static final int DOUBLINGS = 6;
    /** 31.5 s for those whose wait doubles, then 32 s each: an hour. */
    private static final int REPEATS_MAX = DOUBLINGS + 112;

    private record Key(long connectionId, long chatId) {
    }

    private final Map<Key, Acknowledgement> reads = new HashMap<>();
    private final PriorityQueue<Acknowledgement> byTime =
        new PriorityQueue<>(Comparator.comparingLong((Acknowledgement read) -> read.dueMs));
    private final int readsMax;

    /** At most so many wait. */
    LaterReads(final int readsMax) {
        this.readsMax = readsMax;
    }

    /**
     * It was too early for this one.
     *
     * @return false: there are too many of them, or it has been said too often, and it is given up.
     */
    boolean add(final Acknowledgement read, final long nowMs) {
        final Key key = key(read);
        final Acknowledgement known = reads.get(key);
        if (known != null) {
            if (known.sequence < read.sequence) {
                known.upTo(read.sequence, read.msgId, read.messageOrdinal);
            }
            return true;
        }
        if (read.repeats >= REPEATS_MAX || reads.size() >= readsMax) {
            return false;
        }
        read.dueMs = nowMs + (FIRST_MS << Math.min(read.repeats, DOUBLINGS));
        read.repeats++;
        reads.put(key, read);
        byTime.add(read);
        return true;
    }

    /** The next one whose time has come, which waits no more; null: none. */
    Acknowledgement poll(final long nowMs) {
        if (byTime.isEmpty() || byTime.peek().dueMs > nowMs) {
            return null;
        }
        final Acknowledgement due = byTime.remove();
        reads.remove(key(due));
        return due;
    }

    /** A connection is gone. */
    void forget(final long connectionId) {
        if (!byTime.isEmpty() && byTime.removeIf(read -> read.link.connectionId() == connectionId)) {
            reads.keySet().removeIf(key -> key.connectionId == connectionId);
        }
    }

    private static Key key(final Acknowledgement read) {
        return new Key(read.link.connectionId(), read.chatId);
    }
}
