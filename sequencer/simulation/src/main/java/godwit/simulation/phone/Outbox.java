package godwit.simulation.phone;

import godwit.simulation.world.Draw;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a device wants to say and has no answer for, in order; kept over crashes. Knows what may be sent when: in order,
 * nothing of a chat behind something of it that was refused, no more than the window. What was refused keeps its place in
 * the window: it may have been accepted, and only so many later sends of the device let the shard know it again.
 */
final class Outbox {
    private static final long NOT_REFUSED = -1;
    private static final int SHOWN_MAX = 3;
    /** Of the answered ones the shard knows as many as four windows hold; one is left for what is to come. */
    private static final int KNOWN_WINDOWS = 3;
    private static final int AGAIN_ONE_IN = 4;

    /** A message without an answer. */
    static final class Item {
        final long chatId;
        final String key;
        private final long number;
        private boolean sent;
        private boolean placed;
        private long refusedUntilMs = NOT_REFUSED;

        private Item(final long chatId, final String key, final long number) {
            this.number = number;
            this.chatId = chatId;
            this.key = key;
        }
    }

    /** A position on the connection. */
    private static final class Place {
        private final String key;
        private boolean answered;

        private Place(final String key) {
            this.key = key;
        }
    }

    private final int windowMax;
    private final Map<String, Item> unanswered = new LinkedHashMap<>();
    private final ArrayDeque<Item> answered = new ArrayDeque<>();
    private final ArrayDeque<Place> window = new ArrayDeque<>();
    private long lastNumber;

    Outbox(final int windowMax) {
        this.windowMax = windowMax;
    }

    /** All of it is forgotten. */
    void clear() {
        unanswered.clear();
        answered.clear();
        window.clear();
    }

    void add(final long chatId, final String key) {
        unanswered.put(key, new Item(chatId, key, ++lastNumber));
    }

    /** Some that have their answers are to be sent once more, before all others: as if the answers had been forgotten. */
    void again(final Draw draw) {
        answered.removeIf(item -> lastNumber - item.number > (long) KNOWN_WINDOWS * windowMax);
        final Map<String, Item> rest = new LinkedHashMap<>(unanswered);
        unanswered.clear();
        answered.stream().filter(item -> !rest.containsKey(item.key) && draw.oneIn(AGAIN_ONE_IN))
            .forEach(item -> unanswered.put(item.key, new Item(item.chatId, item.key, item.number)));
        unanswered.putAll(rest);
    }

    /** How many were sent and have no answer. */
    long inDoubt() {
        return unanswered.values().stream().filter(item -> item.sent).count();
    }

    /** A new connection: nothing of it is sent. */
    void onConnected() {
        window.clear();
        unanswered.values().forEach(item -> {
            item.sent = false;
            item.placed = false;
            item.refusedUntilMs = NOT_REFUSED;
        });
    }

    /** What may be sent now, in order; counts as sent. */
    List<Item> take(final long nowMs) {
        final List<Item> now = new ArrayList<>();
        final Set<Long> blocked = new HashSet<>();
        for (final Item item : unanswered.values()) {
            final boolean due = !item.sent || item.refusedUntilMs != NOT_REFUSED && item.refusedUntilMs <= nowMs;
            if (due && !blocked.contains(item.chatId) && (item.placed || window.size() < windowMax)) {
                item.sent = true;
                item.refusedUntilMs = NOT_REFUSED;
                if (!item.placed) {
                    item.placed = true;
                    window.add(new Place(item.key));
                }
                now.add(item);
            } else if (due || item.refusedUntilMs != NOT_REFUSED) {
                blocked.add(item.chatId);
            }
        }
        return now;
    }

    /** It was answered. */
    void onAnswer(final String key) {
        final Item item = unanswered.get(key);
        onGivenUp(key);
        if (item != null) {
            answered.add(item);
            if (answered.size() > KNOWN_WINDOWS * windowMax) {
                answered.remove();
            }
        }
    }

    /** It was refused for good. */
    void onGivenUp(final String key) {
        unanswered.remove(key);
        leaveWindow(key);
    }

    /** It was refused for now. */
    void onRefused(final String key, final long untilMs) {
        final Item item = unanswered.get(key);
        if (item != null) {
            item.refusedUntilMs = untilMs;
        }
    }

    /** The window moves up to the oldest that has no answer. */
    private void leaveWindow(final String key) {
        for (final Place place : window) {
            if (place.key.equals(key) && !place.answered) {
                place.answered = true;
                break;
            }
        }
        while (!window.isEmpty() && window.peek().answered) {
            window.remove();
        }
    }

    boolean isEmpty() {
        return unanswered.isEmpty();
    }

    int count() {
        return unanswered.size();
    }

    @Override
    public String toString() {
        return unanswered.keySet().stream().limit(SHOWN_MAX).toList() + " of " + count();
    }
}
