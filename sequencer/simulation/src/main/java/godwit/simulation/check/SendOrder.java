package godwit.simulation.check;

import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The sends of a device: none gets a place before what anybody was told of its chat when it was said first. And those of one
 * connection, chat by chat, as its client sees them: they are numbered in the order they were sent, and
 * none that was sent after one that was refused is accepted before a refused one came again, or two seconds are over. They
 * are those of the first that was refused: what is refused because of it makes them no longer.
 */
final class SendOrder {
    private static final long HOLD_MS = 2_000;
    /** More than may be unanswered: what is further away was answered long before. */
    private static final int NEAR = 128;

    private enum Outcome { NONE, SENT, REFUSED, GIVEN_UP }

    private static final class Send {
        private final String key;
        private final long saidMs;
        private final boolean neverSaidBefore;
        private final boolean again;
        private Outcome outcome = Outcome.NONE;
        private boolean placedByThis;
        private long sequence;
        private long answeredMs;

        private Send(final String key, final long saidMs, final boolean neverSaidBefore, final boolean again) {
            this.key = key;
            this.saidMs = saidMs;
            this.neverSaidBefore = neverSaidBefore;
            this.again = again;
        }
    }

    /** Up to which entry of its chat anybody had been told, by key. */
    private final Map<String, Long> toldTo = new HashMap<>();
    private final Set<String> saidHere = new HashSet<>();
    private final Map<Long, List<Send>> chats = new HashMap<>();

    void onConnected() {
        chats.clear();
        saidHere.clear();
    }

    /** {@code told}: the last entry of the chat that anybody was told of. */
    void onSaid(final long chatId, final String key, final long told, final long nowMs) {
        chats.computeIfAbsent(chatId, id -> new ArrayList<>())
            .add(new Send(key, nowMs, toldTo.putIfAbsent(key, told) == null, !saidHere.add(key)));
    }

    void onSent(
        final long chatId, final String key, final long sequence, final boolean duplicate, final long nowMs) {
        verifyTold(key, sequence);
        final List<Send> sends = chats.getOrDefault(chatId, List.of());
        final int place = open(sends, key);
        if (place < 0) {
            return;
        }
        final Send send = sends.get(place);
        send.outcome = Outcome.SENT;
        send.placedByThis = !duplicate || send.neverSaidBefore;
        send.sequence = sequence;
        send.answeredMs = nowMs;
        verifyOrder(sends, place);
        for (int i = place - 1; !send.again && i >= Math.max(0, place - NEAR); i--) {
            verifyHold(sends, i, send);
            if (sends.get(i).again) {
                break;
            }
        }
    }

    /** It is not sent again. */
    void onGivenUp(final long chatId, final String key) {
        final List<Send> sends = chats.getOrDefault(chatId, List.of());
        final int place = open(sends, key);
        if (place >= 0) {
            sends.get(place).outcome = Outcome.GIVEN_UP;
        }
    }

    /** It is not known whether it was accepted; {@code sequence}: of the place that it has all the same, or 0. */
    void onRefused(final long chatId, final String key, final long sequence, final long nowMs) {
        if (sequence > 0) {
            verifyTold(key, sequence);
        }
        final List<Send> sends = chats.getOrDefault(chatId, List.of());
        final int place = open(sends, key);
        if (place < 0) {
            return;
        }
        if (sequence > 0) {
            final Send send = sends.get(place);
            send.outcome = Outcome.SENT;
            send.placedByThis = send.neverSaidBefore;
            send.sequence = sequence;
            send.answeredMs = nowMs;
            verifyOrder(sends, place);
            return;
        }
        sends.get(place).outcome = Outcome.REFUSED;
        sends.get(place).answeredMs = nowMs;
        for (int i = place + 1; i < sends.size() && !sends.get(i).again; i++) {
            verifyHold(sends, place, sends.get(i));
        }
    }

    /** The answer to a key is the one to its latest send: it is not sent again before it is answered. */
    private static int open(final List<Send> sends, final String key) {
        for (int i = sends.size() - 1; i >= Math.max(0, sends.size() - NEAR); i--) {
            if (sends.get(i).key.equals(key)) {
                return sends.get(i).outcome == Outcome.NONE ? i : -1;
            }
        }
        return -1;
    }

    private void verifyTold(final String key, final long sequence) {
        check(sequence > toldTo.getOrDefault(key, 0L), "%s has sequence %d, but %d was told before it was sent", key, sequence,
            toldTo.get(key));
    }

    private static void verifyOrder(final List<Send> sends, final int place) {
        final Send send = sends.get(place);
        for (int i = Math.max(0, place - NEAR); i < Math.min(sends.size(), place + NEAR); i++) {
            final Send other = sends.get(i);
            final Send later = i < place ? send : other;
            final Send earlier = i < place ? other : send;
            if (i != place && other.outcome == Outcome.SENT && later.placedByThis) {
                check(earlier.sequence < later.sequence, "%s has sequence %d, %s was sent after it and has %d",
                    earlier.key, earlier.sequence, later.key, later.sequence);
            }
        }
    }

    private static void verifyHold(final List<Send> sends, final int place, final Send later) {
        final Send refused = sends.get(place);
        if (refused.outcome == Outcome.REFUSED && later.outcome == Outcome.SENT
            && later.answeredMs < heldFrom(sends, place) + HOLD_MS) {
            check(false, "%s was refused, %s was sent after it and has sequence %d", refused.key, later.key,
                later.sequence);
        }
    }

    /** When that was sent because of which the one at {@code place} may have been refused, or itself. */
    private static long heldFrom(final List<Send> sends, final int place) {
        final long saidMs = sends.get(place).saidMs;
        long fromMs = saidMs;
        for (int i = place; i > Math.max(0, place - NEAR) && !sends.get(i).again; i--) {
            final Send before = sends.get(i - 1);
            if (before.outcome == Outcome.REFUSED && saidMs < before.answeredMs + HOLD_MS) {
                fromMs = before.saidMs;
            }
        }
        return fromMs;
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }
}
