package godwit.simulation.check;

import java.util.HashMap;
import java.util.Map;

/** How far anybody was told of each chat, by an answer to a send, a push, or a page: nobody may be shown less later. */
public final class Told {
    private final Map<Long, Long> chats = new HashMap<>();

    /** Somebody is told of an entry. */
    void of(final long chatId, final long sequence) {
        chats.merge(chatId, sequence, Math::max);
    }

    /** The last entry of a chat that anybody was told of; 0: none. */
    public long last(final long chatId) {
        return chats.getOrDefault(chatId, 0L);
    }
}
