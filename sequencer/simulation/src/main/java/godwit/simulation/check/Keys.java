package godwit.simulation.check;

import godwit.core.CoreLimits;
import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The idempotency keys of senders and their places: one each. Where a shard may keep a few only, one that was forgotten has
 * another place when it comes again. Which go first is not judged: who sends a known one again sends, too, and no record says so.
 */
final class Keys {
    private record Key(String sender, long chatId, String key) {
    }

    private final long keysMax;
    private final long retentionMs;
    private final Map<Key, List<Entry>> places = new HashMap<>();
    private final Map<Integer, Long> sends = new HashMap<>();
    private long placedAgain;

    /** Of shards that keep so many, and each for so long. */
    Keys(final long keysMax, final long retentionMs) {
        this.keysMax = keysMax;
        this.retentionMs = retentionMs;
    }

    /** Whether shards forget keys for want of room, or before the run is over. */
    boolean areScarce() {
        return keysMax < CoreLimits.DEFAULT.keysMax() || retentionMs < CoreLimits.DEFAULT.inboxRetentionMs();
    }

    void onPlaced(final int number, final Entry entry) {
        final List<Entry> before = places.computeIfAbsent(
            new Key(entry.sender(), entry.chatId(), entry.key()), key -> new ArrayList<>(1));
        if (!before.isEmpty()) {
            final long keptMs = entry.timestampMs() - before.get(before.size() - 1).timestampMs();
            check(sends.get(number) >= keysMax || keptMs > retentionMs, "%s of %s has a place twice: %s, %s",
                entry.key(), entry.sender(), before, entry);
            placedAgain++;
        }
        before.add(entry);
        sends.merge(number, 1L, Long::sum);
    }

    /** A change is asked for: it is remembered, whatever becomes of it, and counts. */
    void onAsked(final int number) {
        sends.merge(number, 1L, Long::sum);
    }

    Entry last(final String sender, final long chatId, final String key) {
        final List<Entry> all = places.get(new Key(sender, chatId, key));
        return all == null ? null : all.get(all.size() - 1);
    }

    /**
     * The first place of a key, null if it has none: the one that follows those of what was sent before it. What was forgotten
     * is a message anew when it comes again, behind all that was sent since.
     */
    Entry first(final String sender, final long chatId, final String key) {
        final List<Entry> all = places.get(new Key(sender, chatId, key));
        return all == null ? null : all.get(0);
    }

    boolean isPlacedAgain(final String sender, final long chatId, final String key) {
        return places.getOrDefault(new Key(sender, chatId, key), List.of()).size() > 1;
    }

    Entry at(final String sender, final long chatId, final String key, final long sequence) {
        return places.getOrDefault(new Key(sender, chatId, key), List.of()).stream()
            .filter(entry -> entry.sequence() == sequence).findFirst().orElse(null);
    }

    long placedAgain() {
        return placedAgain;
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }
}
