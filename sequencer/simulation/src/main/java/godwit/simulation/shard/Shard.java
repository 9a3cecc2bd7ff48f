package godwit.simulation.shard;

import godwit.core.Core;
import godwit.sequencer.egress.FramePaths;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Lines;
import godwit.simulation.world.SimulationFailure;
import godwit.simulation.world.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard: its log, the member that leads, a replica that follows, snapshots, the spool. What was appended stays; the
 * leader may crash at any moment and comes back from a snapshot and the log after it, in a new term.
 */
public final class Shard {
    private static final long TICK_MS = 500;
    private static final int COMPARED_EVERY = 32;

    private final int number;
    private final LinkLines lines;
    private final Clock clock;
    private final Draw draw;
    private final Sabotage sabotage;
    private final Trace trace;
    private final FramePaths paths;
    private final RecordListener records;
    private final Spool spool = new Spool();
    private final List<LogEntry> log = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private Member leader;
    private Member follower;
    private long termId;
    private long clockOffsetMs;
    private long crashes;

    /** Hears of journal records, when they are first said and whenever they are said again. */
    @FunctionalInterface
    public interface RecordListener {
        /** A record. */
        void onRecord(int shard, long outputSequence, byte[] record);
    }

    /**
     * A shard that is not started.
     *
     * @param number        the shard's.
     * @param lines         to the other shards.
     * @param clock         the time.
     * @param draw          chooses.
     * @param trace         hears of restarts and snapshots.
     * @param paths         ways to the edges.
     * @param records       hears of journal records.
     * @param clockOffsetMs what the cluster's clock says when the run begins.
     * @param sabotage      what is wrong.
     */
    public Shard(
        final int number, final LinkLines lines, final Clock clock, final Draw draw, final Trace trace,
        final FramePaths paths, final RecordListener records, final long clockOffsetMs, final Sabotage sabotage) {
        this.number = number;
        this.lines = lines;
        this.sabotage = sabotage;
        this.clock = clock;
        this.draw = draw;
        this.trace = trace;
        this.paths = paths;
        this.records = records;
        this.clockOffsetMs = clockOffsetMs;
        this.follower = silent(null);
        clock.every(TICK_MS, () -> append(LogEntry.Kind.TIMER, null));
        clock.every(7, this::doWork);
    }

    /** Starts or restarts the leading member. */
    public void start() {
        final Snapshot snapshot = choose();
        final long from = snapshot == null ? 0 : snapshot.position();
        spool.continueAfter(snapshot == null ? 0 : snapshot.outputSequence());
        leader = new Member(number, paths, lines.stage(number, true), this::onRecord, snapshot, sabotage);
        for (int i = (int) from; i < log.size(); i++) {
            leader.apply(log.get(i));
        }
        leader.role(true, ++termId);
        trace.say(() -> "shard " + number + " leads term=" + termId + " from position=" + from + " of " + log.size());
        append(LogEntry.Kind.TERM, null);
        compare();
    }

    /** As a node's start does: the newest whose journal records the spool or the journal has. */
    private Snapshot choose() {
        long journaled = 0;
        for (int i = snapshots.size() - 1; i >= 0; i--) {
            final Snapshot snapshot = snapshots.get(i);
            journaled = Math.max(journaled, snapshot.journaled());
            if (snapshot.outputSequence() <= Math.max(spool.lastSequence(), journaled)) {
                return snapshot;
            }
        }
        return null;
    }

    /**
     * The leading member dies.
     *
     * @param unanswered commands that are in the log, but that the member did not come to.
     */
    public void crash(final List<byte[]> unanswered) {
        trace.say(() -> "shard " + number + " dies at position=" + log.size() + " unanswered=" + unanswered.size());
        leader = null;
        crashes++;
        unanswered.forEach(command -> append(LogEntry.Kind.COMMAND, command));
        if (draw.oneIn(3)) {
            spool.lose(draw.below(40));
        }
    }

    /** The wall clock of the machine that leads next is another one's. */
    public void stepClock(final long byMs) {
        clockOffsetMs += byMs;
    }

    /** The shard's number. */
    public int number() {
        return number;
    }

    /** Whether a member leads. */
    public boolean leads() {
        return leader != null;
    }

    /** A command arrives. */
    public void onCommand(final byte[] command) {
        sabotage.commands(command).forEach(one -> append(LogEntry.Kind.COMMAND, one));
    }

    private void append(final LogEntry.Kind kind, final byte[] command) {
        if (kind == LogEntry.Kind.TIMER && leader == null) {
            return;
        }
        final long timestampUs = (clockOffsetMs + clock.nowMs()) * 1_000;
        final LogEntry entry = new LogEntry(kind, timestampUs, termId, command);
        log.add(entry);
        if (command != null) {
            trace.say(() -> "log " + number + ":" + log.size() + " " + Lines.command(command));
        }
        if (leader != null) {
            leader.apply(entry);
        }
        follower.apply(entry);
        if (log.size() % COMPARED_EVERY == 0) {
            compare();
        }
    }

    private void compare() {
        if (leader != null && leader.core().stateHash() != follower.core().stateHash()) {
            throw new SimulationFailure("two replicas of shard " + number + " differ at position=" + log.size());
        }
    }

    /** A snapshot is taken; whoever restores it has the same state and the same bytes. */
    public void snapshot() {
        if (leader == null) {
            return;
        }
        final Snapshot snapshot = Snapshot.of(leader.core(), log.size());
        snapshots.add(snapshot);
        trace.say(() -> "snapshot position=" + snapshot.position() + " outputs=" + snapshot.outputSequence());
        follower = silent(snapshot);
        if (!Snapshot.of(follower.core(), log.size()).sameBytes(snapshot)) {
            throw new SimulationFailure("a restored snapshot gives other bytes, position=" + snapshot.position());
        }
    }

    private Member silent(final Snapshot snapshot) {
        return new Member(number, (channel, streamId) -> new NoPath(), lines.stage(number, false),
            this::onRecordAgain, snapshot, Sabotage.NONE);
    }

    private void onRecord(final long outputSequence, final byte[] record) {
        spool.append(outputSequence, record);
        records.onRecord(number, outputSequence, record);
    }

    private void onRecordAgain(final long outputSequence, final byte[] record) {
        records.onRecord(number, outputSequence, record);
    }

    private void doWork() {
        if (leader != null) {
            leader.doWork(spool);
        }
    }

    /** The journal records of the leading member. */
    public Spool spool() {
        return spool;
    }

    /** The core that leads; only while one {@link #leads}. */
    public Core core() {
        return leader.core();
    }

    /** How often a leader died. */
    public long crashes() {
        return crashes;
    }

    /** The state is what all of it says, and what the whole log says, from its beginning. */
    public void verify() {
        if (core().stateHash() != core().recomputeStateHash()) {
            throw new SimulationFailure("state hash=" + core().stateHash() + ", recomputed="
                + core().recomputeStateHash());
        }
        final Member replay = silent(null);
        log.forEach(replay::apply);
        if (replay.core().stateHash() != core().stateHash()) {
            throw new SimulationFailure("the log replayed from its beginning gives another state");
        }
        if (!Snapshot.of(replay.core(), log.size()).sameBytes(Snapshot.of(core(), log.size()))) {
            throw new SimulationFailure("the log replayed from its beginning gives other bytes");
        }
    }
}
