package godwit.simulation.check;

import java.util.HashMap;
import java.util.Map;

/** How far the devices of each user ever said they received or read a chat: nobody may be told of more. */
public final class Said {
    private record Mark(long chatId, String user) {
    }

    private final Map<Mark, Long> delivered = new HashMap<>();
    private final Map<Mark, Long> read = new HashMap<>();
    private final Map<Mark, Long> acknowledging = new HashMap<>();
    private final Map<Mark, Long> acknowledgingAnew = new HashMap<>();
    private final Map<Mark, Long> confirmed = new HashMap<>();

    /** A device says so. */
    void of(final long chatId, final String user, final long sequence, final boolean isRead) {
        delivered.merge(new Mark(chatId, user), sequence, Math::max);
        if (isRead) {
            read.merge(new Mark(chatId, user), sequence, Math::max);
        }
    }

    /** One device says that it has a chat up to an entry; {@code pushed}: which it was pushed, so that it moves its cursor. */
    void ofDevice(final String client, final long chatId, final long sequence, final boolean pushed) {
        acknowledging.merge(new Mark(chatId, client), sequence, Math::max);
        if (pushed) {
            acknowledgingAnew.merge(new Mark(chatId, client), sequence, Math::max);
        }
    }

    /** A device has an answer to that. */
    void confirmed(final String client, final long chatId, final long sequence) {
        confirmed.merge(new Mark(chatId, client), sequence, Math::max);
    }

    /** A device begins anew. */
    void forget(final String client) {
        confirmed.keySet().removeIf(mark -> mark.user.equals(client));
        acknowledgingAnew.keySet().removeIf(mark -> mark.user.equals(client));
    }

    /** How far a device ever said that it has a chat. */
    long acknowledging(final String client, final long chatId) {
        return acknowledging.getOrDefault(new Mark(chatId, client), 0L);
    }

    /** How far a device said so of what it was pushed, since it last began anew. */
    long acknowledgingAnew(final String client, final long chatId) {
        return acknowledgingAnew.getOrDefault(new Mark(chatId, client), 0L);
    }

    /** How far a device has an answer to that. */
    long confirmed(final String client, final long chatId) {
        return confirmed.getOrDefault(new Mark(chatId, client), 0L);
    }

    /** The highest entry that a device of the user said it received; 0: none. */
    long delivered(final long chatId, final String user) {
        return delivered.getOrDefault(new Mark(chatId, user), 0L);
    }

    /** The highest entry that a device of the user said it read; 0: none. */
    long read(final long chatId, final String user) {
        return read.getOrDefault(new Mark(chatId, user), 0L);
    }
}
