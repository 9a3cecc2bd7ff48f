package godwit.simulation.shard;

import godwit.core.Core;
import godwit.sequencer.egress.FramePath;
import godwit.sequencer.egress.FramePaths;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Lines;
import godwit.simulation.world.SimulationFailure;
import godwit.simulation.world.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.agrona.collections.LongHashSet;

/**
 * A shard: its log, and one or three members that apply it, each in its time. What was appended stays; members die, stand
 * still, fall behind and come back from snapshots and the log after them; as long as most of them are there one leads, each
 * time in a new term. A shard of one member has a second one that never leads, to compare with.
 */
public final class Shard {
    private static final long TICK_MS = 500;
    private static final long CYCLE_MS = 7;
    private static final Set<LogEntry.Kind> LOST = EnumSet.of(LogEntry.Kind.COMMAND, LogEntry.Kind.TIMER);
    private static final long HEARD_LATE_MS = 490;
    private static final int COMPARED_EVERY = 32;
    private static final int FEW_RECORDS = 40;
    private static final int MANY_RECORDS = 1_000;
    private static final long ELECTION_MAX_MS = 1_500;
    private static final long AWAY_AGAIN_MAX_MS = 1_000;
    private static final long JUST_LED_MS = 500;
    private static final int DEATHS_WHILE_RESTORING_ONE_IN = 8;

    private final int number;
    private final LinkLines lines;
    private final Clock clock;
    private final Draw draw;
    private final Sabotage sabotage;
    private final Trace trace;
    private final FramePaths paths;
    private final Sights sights;
    private final Draw nested;
    private final RecordListener records;
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Integer, Long> hashes = new HashMap<>();
    private final Map<Integer, Snapshot> snapshots = new HashMap<>();
    /** The latest stamp there was, by the time of the run from which on. */
    private final TreeMap<Long, Long> stamps = new TreeMap<>();
    private final List<Replica> voters = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private Replica leader;
    private Replica followed;
    private long termId;
    private long clockOffsetMs;
    private long latestLogMs;
    private long crashes;
    private long tickedMs;
    private long ledSinceMs;
    private boolean inTime = true;
    private boolean healed;

    /** Hears of journal records, when they are first said and whenever they are said again. */
    @FunctionalInterface
    public interface RecordListener {
        /** A record. */
        void onRecord(int shard, long outputSequence, byte[] record);
    }

    /**
     * What a shard stands on.
     *
     * @param lines         to the other shards.
     * @param clock         the time.
     * @param trace         hears of restarts and snapshots.
     * @param paths         ways to the edges.
     * @param records       hears of journal records.
     * @param sights        counts what happens.
     * @param images        chooses when images are written.
     * @param nested        chooses which members die while they come back.
     * @param clockOffsetMs what the clusters' clocks say when the run begins.
     */
    public record Ground(
        LinkLines lines, Clock clock, Trace trace, FramePaths paths, RecordListener records, Sights sights,
        Draw images, Draw nested, long clockOffsetMs) {
    }

    /**
     * A shard that is not started.
     *
     * @param number   the shard's.
     * @param members  that may lead.
     * @param ground   what it stands on.
     * @param draw     chooses.
     * @param sabotage what is wrong.
     */
    public Shard(
        final int number, final int members, final Ground ground, final Draw draw, final Sabotage sabotage) {
        this.number = number;
        this.lines = ground.lines;
        this.clock = ground.clock;
        this.trace = ground.trace;
        this.paths = ground.paths;
        this.records = ground.records;
        this.sights = ground.sights;
        this.nested = ground.nested.split();
        this.clockOffsetMs = ground.clockOffsetMs;
        this.draw = draw;
        this.sabotage = sabotage;
        for (int i = 0; i < members; i++) {
            voters.add(new Replica(i, this::live, images(ground), this::onRecord));
        }
        replicas.addAll(voters);
        if (members == 1) {
            replicas.add(new Replica(1, (standing, heard, snapshot) -> silent(snapshot), images(ground),
                this::onRecord));
        }
        clock.every(TICK_MS, this::tick);
        clock.every(CYCLE_MS, this::doWork);
    }

