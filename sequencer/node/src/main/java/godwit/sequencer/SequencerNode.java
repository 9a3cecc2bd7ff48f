package godwit.sequencer;

import godwit.core.CoreLimits;
import godwit.sequencer.cluster.ShardCluster;
import godwit.sequencer.snapshot.Snapshots;
import godwit.settings.CoreSettings;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's node: cluster and core, over the driver and the archives of its process. {@link #launch} blocks until the
 * parts run, not until the node leads: see {@link #isServing}. All methods may be called from any thread.
 */
public final class SequencerNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SequencerNode.class);

    /** Heap of the other parts of the process; of the rest a quarter is left to the collector. */
    private static final long OTHER_PARTS_BYTES = 96L << 20;

    private static final long SNAPSHOT_S = 60;
    private static final long AUDIT_S = 10;
    private static final long LAST_AUDIT_S = 1;
    private static final long POLL_MS = 5;
    private static final long LATER_AUDITS_MAX = 1_000;

    private final SequencerConfiguration configuration;
    private final ShardCluster cluster;
    /** What only this node uses; null: the process's, which outlives it. */
    private final SequencerHost ownHost;

    private SequencerNode(
        final SequencerConfiguration configuration, final ShardCluster cluster, final SequencerHost ownHost) {
        this.configuration = configuration;
        this.cluster = cluster;
        this.ownHost = ownHost;
    }

    /**
     * Starts a node with a driver and archives of its own.
     *
     * @param configuration what it is made of.
     * @return the node; close it.
     * @throws IllegalStateException when a part does not start; nothing is left running then.
     */
    public static SequencerNode launch(final SequencerConfiguration configuration) {
        final SequencerHost host = SequencerHost.launch(configuration.host());
        try {
            return new SequencerNode(configuration, ShardCluster.launch(configuration, host.parts()), host);
        } catch (final RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /**
     * Starts one of several nodes of a process.
     *
     * @param configuration what it is made of.
     * @param host          what they share; outlives them.
     * @return the node; close it.
     * @throws IllegalStateException when a part does not start; nothing of the node is left running then.
     */
    public static SequencerNode launch(final SequencerConfiguration configuration, final SequencerHost host) {
        return new SequencerNode(configuration, ShardCluster.launch(configuration, host.parts()), null);
    }

    /** The core's limits as these settings say, or lower, so that all they bound fits into this process's heap. */
    public static CoreLimits limits(final SequencerConfiguration configuration) {
        final CoreSettings core = configuration.settings().core();
        return new CoreLimits(core.inFlightMax(), core.unacknowledgedMax(), core.payloadBytesMax(),
            core.unjournaledEntriesMax(), core.unjournaledBytesMax(), core.inboxEntriesMax(),
            core.inboxRetentionMs(), core.leaseMs(), core.redeliverMs(), core.inboxGraceMs(), core.bodyBytesMax(),
            core.usersMax(), core.chatsMax(), core.chatsPerUserMax(), core.keysMax(),
            core.groupMembersMax(), core.fanoutMax(), core.presenceMax())
            .fittingInto(Math.max(0, Runtime.getRuntime().maxMemory() - OTHER_PARTS_BYTES) / 4 * 3
                / configuration.shards());
    }

    /** The core's limits that this node puts in force. */
    public CoreLimits limits() {
        return limits(configuration);
    }

    /** Where the media driver is. */
    public String aeronDirectory() {
        return configuration.aeronDirectory();
    }

    /** Whether this node leads, knows the topology and takes commands under the limits of its settings. */
    public boolean isServing() {
        return cluster.service().isLive() && cluster.service().isTold()
            && cluster.service().limits().equals(limits(configuration));
    }

    /** The log's position that the state is at. Answers at once, as the next two do. */
    public long logPosition() {
        return cluster.service().logPosition();
    }

    /** The last journal record. */
    public long outputSequence() {
        return cluster.service().outputSequence();
    }

    /** The last journal record when this node had replayed its log and led for the first time; -1: not yet. */
    public long replayedSequence() {
        return cluster.service().replayedSequence();
    }

    /** The last journal record that the journal stored. */
    public long journalPosition() {
        return cluster.service().journalPosition();
    }

    /** Idempotency keys that the shard knows; at most {@link CoreLimits#keysMax} of {@link #limits}. */
    public long keys() {
        return cluster.service().keys();
    }

    /**
     * Tells what the journal itself has stored, which is less than the shard believes while an emptied keyspace is filled
     * again: the spool is kept from there on. Without this the shard's belief alone says what may go.
     *
     * @param position the last journal record stored; asked a few times a second, on a thread of its own.
     */
    public void storedPosition(final LongSupplier position) {
        cluster.housekeeping().storedPosition(position);
    }

    /** How it stands; asks the archives, so it may take a while and must not be called where others wait. */
    public SequencerStatus status() {
        return cluster.status();
    }

    /** The shard's incarnation, which the journal's commands name. */
    public long incarnation() {
        return cluster.service().incarnation();
    }

    /**
     * Takes a snapshot, after an image if the state is large.
     *
     * @return the log's position of it.
     * @throws TimeoutException     when it was not taken within a minute.
     * @throws InterruptedException when interrupted.
     */
    public long snapshot() throws TimeoutException, InterruptedException {
        final long before = cluster.snapshotsCompleted();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SNAPSHOT_S);
        boolean asked = false;
        while (cluster.snapshotsCompleted() <= before) {
            asked = asked || cluster.housekeeping().snapshot();
            sleep(deadlineNs, "no snapshot within " + SNAPSHOT_S + " s");
        }
        return cluster.service().snapshotPosition();
    }

    /** What this member's last snapshot cost. Answers at once. */
    public Snapshots.Cost snapshotCost() {
        return cluster.snapshotCost();
    }

    /** About how large the state is. Answers at once, and may be a tenth of a second old. */
    public long stateBytes() {
        return cluster.stateBytes();
    }

    /**
     * Makes every member publish its state hash.
     *
     * @return this member's.
     * @throws TimeoutException     when the entry did not come within 10 s.
     * @throws InterruptedException when interrupted.
     */
    public long audit() throws TimeoutException, InterruptedException {
        return audit(AUDIT_S);
    }

    private long audit(final long timeoutS) throws TimeoutException, InterruptedException {
        final long auditId = cluster.housekeeping().audit();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
        while (!isAnswer(cluster.service().lastAuditId(), auditId)) {
            sleep(deadlineNs, "no audit within " + timeoutS + " s; has the shard a leader?");
        }
        return cluster.service().stateHash();
    }

    /**
     * Before an orderly stop: an audit, when this node leads, so that a replay can compare the state up to the
     * log's end. Without it nothing is lost, so it is given a second and no more.
     *
     * @throws InterruptedException when interrupted.
     */
    public void lastAudit() throws InterruptedException {
        if (isServing()) {
            try {
                audit(LAST_AUDIT_S);
            } catch (final TimeoutException e) {
                LOG.info("no audit at the stop: {}", e.getMessage());
            }
        }
    }

    private static boolean isAnswer(final long lastAuditId, final long auditId) {
        // the same or one right after it: an audit from before a restart must not pass for it
        return lastAuditId - auditId >= 0 && lastAuditId - auditId < LATER_AUDITS_MAX;
    }

    private static void sleep(final long deadlineNs, final String otherwise)
        throws TimeoutException, InterruptedException {
        if (System.nanoTime() - deadlineNs > 0) {
            throw new TimeoutException(otherwise);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }

    /** What was counted since the start. */
    public NodeCounters counters() {
        return cluster.counters();
    }

    /** How long the stages took since the start, in microseconds, by name. */
    public Map<String, Histogram> latencies() {
        return cluster.latencies();
    }

    /** The shard's number. */
    public int shard() {
        return configuration.shard();
    }

    @Override
    public void close() {
        cluster.close();
        if (ownHost != null) {
            ownHost.close();
        }
    }
}
