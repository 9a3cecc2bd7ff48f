package godwit.simulation.shard;

import godwit.sequencer.NodeCounters;
import godwit.sequencer.link.LinkPath;
import godwit.sequencer.link.LinkStage;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Lines;
import godwit.simulation.world.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The lines between shards: what one offers may be held back, lost, come twice or late, and so behind what was offered
 * after it; a line may be cut for a while, both ways or one.
 */
public final class LinkLines {
    private static final long DELAY_MAX_MS = 4;
    private static final long LATE_MAX_MS = 2_500;
    /** Being late is as many times as frequent as the rest: only so does a record meet a link that began anew. */
    private static final int LATE_TIMES = 5;

    private final Clock clock;
    private final Draw draw;
    private final Trace trace;
    private final List<Shard> shards = new ArrayList<>();
    private final long[][] cutUntilMs;
    private final int count;
    private int oddPerMille;

    /**
     * Lines between shards that are to be added.
     *
     * @param count       of shards.
     * @param clock       the time.
     * @param draw        chooses.
     * @param trace       hears what goes over them.
     * @param oddPerMille commands that are held back, lost, come twice, or late.
     */
    public LinkLines(
        final int count, final Clock clock, final Draw draw, final Trace trace, final int oddPerMille) {
        this.count = count;
        this.clock = clock;
        this.draw = draw;
        this.trace = trace;
        this.oddPerMille = oddPerMille;
        this.cutUntilMs = new long[count][count];
    }

    /** The next shard by number. */
    public void add(final Shard shard) {
        shards.add(shard);
    }

    /** What goes from one shard to another is lost for a while. */
    public void cut(final int from, final int to, final long durationMs) {
        cutUntilMs[from][to] = Math.max(cutUntilMs[from][to], clock.nowMs() + durationMs);
    }

    /** Nothing odd happens from now on. */
    public void heal() {
        oddPerMille = 0;
        Arrays.stream(cutUntilMs).forEach(row -> Arrays.fill(row, 0));
    }

    /** The end of all lines of a shard at one of its members; of a follower nothing leaves. */
    LinkStage stage(final int shard, final boolean leads) {
        return new LinkStage(shard, count, to -> leads ? new Line(shard, to) : new NoLine(), new NodeCounters(),
            clock::nowNs, to -> { });
    }

    /** From one shard to another. */
    private final class Line implements LinkPath {
        private final int from;
        private final int to;
        private long lastArrivalMs;

        Line(final int from, final int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void doWork(final long nowMs) {
            // it is there, or cut
        }

        @Override
        public boolean offer(final DirectBuffer command, final int length) {
            if (!shards.get(to).leads() || draw.perMille(oddPerMille)) {
                return false;
            }
            if (clock.nowMs() < cutUntilMs[from][to]) {
                return draw.oneIn(2);
            }
            final byte[] copy = new byte[length];
            command.getBytes(0, copy);
            final int copies = (draw.perMille(oddPerMille) ? 0 : 1) + (draw.perMille(oddPerMille) ? 1 : 0);
            trace.say(() -> "shard " + from + " tells shard " + to + " x" + copies + " bytes=" + length);
            for (int i = 0; i < copies; i++) {
                clock.after(delayMs(), () -> arrive(copy));
            }
            return true;
        }

        /** Nobody types here: who does may always go unseen. */
        @Override
        public boolean offerTyping(final DirectBuffer message, final int length) {
            return false;
        }

        /** In order, but for what is late: that is overtaken. */
        private long delayMs() {
            if (draw.perMille(LATE_TIMES * oddPerMille)) {
                return draw.between(0, LATE_MAX_MS);
            }
            lastArrivalMs = Math.max(lastArrivalMs, clock.nowMs() + draw.between(0, DELAY_MAX_MS));
            return lastArrivalMs - clock.nowMs();
        }

        private void arrive(final byte[] command) {
            if (shards.get(to).leads()) {
                shards.get(to).onCommand(command);
            }
        }

        @Override
        public void close() {
            // what is under way may arrive
        }
    }

    /** Of a follower. */
    private static final class NoLine implements LinkPath {
        @Override
        public void doWork(final long nowMs) {
            // there is none
        }

        @Override
        public boolean offer(final DirectBuffer command, final int length) {
            throw new IllegalStateException("a follower told another shard something");
        }

        @Override
        public boolean offerTyping(final DirectBuffer message, final int length) {
            throw new IllegalStateException("a follower told another shard who types");
        }

        @Override
        public void close() {
            // there is nothing
        }
    }
}