    // ---- its members

    private static ImageWork images(final Ground ground) {
        return new ImageWork(ground.images.split(), ground.sights);
    }

    private Member live(final Supplier<Standing> standing, final Member.Records heard, final Snapshot snapshot) {
        return new Member(number, (channel, streamId) -> path(standing, paths.open(channel, streamId)),
            lines.stage(number, standing), heard, snapshot, sabotage, sights);
    }

    private Member silent(final Snapshot snapshot) {
        final Supplier<Standing> follows = () -> Standing.FOLLOWER;
        return new Member(number, (channel, streamId) -> path(follows, null), lines.stage(number, follows),
            this::onRecord, snapshot, Sabotage.NONE, sights);
    }

    private FramePath path(final Supplier<Standing> standing, final FramePath whole) {
        return new MemberPath(standing, whole);
    }

    private void onRecord(final long outputSequence, final byte[] record) {
        records.onRecord(number, outputSequence, record);
    }

    /** All members start, and one leads. */
    public void start() {
        replicas.forEach(replica -> replica.start(null));
        elect();
    }

    private void start(final Replica replica) {
        if (replica.lives()) {
            return;
        }
        final Snapshot snapshot = replica.choose();
        if (snapshot != replica.newest()) {
            sights.saw(Sight.OLDER_SNAPSHOT_CHOSEN);
        }
        replica.start(snapshot);
        trace.say(() -> "shard " + number + " member " + replica.number() + " starts at position=" + replica.applied()
            + " of " + log.size());
        if (snapshot != null) {
            sights.saw(Sight.RESTORED);
            restoredWith(snapshot);
        }
        if (!healed && nested.oneIn(DEATHS_WHILE_RESTORING_ONE_IN)) {
            dieAgain(replica);
        } else {
            electSoon();
        }
    }

    /** It comes to a part of what it missed, or to nothing of it, and dies. */
    private void dieAgain(final Replica replica) {
        final long until = nested.between(replica.applied(), log.size());
        while (replica.applied() < until) {
            step(replica);
        }
        trace.say(() -> "shard " + number + " member " + replica.number() + " dies again at position=" + replica.applied());
        sights.saw(Sight.DIED_WHILE_RESTORING);
        die(replica, nested.between(1, AWAY_AGAIN_MAX_MS));
    }

    private void electSoon() {
        clock.after(healed || voters.size() == 1 ? 0 : draw.between(20, ELECTION_MAX_MS), this::elect);
    }

    private void elect() {
        final List<Replica> there = voters.stream().filter(Replica::isThere).toList();
        if (leader != null || 2 * there.size() <= voters.size()) {
            return;
        }
        final Replica next = there.get(draw.below(there.size()));
        catchUp(next);
        if (voters.size() > 1 && termId > 0) {
            sights.saw(Sight.MEMBER_TOOK_OVER);
        }
        leader = next;
        ledSinceMs = clock.nowMs();
        next.lead(++termId);
        trace.say(() -> "shard " + number + " member " + next.number() + " leads term=" + termId + " position="
            + log.size());
        append(LogEntry.Kind.TERM, null);
    }

    private void catchUp(final Replica replica) {
        while (replica.applied() < log.size()) {
            step(replica);
        }
    }

    private void step(final Replica replica) {
        final LogEntry entry = log.get(replica.applied());
        replica.step(entry);
        if (replica.applied() % COMPARED_EVERY == 0) {
            compare(replica);
        }
        if (entry.kind() == LogEntry.Kind.SNAPSHOT) {
            snapshot(replica);
        }
    }

    /** At the same place of the log the state is the same, whoever comes there, and whenever. */
    private void compare(final Replica replica) {
        final long hash = replica.core().stateHash();
        final Long before = hashes.putIfAbsent(replica.applied(), hash);
        if (before != null && before != hash) {
            throw new SimulationFailure("two replicas of shard " + number + " differ at position=" + replica.applied());
        }
    }

