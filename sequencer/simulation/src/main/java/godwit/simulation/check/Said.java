package godwit.simulation.check;

import java.util.HashMap;
import java.util.Map;

/** How far the devices of each user ever said they received or read a chat: nobody may be told of more. */
public final class Said {
    private record Mark(long chatId, String user) {
    }

    private final Map<Mark, Long> delivered = new HashMap<>();
    private final Map<Mark, Long> read = new HashMap<>();

    /** A device says so. */
    void of(final long chatId, final String user, final long sequence, final boolean isRead) {
        delivered.merge(new Mark(chatId, user), sequence, Math::max);
        if (isRead) {
            read.merge(new Mark(chatId, user), sequence, Math::max);
        }
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
