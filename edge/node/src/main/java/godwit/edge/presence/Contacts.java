package godwit.edge.presence;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * When those are asked for again whom a connection may not see yet: they wrote to it, or created a chat with it, and so
 * perhaps allow it now. Where an entry is pushed nobody knows whether its chat is a direct one, so none is asked for often.
 * Single-threaded.
 */
final class Contacts {
    private final Consumer<Want> asking;
    private final PriorityQueue<Late> late = new PriorityQueue<>(
        Comparator.comparingLong(Late::dueMs).thenComparingLong(Late::number));
    private long lateCount;
    private long nowMs;

    private record Late(Want want, long dueMs, long number) {
    }

    /** {@code asking} asks for one, if that is still of use. */
    Contacts(final Consumer<Want> asking) {
        this.asking = asking;
    }

    void onTime(final long now) {
        nowMs = now;
        while (!late.isEmpty() && late.peek().dueMs <= now) {
            final Want want = late.remove().want;
            want.late = false;
            ask(want);
        }
    }

    /** The other one wrote, or created a chat of the two. */
    void onContact(final Want want, final boolean isNewChat) {
        want.retries = 1;
        final long dueMs = want.askedAgainMs
            + (isNewChat ? PresenceLimits.NEW_CHAT_PACE_MS : PresenceLimits.CONTACT_PACE_MS);
        if (dueMs <= nowMs) {
            ask(want);
        } else {
            later(want, dueMs);
        }
    }

    /** The answer was still no. */
    void onNotVisible(final Want want) {
        if (want.retries > 0) {
            want.retries--;
            onUnanswered(want);
        }
    }

    /** There was no answer. */
    void onUnanswered(final Want want) {
        later(want, nowMs + PresenceLimits.CONTACT_RETRY_MS);
    }

    private void ask(final Want want) {
        want.askedAgainMs = nowMs;
        asking.accept(want);
    }

    private void later(final Want want, final long dueMs) {
        if (!want.late) {
            want.late = true;
            late.add(new Late(want, dueMs, ++lateCount));
        }
    }

    int count() {
        return late.size();
    }
}
