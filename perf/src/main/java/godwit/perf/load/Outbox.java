package godwit.perf.load;

import java.util.ArrayDeque;

/**
 * What one user has to send in one chat, in order: unanswered sends stay until they are answered, and after a refusal or
 * a lost connection go out again, in order, before anything newer. Not thread-safe.
 */
final class Outbox {
    private final ArrayDeque<PendingSend> unanswered = new ArrayDeque<>();
    private final ArrayDeque<PendingSend> waiting = new ArrayDeque<>();
    private long resumeAtNs;
    private long retries;

    /** A send whose time has come. */
    void add(final PendingSend send) {
        waiting.addLast(send);
    }

    /**
     * The next send that may leave now, or null.
     *
     * @param nowNs       the time.
     * @param inFlightMax how many may stand from the oldest unanswered one to the newest.
     */
    PendingSend next(final long nowNs, final int inFlightMax) {
        if (waiting.isEmpty() || nowNs - resumeAtNs < 0) {
            return null;
        }
        final PendingSend first = waiting.peekFirst();
        if (!unanswered.isEmpty() && first.number() - unanswered.peekFirst().number() >= inFlightMax) {
            return null;
        }
        waiting.removeFirst();
        unanswered.addLast(first);
        return first;
    }

    /**
     * An answer came.
     *
     * @return the send that it answers, or null when none waits for it.
     */
    PendingSend onAnswer(final long number) {
        for (final PendingSend send : unanswered) {
            if (send.number() == number) {
                unanswered.remove(send);
                return send;
            }
        }
        return null;
    }

    /** A send was refused for now: it and all after it go out again, not before that time. */
    void onRefused(final long number, final long resumeAtNs) {
        boolean found = false;
        for (final PendingSend send : unanswered) {
            found |= send.number() == number;
        }
        if (!found) {
            return;
        }
        while (!unanswered.isEmpty() && unanswered.peekLast().number() >= number) {
            waiting.addFirst(unanswered.removeLast());
            retries++;
        }
        this.resumeAtNs = resumeAtNs;
    }

    /** The connection is gone: everything unanswered goes out again on the next one. */
    void onDisconnected(final long nowNs) {
        while (!unanswered.isEmpty()) {
            waiting.addFirst(unanswered.removeLast());
            retries++;
        }
        resumeAtNs = nowNs;
    }

    boolean isEmpty() {
        return unanswered.isEmpty() && waiting.isEmpty();
    }

    int size() {
        return unanswered.size() + waiting.size();
    }

    long retries() {
        return retries;
    }
}
