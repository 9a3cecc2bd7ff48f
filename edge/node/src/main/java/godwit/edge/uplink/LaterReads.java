package godwit.edge.uplink;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

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

    /** By connection and chat: that many connections go at once must not mean that all is looked through for each. */
    private final Map<Long, Map<Long, Acknowledgement>> reads = new HashMap<>();
    private final TreeSet<Acknowledgement> byTime = new TreeSet<>(
        Comparator.comparingLong((Acknowledgement read) -> read.dueMs)
            .thenComparingLong(read -> read.link.connectionId()).thenComparingLong(read -> read.chatId));
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
        final Map<Long, Acknowledgement> ofConnection = reads.getOrDefault(read.link.connectionId(), Map.of());
        final Acknowledgement known = ofConnection.get(read.chatId);
        if (known != null) {
            if (known.sequence < read.sequence) {
                known.upTo(read.sequence, read.msgId, read.messageOrdinal);
            }
            return true;
        }
        if (read.repeats >= REPEATS_MAX || byTime.size() >= readsMax) {
            return false;
        }
        read.dueMs = nowMs + (FIRST_MS << Math.min(read.repeats, DOUBLINGS));
        read.repeats++;
        reads.computeIfAbsent(read.link.connectionId(), id -> new HashMap<>()).put(read.chatId, read);
        byTime.add(read);
        return true;
    }

    /** The next one whose time has come, which waits no more; null: none. */
    Acknowledgement poll(final long nowMs) {
        if (byTime.isEmpty() || byTime.first().dueMs > nowMs) {
            return null;
        }
        final Acknowledgement due = byTime.pollFirst();
        final Map<Long, Acknowledgement> ofConnection = reads.get(due.link.connectionId());
        ofConnection.remove(due.chatId);
        if (ofConnection.isEmpty()) {
            reads.remove(due.link.connectionId());
        }
        return due;
    }

    /** A connection is gone. */
    void forget(final long connectionId) {
        final Map<Long, Acknowledgement> gone = reads.remove(connectionId);
        if (gone != null) {
            gone.values().forEach(byTime::remove);
        }
    }
}
