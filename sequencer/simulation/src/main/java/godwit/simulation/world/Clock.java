package godwit.simulation.world;

import java.util.PriorityQueue;

/** The simulated time, and what is to happen when; what falls on the same time happens in the order it was asked for. */
public final class Clock {
    private record Event(long dueMs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            return dueMs == other.dueMs ? Long.compare(number, other.number) : Long.compare(dueMs, other.dueMs);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMs;
    private long lastNumber;

    /** Milliseconds since the run began. */
    public long nowMs() {
        return nowMs;
    }

    /** The same in nanoseconds, for those who count so. */
    public long nowNs() {
        return nowMs * 1_000_000;
    }

    /** Something happens after so many milliseconds. */
    public void after(final long delayMs, final Runnable action) {
        if (delayMs < 0) {
            throw new IllegalArgumentException("delayMs=" + delayMs + ", expected 0 or more");
        }
        events.add(new Event(nowMs + delayMs, ++lastNumber, action));
    }

    /** Something happens again and again, until the run is over. */
    public void every(final long periodMs, final Runnable action) {
        after(periodMs, () -> {
            action.run();
            every(periodMs, action);
        });
    }

    /** Lets so much time pass. */
    public void run(final long durationMs) {
        final long endMs = nowMs + durationMs;
        while (!events.isEmpty() && events.peek().dueMs <= endMs) {
            final Event event = events.remove();
            nowMs = event.dueMs;
            event.action.run();
        }
        nowMs = endMs;
    }
}
