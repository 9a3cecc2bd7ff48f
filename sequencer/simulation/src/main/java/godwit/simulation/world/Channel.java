package godwit.simulation.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One way of an ordered connection: what goes in comes out in order, after a delay, or, when it breaks, a first part of it
 * does and the rest never.
 *
 * @param <T> what goes in.
 */
public final class Channel<T> {
    private final Clock clock;
    private final Draw draw;
    private final long delayMaxMs;
    private final Consumer<T> receiver;
    private final ArrayDeque<T> underWay = new ArrayDeque<>();
    private long lastArrivalMs;
    private long generation;
    private long stalledUntilMs;

    /**
     * A channel.
     *
     * @param clock      the time.
     * @param draw       chooses delays.
     * @param delayMaxMs of one passage.
     * @param receiver   at the other end.
     */
    public Channel(final Clock clock, final Draw draw, final long delayMaxMs, final Consumer<T> receiver) {
        this.clock = clock;
        this.draw = draw;
        this.delayMaxMs = delayMaxMs;
        this.receiver = receiver;
    }

    /** Sends. */
    public void send(final T what) {
        underWay.add(what);
        final long arrivalMs = Math.max(clock.nowMs() + draw.between(0, delayMaxMs), stalledUntilMs);
        lastArrivalMs = Math.max(lastArrivalMs, arrivalMs);
        final long sent = generation;
        clock.after(lastArrivalMs - clock.nowMs(), () -> arrive(sent));
    }

    private void arrive(final long sent) {
        if (sent == generation) {
            receiver.accept(underWay.remove());
        }
    }

    /** Nothing that is sent from now on comes out before so much time has passed. */
    public void stall(final long durationMs) {
        stalledUntilMs = Math.max(stalledUntilMs, clock.nowMs() + durationMs);
    }

    /** Breaks; what is under way is lost. */
    public void cut() {
        generation++;
        underWay.clear();
        lastArrivalMs = clock.nowMs();
        stalledUntilMs = clock.nowMs();
    }

    /** Breaks; the first part of what was under way still counts as arrived, the caller decides what that means. */
    public List<T> cutAfterSome() {
        final List<T> arrived = new ArrayList<>();
        final int count = underWay.isEmpty() ? 0 : draw.below(underWay.size() + 1);
        for (int i = 0; i < count; i++) {
            arrived.add(underWay.remove());
        }
        cut();
        return arrived;
    }

    /** How many are under way. */
    public int count() {
        return underWay.size();
    }
}
