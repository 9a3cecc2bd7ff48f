package godwit.simulation.phone;

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

    /** A message without an answer. */
    static final class Item {
        final long chatId;
        final String key;
        private boolean sent;
        private boolean placed;
        private long refusedUntilMs = NOT_REFUSED;

        private Item(final long chatId, final String key) {
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
    private final ArrayDeque<Place> window = new ArrayDeque<>();

    Outbox(final int windowMax) {
        this.windowMax = windowMax;
    }

    /** All of it is forgotten. */
    void clear() {
        unanswered.clear();
        window.clear();
    }

    void add(final long chatId, final String key) {
        unanswered.put(key, new Item(chatId, key));
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

    /** It was answered; null: it was before. */
    Item onAnswer(final String key) {
        final Item item = unanswered.remove(key);
        leaveWindow(key);
        return item;
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
