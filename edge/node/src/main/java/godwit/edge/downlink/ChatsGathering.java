package godwit.edge.downlink;

import godwit.edge.outbound.ChatFields;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A page of chats while its rows come in, from the shard, and their last messages from the store. Single-threaded.
 */
final class ChatsGathering {
    /** Last messages of one page that are read at a time, so that a long list leaves room for others. */
    static final int READS_MAX = 4;

    private final Map<Long, ChatFields> rows = new LinkedHashMap<>();
    private final Map<Long, Long> missing = new LinkedHashMap<>();
    private final ArrayDeque<Map.Entry<Long, Long>> toRead = new ArrayDeque<>();
    private long asOf;
    private long next;
    private int reads;
    private boolean ended;

    /** A row; {@code lastMissing}: its last message, of that sequence, is in the store; 0: it is not. */
    void add(final long chatId, final ChatFields row, final long lastMissing) {
        rows.put(chatId, row);
        if (lastMissing > 0) {
            missing.put(chatId, lastMissing);
        } else {
            missing.remove(chatId);
        }
    }

    void end(final long newAsOf, final long newNext) {
        ended = true;
        asOf = newAsOf;
        next = newNext;
        toRead.addAll(missing.entrySet());
    }

    /** Whether all rows came: what is missing is in the store. */
    boolean ended() {
        return ended;
    }

    /** A last message that is to be read now, its chat and sequence; null: none, or enough are being read. */
    Map.Entry<Long, Long> nextToRead() {
        if (reads == READS_MAX || toRead.isEmpty()) {
            return null;
        }
        reads++;
        return toRead.remove();
    }

    /** One reading is over, however. */
    void readOver() {
        reads--;
    }

    /** The store is away: what was not begun is not read. */
    void readNoMore() {
        toRead.clear();
    }

    boolean complete() {
        return reads == 0 && toRead.isEmpty();
    }

    Map<Long, ChatFields> rows() {
        return rows;
    }

    long asOf() {
        return asOf;
    }

    long next() {
        return next;
    }
}
