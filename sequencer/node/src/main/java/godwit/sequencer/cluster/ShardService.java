package godwit.sequencer.cluster;

import godwit.client.TypingStream;
import godwit.core.Core;
import godwit.core.CoreLimits;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.ProcessKey;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.ingress.LogApplier;
import godwit.sequencer.ingress.TypingAdapter;
import godwit.sequencer.pipeline.OutputPipeline;
import godwit.sequencer.snapshot.Snapshots;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusterClock;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentTerminationException;

/**
 * The thin shell in which the cluster runs the core: entries in, one timer, snapshots. Whatever is thrown ends the node,
 * for the state may be half changed. One thread, the service's; the volatile fields are for others to look at.
 */
public final class ShardService implements ClusteredService {
    private static final long TIMER_ID = 1;
    private static final long TICK_US = 500_000;
    /** Of those who type, between two looks at the log: entries come first. */
    private static final int TYPINGS_PER_CYCLE_MAX = 8;

    private final int shard;
    private final OutputPipeline pipeline;
    private final SpoolWait spool;
    private final Snapshots snapshots;
    private final AuditFile audits;
    private final NodeCounters counters;
    private final ClusterClock clock;
    private final Replayed onReplayed;
    private final Consumer<Throwable> onFatal;
    private Core core;
    private LogApplier applier;
    private Subscription typings;
    private FragmentHandler onTyping;
    private Cluster cluster;
    private boolean timerWanted = true;
    private long entryTimestampUs;
    private long entryPosition;
    private volatile boolean live;
    private volatile long leadershipTermId = -1;
    private volatile long logPosition;
    private volatile long snapshotPosition;
    private volatile long snapshotAtUs;
    private volatile long lastAuditId;
    private volatile long stateHash;
    private volatile long outputSequence;
    private volatile long replayedSequence = -1;
    private volatile long journalPosition;
    private volatile long incarnation;
    private volatile long keys;
    private long keysForgotten;
    private volatile CoreLimits limits = CoreLimits.DEFAULT;
    private volatile boolean told;

    /**
     * A service that the cluster has not started yet.
     *
     * @param shard      the shard's number.
     * @param pipeline   takes the core's outputs.
     * @param spool      what a snapshot waits for.
     * @param snapshots  takes and loads them.
     * @param audits     takes state hashes.
     * @param counters   count entries.
     * @param clock      the cluster's.
     * @param onReplayed hears what the log made, before this member leads for the first time; may throw.
     * @param onFatal    gets what ended the service.
     */
    ShardService(
        final int shard, final OutputPipeline pipeline, final SpoolWait spool, final Snapshots snapshots,
        final AuditFile audits, final NodeCounters counters, final ClusterClock clock, final Replayed onReplayed,
        final Consumer<Throwable> onFatal) {
        this.shard = shard;
        this.pipeline = pipeline;
        this.spool = spool;
        this.snapshots = snapshots;
        this.audits = audits;
        this.counters = counters;
        this.clock = clock;
        this.onReplayed = onReplayed;
        this.onFatal = onFatal;
    }

    /** Hears what the log made. */
    @FunctionalInterface
    interface Replayed {
        /** The last journal record of the state, and where the log ended. */
        void onReplayed(long outputSequence, long logPosition);
    }

    @Override
    public void onStart(final Cluster startedCluster, final Image snapshotImage) {
        guarded(() -> {
            cluster = startedCluster;
            pipeline.idleStrategy(cluster.idleStrategy());
            core = new Core(shard, pipeline.listener(), ProcessKey.draw());
            applier = new LogApplier(core, counters, this::onAudit);
            onTyping = whileLive(new TypingAdapter(core, counters));
            if (snapshotImage != null) {
                snapshots.load(snapshotImage, core, cluster.idleStrategy());
                core.forEachEdge((edgeId, epoch, streamId, channel) ->
                    pipeline.edgeKnown(edgeId, streamId, channel));
                // The log's time of the snapshot: nothing behind it has been replayed yet.
                snapshotAtUs = cluster.time();
                snapshotPosition = cluster.logPosition();
            }
            publish(cluster.logPosition());
        });
    }

    @Override
    public void onSessionMessage(
        final ClientSession session, final long timestamp, final DirectBuffer buffer, final int offset,
        final int length, final Header header) {
        try {
            begin(timestamp, header.position());
            applier.onCommand(timestamp, buffer, offset, length);
            end();
        } catch (final Throwable failure) {
            throw fatal(failure);
        }
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp) {
        guarded(() -> {
            begin(timestamp, cluster.logPosition());
            timerWanted = true;
            applier.onTimer(timestamp);
            end();
        });
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication) {
        guarded(() -> {
            final long sinceNs = System.nanoTime();
            spool.await(core.outputSequence(), cluster.idleStrategy());
            snapshots.take(core, snapshotPublication, cluster.idleStrategy(), sinceNs);
            snapshotAtUs = cluster.time();
            snapshotPosition = cluster.logPosition();
            audits.append(new AuditFile.Audit(0, snapshotPosition, 0, core.stateHash(), core.outputSequence()));
            counters.increment(NodeCounter.SNAPSHOTS);
        });
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole) {
        live = newRole == Cluster.Role.LEADER;
        pipeline.role(live, leadershipTermId);
    }

