package godwit.simulation.shard;

import godwit.sequencer.NodeCounters;
import godwit.sequencer.link.LinkPath;
import godwit.sequencer.link.LinkStage;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Lines;
import godwit.simulation.world.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
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
    /** As long as a link waits that hears nothing before it begins anew. */
    private static final long TOLD_AGAIN_MS = 1_000;

    private final Clock clock;
    private final Draw draw;
    private final Trace trace;
    private final Sights sights;
    private final List<Shard> shards = new ArrayList<>();
    private final List<Sums> sums = new ArrayList<>();
    private final long[][] cutUntilMs;
    private final long[][] behindUntilMs;
    private final long[][] heldUntilMs;
    private final int count;
    private int oddPerMille;

    /**
     * Lines between shards that are to be added.
     *
     * @param count       of shards.
     * @param clock       the time.
     * @param draw        chooses.
     * @param trace       hears what goes over them.
     * @param sights      counts what happens to them.
     * @param oddPerMille commands that are held back, lost, come twice, or late.
     */
    public LinkLines(
        final int count, final Clock clock, final Draw draw, final Trace trace, final Sights sights, final int oddPerMille) {
        this.count = count;
        this.sights = sights;
        this.clock = clock;
        this.draw = draw;
        this.trace = trace;
        this.oddPerMille = oddPerMille;
        this.cutUntilMs = new long[count][count];
        this.behindUntilMs = new long[count][count];
        this.heldUntilMs = new long[count][count];
    }

    /** The next shard by number. */
    public void add(final Shard shard) {
        shards.add(shard);
        sums.add(new Sums());
    }

    /**
     * Up to which entry a shard may have been told what came of a chat's entries, and not these themselves; 0: of none.
     *
     * @param reach up to which entry that matters of what it was told.
     */
    public long summedTo(final int shard, final long chatId, final ToLongFunction<ToldChat> reach) {
        return sums.get(shard).upTo(chatId, reach);
    }

    /** What goes from one shard to another is lost for a while. */
    public void cut(final int from, final int to, final long durationMs) {
        if (clock.nowMs() < behindUntilMs[from][to]) {
            sights.saw(Sight.LINE_CUT_WHILE_BEHIND);
        }
        cutUntilMs[from][to] = Math.max(cutUntilMs[from][to], clock.nowMs() + durationMs);
    }

    /** What goes from one shard to another comes when so much time has passed, in its order. */
    public void hold(final int from, final int to, final long durationMs) {
        heldUntilMs[from][to] = Math.max(heldUntilMs[from][to], clock.nowMs() + durationMs);
    }

    /** Nothing odd happens from now on. */
    public void heal() {
        oddPerMille = 0;
        Arrays.stream(cutUntilMs).forEach(row -> Arrays.fill(row, 0));
    }

    /** The end of all lines of a shard at one of its members; nothing leaves one that never led. */
    LinkStage stage(final int shard, final Supplier<Standing> standing) {
        return new LinkStage(
            shard, count, to -> new Line(shard, to, standing), new NodeCounters(), clock::nowNs, to -> { });
    }

    /** Whether something between a shard and another may be lost that is not told again yet. */
    public boolean isBehind(final int shard) {
        for (int other = 0; other < count; other++) {
            if (clock.nowMs() < behindUntilMs[shard][other]) {
                return true;
            }
        }
        return false;
    }

    /** From one shard to another. */
    private final class Line implements LinkPath {
        private final int from;
        private final int to;
        private final Supplier<Standing> standing;
        private long lastArrivalMs;

        Line(final int from, final int to, final Supplier<Standing> standing) {
            this.from = from;
            this.to = to;
            this.standing = standing;
        }

        @Override
        public void doWork(final long nowMs) {
            // it is there, or cut
        }

        @Override
        public boolean offer(final DirectBuffer command, final int length) {
            verifyStanding();
            final boolean taken = send(command, length);
            if (!taken) {
                onLoss();
            }
            return taken;
        }

        private void verifyStanding() {
            if (standing.get() == Standing.FOLLOWER) {
                throw new IllegalStateException("a follower told another shard something");
            }
        }

        private void onLoss() {
            behindUntilMs[from][to] = clock.nowMs() + TOLD_AGAIN_MS;
        }

        private boolean send(final DirectBuffer command, final int length) {
            if (!shards.get(to).leads() || draw.perMille(oddPerMille)) {
                return false;
            }
            if (clock.nowMs() < cutUntilMs[from][to]) {
                onLoss();
                return draw.oneIn(2);
            }
            final byte[] copy = new byte[length];
            command.getBytes(0, copy);
            final int copies = (draw.perMille(oddPerMille) ? 0 : 1) + (draw.perMille(oddPerMille) ? 1 : 0);
            trace.say(() -> "shard " + from + " tells shard " + to + " x" + copies + " bytes=" + length);
            if (copies == 0) {
                onLoss();
            }
            for (int i = 0; i < copies; i++) {
                clock.after(delayMs(), () -> arrive(copy));
            }
            return true;
        }

        @Override
        public boolean offerTyping(final DirectBuffer message, final int length) {
            verifyStanding();
            if (clock.nowMs() < cutUntilMs[from][to] || draw.perMille(oddPerMille)) {
                return false;
            }
            final byte[] copy = new byte[length];
            message.getBytes(0, copy);
            clock.after(draw.between(0, DELAY_MAX_MS), () -> shards.get(to).onTyping(copy));
            return true;
        }

        /** In order, but for what is late: that is overtaken. */
        private long delayMs() {
            if (draw.perMille(LATE_TIMES * oddPerMille)) {
                return draw.between(0, LATE_MAX_MS);
            }
            if (clock.nowMs() < heldUntilMs[from][to]) {
                return heldUntilMs[from][to] - clock.nowMs();
            }
            lastArrivalMs = Math.max(lastArrivalMs, clock.nowMs() + draw.between(0, DELAY_MAX_MS));
            return lastArrivalMs - clock.nowMs();
        }

        private void arrive(final byte[] command) {
            if (shards.get(to).leads()) {
                sums.get(to).onBatch(command);
                shards.get(to).onCommand(command);
            }
        }

        @Override
        public void close() {
            // what is under way may arrive
        }
    }
}
