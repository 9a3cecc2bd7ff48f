package godwit.journal.write;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages journaled last, by chat and sequence: a receipt names sequences, a row of messages is named by its id.
 * Bounded; what fell out is long stored and is looked up in the table. Single-threaded.
 */
public final class RecentMessages {
    private final int countMax;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param countMax how many are kept.
     */
    public RecentMessages(final int countMax) {
        this.countMax = countMax;
    }

    void add(final long chatId, final long sequence, final long msgId, final String senderId) {
        entries.put(new Key(chatId, sequence), new Entry(msgId, senderId));
        if (entries.size() > countMax) {
            final var oldest = entries.entrySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** What is remembered of a message, or null. */
    Entry get(final long chatId, final long sequence) {
        return entries.get(new Key(chatId, sequence));
    }

    private record Key(long chatId, long sequence) {
    }

    /** Its id and who sent it. */
    record Entry(long msgId, String senderId) {
    }
}