    private void snapshot(final Replica replica) {
        final Snapshot snapshot = Snapshot.of(replica.core(), replica.applied());
        final Snapshot before = snapshots.putIfAbsent(replica.applied(), snapshot);
        if (before != null && !before.sameBytes(snapshot)) {
            throw new SimulationFailure(
                "snapshots of two replicas of shard " + number + " differ at position=" + snapshot.position());
        }
        replica.add(before == null ? snapshot : before);
    }

    private void doWork() {
        for (final Replica replica : replicas) {
            if (replica.isThere() && replica.lagsUntilMs() <= clock.nowMs() && !hearsLate(replica)) {
                catchUp(replica);
                replica.doWork();
            }
        }
    }

    /** Where a leader answers what others do not have they come to it some cycles later, or little would be lost. */
    private boolean hearsLate(final Replica replica) {
        return replica != leader && sabotage.answeredUncommitted() > 0 && clock.nowMs() % HEARD_LATE_MS >= CYCLE_MS;
    }

    // ---- what happens to it

    /**
     * The leading member dies, and comes back after a while.
     *
     * @param unanswered commands that are in the log, but that the member did not come to.
     * @param awayMs     until it comes back.
     */
    public void crash(final List<byte[]> unanswered, final long awayMs) {
        final Replica dead = leader;
        loseUncommitted(sabotage.answeredUncommitted());
        stepDown(unanswered);
        die(dead, awayMs);
        electSoon();
    }

    private void loseUncommitted(final int most) {
        for (int i = most; i > 0 && isOnlyLeaders(log.size()); i--) {
            hashes.remove(log.size());
            log.remove(log.size() - 1);
        }
    }

    /** Whether no member but the leading one came to it: a command or tick of a shard of several may be lost with that one. */
    private boolean isOnlyLeaders(final int position) {
        return voters.size() > 1 && LOST.contains(log.get(position - 1).kind())
            && replicas.stream().allMatch(one -> one == leader || !one.lives() || one.applied() < position);
    }

    /** All members die at once, and come back after a while. */
    public void crashAll(final List<byte[]> unanswered, final long awayMs) {
        stepDown(unanswered);
        voters.stream().filter(Replica::lives).forEach(replica -> die(replica, awayMs));
    }

    /** The leading member stands still, and nobody has noticed yet: what comes into the log waits for it. */
    public void stallLeader() {
        leader.pause(true);
    }

    /** It is noticed, and another one leads; when the old one wakes it says what it had not said, in its old term. */
    public void pauseLeader(final List<byte[]> unanswered, final long forMs) {
        final Replica old = leader;
        stepDown(unanswered);
        old.pause(true);
        final int late = (int) draw.between(old.applied(), log.size());
        clock.after(forMs, () -> wake(old, late));
        electSoon();
    }

    private void wake(final Replica old, final int late) {
        if (!old.lives()) {
            return;
        }
        old.pause(false);
        trace.say(() -> "shard " + number + " member " + old.number() + " wakes, late=" + (late - old.applied()));
        while (old.applied() < late) {
            sights.saw(Sight.FORMER_LEADER_SPOKE);
            step(old);
        }
        if (leader != old) {
            old.follow(termId);
        }
        electSoon();
    }

    private void stepDown(final List<byte[]> unanswered) {
        trace.say(() -> "shard " + number + " has no leader at position=" + log.size() + " unanswered="
            + unanswered.size());
        leader = null;
        crashes++;
        unanswered.forEach(command -> append(LogEntry.Kind.COMMAND, command));
    }

    private void die(final Replica replica, final long awayMs) {
        replica.die();
        if (draw.oneIn(2)) {
            replica.spool().lose(switch (draw.below(3)) {
                case 0 -> draw.below(FEW_RECORDS);
                case 1 -> draw.below(MANY_RECORDS);
                default -> Integer.MAX_VALUE;
            });
        }
        clock.after(awayMs, () -> start(replica));
    }

