package godwit.edge.session;

import java.util.BitSet;

/**
 * Which of a connection's sends are unanswered: the newest may be at most so many after the oldest. Single-threaded.
 */
final class SendsInFlight {
    private final int inFlightMax;
    private final BitSet answered = new BitSet();
    private long oldest;
    private long next;

    SendsInFlight(final int inFlightMax) {
        this.inFlightMax = inFlightMax;
    }

    boolean full() {
        return next - oldest >= inFlightMax;
    }

    /** Takes the next position; there has to be room. */
    long take() {
        if (full()) {
            throw new IllegalStateException("next=" + next + " oldest=" + oldest + ", expected fewer than "
                + inFlightMax + " between");
        }
        return next++;
    }

    /** The newest one was not sent after all. */
    void giveBack(final long position) {
        if (position != next - 1) {
            throw new IllegalStateException("position=" + position + ", expected the newest: " + (next - 1));
        }
        next--;
    }

    void answered(final long position) {
        if (position < oldest || position >= next) {
            return;
        }
        answered.set(slot(position));
        while (oldest < next && answered.get(slot(oldest))) {
            answered.clear(slot(oldest));
            oldest++;
        }
    }

    private int slot(final long position) {
        return (int) (position % inFlightMax);
    }
}
