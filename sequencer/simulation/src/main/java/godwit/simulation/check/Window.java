package godwit.simulation.check;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a connection was shown and did not acknowledge, as its client sees it: the shard, which hears of acknowledgements
 * later, and of what is shown earlier, has at least as much in flight.
 */
final class Window {
    private static final class Chat {
        private final TreeSet<Long> inFlight = new TreeSet<>();
        private long acknowledged;
    }

    private final Map<Long, Chat> chats = new HashMap<>();
    private int count;

    void clear() {
        chats.clear();
        count = 0;
    }

    /** An entry was shown; what was acknowledged before counts no more. */
    void onShown(final long chatId, final long sequence) {
        final Chat chat = chats.computeIfAbsent(chatId, id -> new Chat());
        if (sequence > chat.acknowledged && chat.inFlight.add(sequence)) {
            count++;
        }
    }

    /** The client acknowledges an entry and all before it. */
    void onAcknowledging(final long chatId, final long sequence) {
        final Chat chat = chats.computeIfAbsent(chatId, id -> new Chat());
        chat.acknowledged = Math.max(chat.acknowledged, sequence);
        final var done = chat.inFlight.headSet(sequence, true);
        count -= done.size();
        done.clear();
    }

    int count() {
        return count;
    }
}
