package godwit.journal.write;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages journaled last, by chat and sequence: a receipt names sequences, a row of messages is named by its id.
 * Bounded; what fell out keeps its status in the table, and history takes it from the cursors anyway. Single-threaded.
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

    void forEach(final long chatId, final long from, final long to, final Consumer consumer) {
        for (long sequence = Math.max(from, to - countMax); sequence <= to; sequence++) {
            final Entry entry = entries.get(new Key(chatId, sequence));
            if (entry != null) {
                consumer.onMessage(sequence, entry.msgId(), entry.senderId());
            }
        }
    }

    /** Gets what is known of a message. */
    interface Consumer {
        /** One message. */
        void onMessage(long sequence, long msgId, String senderId);
    }

    private record Key(long chatId, long sequence) {
    }

    private record Entry(long msgId, String senderId) {
    }
}
