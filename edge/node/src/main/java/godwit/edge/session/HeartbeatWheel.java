package godwit.edge.session;

import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The deadlines of an event loop's sessions: heartbeats, CONNECTs, tokens. A frame does not touch it: a session whose
 * deadline comes looks at its last frame and sets the next. Single-threaded.
 */
public final class HeartbeatWheel {
    /** No timer. */
    public static final long NO_TIMER = DeadlineTimerWheel.NULL_DEADLINE;

    private static final long TICK_MS = 64;
    private static final int TICKS = 256;
    private static final int EXPIRIES_PER_POLL_MAX = 10_000;

    private final Long2ObjectHashMap<Deadline> deadlines = new Long2ObjectHashMap<>();
    private final DeadlineTimerWheel wheel;

    /** What is called when a deadline has come. */
    @FunctionalInterface
    public interface Deadline {
        /** The deadline has come; its timer is gone. */
        void onDeadline();
    }

    /**
     * A wheel.
     *
     * @param nowMs the time, monotonic.
     */
    public HeartbeatWheel(final long nowMs) {
        this.wheel = new DeadlineTimerWheel(TimeUnit.MILLISECONDS, nowMs, TICK_MS, TICKS);
    }

    /**
     * Sets a timer.
     *
     * @param deadlineMs when, monotonic; it comes up to {@value #TICK_MS} ms late, never early.
     * @param deadline   what to call.
     * @return the timer.
     */
    public long schedule(final long deadlineMs, final Deadline deadline) {
        final long timer = wheel.scheduleTimer(deadlineMs);
        deadlines.put(timer, deadline);
        return timer;
    }

    /** Forgets a timer; {@link #NO_TIMER} and such as are gone already are fine. */
    public void cancel(final long timer) {
        if (timer != NO_TIMER && deadlines.remove(timer) != null) {
            wheel.cancelTimer(timer);
        }
    }

    /**
     * Calls for each deadline that has come.
     *
     * @param nowMs the time, monotonic.
     * @return how many.
     */
    public int poll(final long nowMs) {
        int expired = 0;
        int more;
        do {
            more = wheel.poll(nowMs, this::onExpiry, EXPIRIES_PER_POLL_MAX - expired);
            expired += more;
        } while (expired < EXPIRIES_PER_POLL_MAX && wheel.currentTickTime() <= nowMs);
        return expired;
    }

    /** How many timers are set. */
    public long count() {
        return wheel.timerCount();
    }

    private boolean onExpiry(final TimeUnit unit, final long nowMs, final long timer) {
        final Deadline deadline = deadlines.remove(timer);
        if (deadline != null) {
            deadline.onDeadline();
        }
        return true;
    }
}
