package godwit.core;

import java.util.Arrays;

/** The sessions that a delivery goes to, and for each the entry of the chat that it follows there. Reused. */
public final class Targets {
    private long[] sessions = new long[16];
    private long[] previousSequences = new long[16];
    private boolean[] live = new boolean[16];
    private int count;

    /** How many. */
    public int count() {
        return count;
    }

    /** The session of a target. */
    public long session(final int index) {
        return sessions[index];
    }

    /**
     * The chat's entry that the delivered one follows for that target: the one pushed before it there, never an own send
     * that was passed over; 0: a push from the cursor starts here (after an attach, a resync, or silence).
     */
    public long previousSequence(final int index) {
        return previousSequences[index];
    }

    /** Whether the target follows the chat's subscription from the next entry on. */
    public boolean isLive(final int index) {
        return live[index];
    }

    /** Forgets all; for the core only. */
    public void clear() {
        count = 0;
    }

    /** Adds one that is not live; for the core only. */
    public void add(final long session, final long previousSequence) {
        add(session, previousSequence, false);
    }

    /** Adds one; for the core only. */
    public void add(final long session, final long previousSequence, final boolean isLive) {
        if (count == sessions.length) {
            sessions = Arrays.copyOf(sessions, count * 2);
            previousSequences = Arrays.copyOf(previousSequences, count * 2);
            live = Arrays.copyOf(live, count * 2);
        }
        sessions[count] = session;
        live[count] = isLive;
        previousSequences[count++] = previousSequence;
    }
}
