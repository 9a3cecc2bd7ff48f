package godwit.simulation.check;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** How far the devices of each user ever said they received or read a chat, and when: nobody may be told of more, or before. */
public final class Said {
    private record Mark(long chatId, String user) {
    }

    private final LongSupplier nowMs;
    private final Stamps stamps;
    /** How far, and since when in the run's time. */
    private final Map<Mark, TreeMap<Long, Long>> delivered = new HashMap<>();
    private final Map<Mark, TreeMap<Long, Long>> read = new HashMap<>();
    private final Map<Mark, Long> acknowledging = new HashMap<>();
    private final Map<Mark, Long> acknowledgingAnew = new HashMap<>();
    private final Map<Mark, Long> confirmed = new HashMap<>();

    /**
     * Of a run in which nobody said anything yet.
     *
     * @param nowMs  the run's time.
     * @param stamps what shards took for the time.
     */
    public Said(final LongSupplier nowMs, final Stamps stamps) {
        this.nowMs = nowMs;
        this.stamps = stamps;
    }

    /** A device says so. */
    void of(final long chatId, final String user, final long sequence, final boolean isRead) {
        of(delivered, new Mark(chatId, user), sequence);
        if (isRead) {
            of(read, new Mark(chatId, user), sequence);
        }
    }

    private void of(final Map<Mark, TreeMap<Long, Long>> marks, final Mark mark, final long sequence) {
        final TreeMap<Long, Long> moves = marks.computeIfAbsent(mark, m -> new TreeMap<>());
        if (moves.isEmpty() || sequence > moves.lastKey()) {
            moves.put(sequence, nowMs.getAsLong());
        }
    }

    /** The time at the shard of {@code listener} when a device of the user first said that it came so far; 0: none did. */
    long stamp(
        final long chatId, final String user, final long sequence, final boolean isRead, final String listener) {
        final TreeMap<Long, Long> moves = (isRead ? read : delivered).get(new Mark(chatId, user));
        final Map.Entry<Long, Long> move = moves == null ? null : moves.ceilingEntry(sequence);
        return move == null ? 0 : stamps.at(listener, move.getValue());
    }

    private static long last(final TreeMap<Long, Long> moves) {
        return moves == null || moves.isEmpty() ? 0 : moves.lastKey();
    }

    /** One device says that it has a chat up to an entry. */
    void ofDevice(final String client, final long chatId, final long sequence) {
        acknowledging.merge(new Mark(chatId, client), sequence, Math::max);
    }

    /** What it says so of it was pushed, so that this moves its cursor. */
    void ofPushed(final String client, final long chatId, final long sequence) {
        acknowledgingAnew.merge(new Mark(chatId, client), sequence, Math::max);
    }

    /** A device has an answer to that. */
    void confirmed(final String client, final long chatId, final long sequence) {
        confirmed.merge(new Mark(chatId, client), sequence, Math::max);
    }

    /** A device begins anew. */
    void forget(final String client) {
        confirmed.keySet().removeIf(mark -> mark.user.equals(client));
        lost(client);
    }

    /** Something was given up that waited for a device: perhaps before it was heard what the device said of it. */
    void lost(final String client) {
        acknowledgingAnew.keySet().removeIf(mark -> mark.user.equals(client));
    }

    /** How far a device ever said that it has a chat. */
    long acknowledging(final String client, final long chatId) {
        return acknowledging.getOrDefault(new Mark(chatId, client), 0L);
    }

    /** How far a device said so of what it was pushed, since it last began anew or was told that something was lost. */
    long acknowledgingAnew(final String client, final long chatId) {
        return acknowledgingAnew.getOrDefault(new Mark(chatId, client), 0L);
    }

    /** How far a device has an answer to that. */
    long confirmed(final String client, final long chatId) {
        return confirmed.getOrDefault(new Mark(chatId, client), 0L);
    }

    /** The highest entry that a device of the user said it received; 0: none. */
    long delivered(final long chatId, final String user) {
        return last(delivered.get(new Mark(chatId, user)));
    }

    /** The highest entry that a device of the user said it read; 0: none. */
    long read(final long chatId, final String user) {
        return last(read.get(new Mark(chatId, user)));
    }
}
