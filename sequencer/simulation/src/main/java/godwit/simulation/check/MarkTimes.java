package godwit.simulation.check;

import godwit.simulation.world.SimulationFailure;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one device was told of when marks moved: not before somebody said so, nor later than it is told; of another member the
 * same each time, while the device's shard knows of them without a break, and never earlier than what was told before it.
 */
final class MarkTimes {
    private record Mark(long chatId, String user, boolean isRead) {
    }

    private record Moved(long sequence, long timeMs) {
    }

    private final String user;
    private final Truth truth;
    private final Said said;
    private final int fanoutMax;
    private final Map<Mark, Moved> marks = new HashMap<>();

    MarkTimes(final String user, final Truth truth, final Said said, final int fanoutMax) {
        this.user = user;
        this.truth = truth;
        this.said = said;
        this.fanoutMax = fanoutMax;
    }

    void onMark(final long chatId, final String who, final boolean isRead, final long sequence, final long timeMs) {
        final long saidMs = said.stamp(chatId, who, sequence, isRead, user);
        check(timeMs >= saidMs && timeMs <= truth.homeLogMs(user), "%s is told that %s had %d of chat %d at %d, it was said "
            + "at %d, and it is %d", user, who, sequence, chatId, timeMs, saidMs, truth.homeLogMs(user));
        final Moved before = marks.put(new Mark(chatId, who, isRead), new Moved(sequence, timeMs));
        if (before == null || who.equals(user)) {
            return;
        }
        final boolean isSame = before.sequence == sequence && isKnownThroughout(truth.chat(chatId), who);
        check(isSame ? timeMs == before.timeMs : timeMs >= before.timeMs,
            "%s is told that %s had %d of chat %d at %d, and before %s", user, who, sequence, chatId, timeMs, before);
    }

    /** What is known of a member goes with the member, and with all others of the shard, or when the chat becomes wide. */
    private boolean isKnownThroughout(final Chat chat, final String who) {
        return !chat.cameBack(who) && !chat.cameBack(user)
            && !chat.anySince(0, state -> state.members().size() > fanoutMax);
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }
}