    /** Whether it has members beside the leading one. */
    public boolean hasFollowers() {
        return voters.size() > 1;
    }

    /** Whether so few are there that none leads when one more dies. */
    public boolean isFragile() {
        return 2 * (voters.stream().filter(Replica::isThere).count() - 1) <= voters.size();
    }

    /** A member that does not lead dies, and comes back; the leading one has to step down before, if it {@link #isFragile}. */
    public void killFollower(final long awayMs) {
        final List<Replica> others = voters.stream().filter(one -> one.isThere() && one != leader).toList();
        if (!others.isEmpty()) {
            die(others.get(draw.below(others.size())), awayMs);
        }
    }

    /** The leading member leads no more, and nobody died. */
    public void resign(final List<byte[]> unanswered) {
        final Replica old = leader;
        stepDown(unanswered);
        // What is committed it still hears of, but as one among others.
        old.pause(false);
        old.follow(termId);
        electSoon();
    }

    /** The members that do not lead fall behind for a while. */
    public void lag(final long forMs) {
        replicas.stream().filter(one -> one != leader).forEach(one -> one.lagUntil(clock.nowMs() + forMs));
    }

    /** Whoever lives takes part at once from now on. */
    public void heal() {
        healed = true;
        replicas.forEach(replica -> replica.lagUntil(0));
    }

    /** The wall clock of the machine that leads next is another one's. */
    public void stepClock(final long byMs) {
        clockOffsetMs += byMs;
        inTime = false;
    }

    /** A snapshot is taken by every member, at this place of the log; whoever restores it has the same state and bytes. */
    public void snapshot() {
        if (leader == null || !leader.isThere()) {
            return;
        }
        append(LogEntry.Kind.SNAPSHOT, null);
        final Snapshot snapshot = snapshots.get(log.size());
        trace.say(() -> "snapshot of shard " + number + " position=" + snapshot.position() + " outputs="
            + snapshot.outputSequence());
        final List<Replica> others = replicas.stream().filter(one -> one.isThere() && one != leader).toList();
        if (!others.isEmpty()) {
            restore(others.get(draw.below(others.size())), snapshot);
        }
    }

    private void restoredWith(final Snapshot snapshot) {
        if (snapshot.hasImage()) {
            sights.saw(Sight.RESTORED_WITH_IMAGE);
        }
    }

    /** From its own snapshot, which may have an image where others' have none. */
    private void restore(final Replica replica, final Snapshot snapshot) {
        catchUp(replica);
        replica.die();
        replica.start(replica.newest());
        restoredWith(replica.newest());
        if (!Snapshot.of(replica.core(), log.size()).sameBytes(snapshot)) {
            throw new SimulationFailure("a restored snapshot gives other bytes, position=" + snapshot.position());
        }
    }

    // ---- its log

    /** A command arrives. */
    public void onCommand(final byte[] command) {
        sabotage.commands(command).forEach(one -> append(LogEntry.Kind.COMMAND, one));
    }

    /** Bytes come that no edge would have sent: parts of a command, or none at all. */
    public void onPoison(final Draw chance) {
        if (leader != null) {
            append(LogEntry.Kind.COMMAND, Poison.of(log, chance));
        }
    }

    private void tick() {
        if (leader != null) {
            tickedMs = clock.nowMs();
            append(LogEntry.Kind.TIMER, null);
        }
    }

    private void append(final LogEntry.Kind kind, final byte[] command) {
        if (kind != LogEntry.Kind.SNAPSHOT) {
            // Of that the core hears nothing, nor of its time.
            latestLogMs = Math.max(latestLogMs, clockOffsetMs + clock.nowMs());
            stamps.put(clock.nowMs(), latestLogMs);
        }
        log.add(new LogEntry(kind, (clockOffsetMs + clock.nowMs()) * 1_000, termId, command));
        if (command != null) {
            trace.say(() -> "log " + number + ":" + log.size() + " " + Lines.command(command));
        }
        if (leader != null && leader.isThere()) {
            catchUp(leader);
        }
    }

    // ---- questions