    @Override
    public void onNewLeadershipTermEvent(
        final long newTermId, final long position, final long timestamp, final long termBaseLogPosition,
        final int leaderMemberId, final int logSessionId, final TimeUnit timeUnit, final int appVersion) {
        guarded(() -> {
            if (live && replayedSequence < 0) {
                onReplayed.onReplayed(core.outputSequence(), logPosition);
                replayedSequence = core.outputSequence();
            }
            leadershipTermId = newTermId;
            pipeline.role(live, newTermId);
            begin(timestamp, position);
            // What is scheduled may be due by a clock that was ahead of this term's: the tick is scheduled again.
            timerWanted = true;
            applier.onNewTerm(newTermId, timestamp);
            end();
        });
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp) {
        // edges and the journal are known by their commands, not by the cluster's sessions
    }

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason) {
        // an edge's lease ends it, not its session
    }

    /** Takes who types, for which the core does not change, and writes at the image of the state that may be under way. */
    @Override
    public int doBackgroundWork(final long nowNs) {
        if (typings == null) {
            typings = TypingStream.subscribe(cluster.aeron(), shard);
        }
        return typings.poll(onTyping, TYPINGS_PER_CYCLE_MAX) + write(nowNs);
    }

    /** A failure in the middle of an image may have left marks behind that no snapshot would have: it ends the node. */
    private int write(final long nowNs) {
        try {
            return snapshots.writing().doWork(core, nowNs);
        } catch (final Throwable failure) {
            throw fatal(failure);
        }
    }

    private FragmentHandler whileLive(final TypingAdapter adapter) {
        return (buffer, offset, length, header) -> {
            // One that does not lead, or does not know all yet, takes them too, or they would wait for it and grow old.
            if (isLive()) {
                adapter.onMessage(buffer, offset, length);
            }
        };
    }

    @Override
    public void onTerminate(final Cluster terminatedCluster) {
        live = false;
    }

    private void begin(final long timestampUs, final long position) {
        entryTimestampUs = timestampUs;
        entryPosition = position;
        pipeline.entry(System.nanoTime(), live ? clock.time() - timestampUs : 0);
    }

    private void end() {
        if (timerWanted) {
            timerWanted = !cluster.scheduleTimer(TIMER_ID, cluster.time() + TICK_US);
        }
        publish(entryPosition);
    }

    private void publish(final long position) {
        logPosition = position;
        outputSequence = core.outputSequence();
        journalPosition = core.journalPosition();
        incarnation = core.incarnation();
        limits = core.limits();
        told = core.isTold();
        keys = core.keys();
        if (core.keysForgotten() != keysForgotten) {
            counters.add(NodeCounter.KEYS_FORGOTTEN, core.keysForgotten() - keysForgotten);
            keysForgotten = core.keysForgotten();
        }
    }

    private void onAudit(final long auditId) {
        stateHash = core.stateHash();
        audits.append(new AuditFile.Audit(auditId, entryPosition, TimeUnit.MICROSECONDS.toMillis(entryTimestampUs),
            stateHash, core.outputSequence()));
        counters.increment(NodeCounter.AUDITS);
        lastAuditId = auditId;
    }

    private void guarded(final Runnable work) {
        try {
            work.run();
        } catch (final Throwable failure) {
            throw fatal(failure);
        }
    }

    private AgentTerminationException fatal(final Throwable failure) {
        live = false;
        if (failure instanceof AgentTerminationException termination) {
            return termination;
        }
        onFatal.accept(failure);
        return new AgentTerminationException(failure);
    }

    /** Whether this member leads and has caught up. */
    public boolean isLive() {
        return live && replayedSequence >= 0;
    }

    /** The term; -1: none yet. */
    public long leadershipTermId() {
        return leadershipTermId;
    }

    /** The log's position behind the last entry that the core had. */
    public long logPosition() {
        return logPosition;
    }

    /** The log's position of the newest snapshot; 0: none. */
    public long snapshotPosition() {
        return snapshotPosition;
    }

    /** Seconds since that was taken, in this process or one before, by the cluster's clock; -1: there is none. */
    public long snapshotAgeS() {
        return snapshotPosition == 0
            ? -1 : TimeUnit.MICROSECONDS.toSeconds(Math.max(0, clock.time() - snapshotAtUs));
    }

    /** Whether the shard knows who owns what. */
    public boolean isTold() {
        return told;
    }

    /** The audit answered last. */
    public long lastAuditId() {
        return lastAuditId;
    }

    /** The state hash at that audit. */
    public long stateHash() {
        return stateHash;
    }

    /** The last journal record. */
    public long outputSequence() {
        return outputSequence;
    }

    /** The last journal record when this member had replayed its log and led for the first time; -1: not yet. */
    public long replayedSequence() {
        return replayedSequence;
    }

    /** How far the journal is. */
    public long journalPosition() {
        return journalPosition;
    }

    /** The shard's incarnation. */
    public long incarnation() {
        return incarnation;
    }

    /** Idempotency keys that the core has. */
    public long keys() {
        return keys;
    }

    /** The core's limits. */
    public CoreLimits limits() {
        return limits;
    }
}
