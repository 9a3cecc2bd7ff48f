package godwit.edge.downlink;

import godwit.edge.outbound.ChatFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A page of chats while its rows come in, from the shard, and their last messages from the store. Single-threaded.
 */
final class ChatsGathering {
    private final Map<Long, ChatFields> rows = new LinkedHashMap<>();
    private final Map<Long, Long> missing = new LinkedHashMap<>();
    private long asOf;
    private long next;
    private int reads;

    /** A row; {@code lastMissing}: its last message, of that sequence, is in the store; 0: it is not. */
    void add(final long chatId, final ChatFields row, final long lastMissing) {
        rows.put(chatId, row);
        if (lastMissing > 0) {
            missing.put(chatId, lastMissing);
        }
    }

    void end(final long newAsOf, final long newNext) {
        asOf = newAsOf;
        next = newNext;
        reads = missing.size();
    }

    /** Last messages to be read: chat and sequence. */
    Map<Long, Long> missing() {
        return missing;
    }

    /** One reading is over, however. */
    void readOver() {
        reads--;
    }

    boolean complete() {
        return reads == 0;
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
