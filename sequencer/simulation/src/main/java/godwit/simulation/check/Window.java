package godwit.simulation.check;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

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

    /** Whether something is in flight both of a chat that is of a kind and of one that is not. */
    boolean isOfBoth(final LongPredicate kind) {
        final long[] some = chats.keySet().stream().filter(chatId -> !chats.get(chatId).inFlight.isEmpty())
            .mapToLong(Long::longValue).toArray();
        return LongStream.of(some).anyMatch(kind) && !LongStream.of(some).allMatch(kind);
    }

    int count() {
        return count;
    }
}