    /** The shard's number. */
    public int number() {
        return number;
    }

    /** Whether a member leads. */
    public boolean leads() {
        return leader != null;
    }

    /** Whether a member leads since just now, and another one did before. */
    public boolean justLeads() {
        return leader != null && termId > 1 && clock.nowMs() - ledSinceMs < JUST_LED_MS;
    }

    /** Whether a member leads that does not stand still. */
    public boolean isServing() {
        return leader != null && leader.isThere();
    }

    /** Whether it also sends at once what it has to say: one that lagged before it led may send late. */
    public boolean isPrompt() {
        return isServing() && leader.lagsUntilMs() <= clock.nowMs();
    }

    /** What its leader's clock says now, in milliseconds since 1970. */
    public long logMs() {
        return clockOffsetMs + clock.nowMs();
    }

    /** When its timer last came into the log. */
    public long tickedMs() {
        return tickedMs;
    }

    /** Whether its clock was never another one's: then its log's time goes on as time does. */
    public boolean isInTime() {
        return inTime;
    }

    /** The same as its log has it. */
    public long tickedLogMs() {
        return clockOffsetMs + tickedMs;
    }

    /** The latest time that the core was ever told by its log. */
    public long latestLogMs() {
        return latestLogMs;
    }

    /** The latest stamp in its log that was there by some time of the run; 0: none. */
    public long stampAt(final long timeMs) {
        final Map.Entry<Long, Long> stamp = stamps.floorEntry(timeMs);
        return stamp == null ? 0 : stamp.getValue();
    }

    /** The term of the last leader. */
    public long termId() {
        return termId;
    }

    /** Who types is told the leading member, beside the log. */
    public void onTyping(final byte[] message) {
        if (leader != null && leader.isThere()) {
            leader.onTyping(message);
        }
    }

    /** A journal record as a member has it that can be reached; null: that one does not have it. */
    public byte[] record(final long outputSequence) {
        if (followed == null || !followed.isThere()) {
            followed = voters.stream().filter(Replica::isThere).findFirst().orElse(null);
        }
        return followed == null ? null : followed.spool().record(outputSequence);
    }

    /** The core that leads; only while one {@link #leads}. */
    public Core core() {
        return leader.core();
    }

    /** Whether an edge has a lease, as the leading member has it; only while one {@link #leads}. */
    public boolean hasLease(final long edgeId) {
        final LongHashSet edges = new LongHashSet();
        core().forEachEdge((id, epoch, streamId, channel) -> edges.add(id));
        return edges.contains(edgeId);
    }

    /** How often a leader was lost. */
    public long crashes() {
        return crashes;
    }

    /** The state is what all of it says, and what the whole log says, from its beginning; all members have it. */
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
        final Snapshot snapshot = Snapshot.of(core(), log.size());
        if (!Snapshot.of(replay.core(), log.size()).sameBytes(snapshot)) {
            throw new SimulationFailure("the log replayed from its beginning gives other bytes");
        }
        for (final Replica replica : replicas) {
            start(replica);
            catchUp(replica);
            if (replica.core().stateHash() != core().stateHash()) {
                throw new SimulationFailure("member " + replica.number() + " of shard " + number + " has another state");
            }
        }
    }

    /**
     * All is acknowledged, the grace is over, if the clock goes right, and nobody is connected: there is no session, and no cursor has anything to say but
     * those that count rows of inbox of what was lost.
     *
     * @param counting of how many cursors that may be so.
     */
    public void verifyMemory(final int counting) {
        if (core().sessions() != 0) {
            throw new SimulationFailure("shard " + number + " has sessions=" + core().sessions() + ", and nobody is connected");
        }
        final int ofRows = isInTime() ? core().cursorsOfRows() : 0;
        if (isInTime() && (core().cursors() != ofRows || ofRows > counting)) {
            throw new SimulationFailure("shard " + number + " has cursors=" + core().cursors()
                + ", and all is acknowledged and nobody connected; of rows of inbox: " + ofRows + " of at most " + counting);
        }
    }
}
