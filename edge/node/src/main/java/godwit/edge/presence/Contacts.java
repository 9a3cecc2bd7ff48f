package godwit.edge.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * When those are asked for again whom a connection may not see yet: they wrote to it, or created a chat with it, and so
 * perhaps allow it now, but their shard may know that later than the reader's. After a first word, which alone changes
 * anything, that is soon and some times more; after any other not often. Single-threaded.
 */
final class Contacts {
    private final Consumer<List<Want>> asking;
    private final FirstWords firstWords = new FirstWords();
    private final TreeSet<Want> late = new TreeSet<>(
        Comparator.<Want>comparingLong(want -> want.dueMs).thenComparingLong(want -> want.dueNumber));
    private long dueCount;
    private long nowMs;

    /** {@code asking} asks for some, as far as that is still of use. */
    Contacts(final Consumer<List<Want>> asking) {
        this.asking = asking;
    }

    void onTime(final long now) {
        nowMs = now;
        firstWords.onTime(now);
        if (isDue()) {
            final List<Want> due = new ArrayList<>();
            while (isDue()) {
                final Want want = late.first();
                forget(want);
                due.add(want);
            }
            ask(due);
        }
    }

    private boolean isDue() {
        return !late.isEmpty() && late.first().dueMs <= nowMs;
    }

    /** One was pushed what may be the first word of another to it alone, or a direct chat that the other created. */
    void heard(final String readerId, final String writerId) {
        firstWords.add(readerId, writerId, nowMs);
    }

    /** The same of one that wants to know of the other. */
    void onFirstWord(final Want want) {
        begin(want, PresenceLimits.FIRST_WORD_PAUSES_MS);
        askNotBefore(want, want.askedAgainMs + PresenceLimits.FIRST_WORD_PACE_MS);
    }

    /** The other one created the chat of the two: that happens once, but may be said again. */
    void onDirectChat(final Want want) {
        if (want.hasChat) {
            onWrote(want);
        } else {
            want.hasChat = true;
            onFirstWord(want);
        }
    }

    /** The other one wrote, and not for the first time, or perhaps not. */
    void onWrote(final Want want) {
        if (!hasPauses(want)) {
            begin(want, PresenceLimits.CONTACT_PAUSES_MS);
        }
        askNotBefore(want, want.askedAgainMs + PresenceLimits.CONTACT_PACE_MS);
    }

    /** The answer to the client was no. A later word that came before it has begun no more than a seldom asking. */
    void onSubscribedInVain(final Want want) {
        final boolean isSoon = hasPauses(want) && want.pausesMs == PresenceLimits.FIRST_WORD_PAUSES_MS;
        if (!isSoon && firstWords.has(want.link.userId(), want.watch.userId, nowMs)) {
            begin(want, PresenceLimits.FIRST_WORD_PAUSES_MS);
        }
        onNotVisible(want);
    }

    /** The answer was still no. */
    void onNotVisible(final Want want) {
        if (hasPauses(want) && later(want, nowMs + want.pausesMs[want.pause])) {
            want.pause++;
        }
    }

    /** There was no answer. */
    void onUnanswered(final Want want) {
        later(want, nowMs + PresenceLimits.CONTACT_RETRY_MS);
    }

    /** It is not to be asked for later. */
    void forget(final Want want) {
        if (want.dueMs != Want.NEVER) {
            late.remove(want);
            want.dueMs = Want.NEVER;
        }
    }

    private static void begin(final Want want, final long[] pausesMs) {
        want.pausesMs = pausesMs;
        want.pause = 0;
    }

    private static boolean hasPauses(final Want want) {
        return want.pause < want.pausesMs.length;
    }

    private void askNotBefore(final Want want, final long dueMs) {
        if (dueMs <= nowMs) {
            forget(want);
            ask(List.of(want));
        } else {
            later(want, dueMs);
        }
    }

    private void ask(final List<Want> wants) {
        wants.forEach(want -> want.askedAgainMs = nowMs);
        asking.accept(wants);
    }

    /** False: it is asked for before. */
    private boolean later(final Want want, final long dueMs) {
        final boolean isNew = want.dueMs == Want.NEVER || dueMs < want.dueMs;
        if (isNew) {
            forget(want);
            want.dueMs = dueMs;
            want.dueNumber = ++dueCount;
            late.add(want);
        }
        return isNew;
    }

    int count() {
        return late.size() + firstWords.count();
    }
}
