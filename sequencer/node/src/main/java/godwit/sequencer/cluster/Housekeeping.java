package godwit.sequencer.cluster;

import godwit.core.CoreLimits;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.SequencerConfiguration;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.snapshot.SnapshotShelf;
import godwit.sequencer.spool.Spool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.status.AtomicCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does beside its work: limits into the log when it leads, audits and snapshots as the log grows, log and
 * spool purged as the journal moves. A thread of its own, a few times a second.
 */
public final class Housekeeping implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TIDY_NS = TimeUnit.SECONDS.toNanos(2);

    private final SequencerConfiguration configuration;
    private final CoreLimits limits;
    private final ShardService service;
    private final LongSupplier logBytes;
    private final ShardClient client;
    private final SnapshotAsking asking;
    private final SnapshotShelf shelf;
    private final Spool spool;
    private final AtomicCounter logFull;
    private final NodeCounters counters;
    private final DiskBound bound;
    private final HeldBack heldBack;
    /** Ids begin at the time of day, so that a restart never repeats one. */
    private final AtomicLong auditsAsked =
        new AtomicLong(TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    private long auditsOffered = auditsAsked.get();
    private volatile LongSupplier stored = () -> Long.MAX_VALUE;
    private long auditPosition;
    private long tidiedSnapshot = -1;
    private long nextRoundNs = System.nanoTime();
    private long nextTidyNs = System.nanoTime();

    Housekeeping(
        final SequencerConfiguration configuration, final CoreLimits limits, final ShardService service,
        final LongSupplier logBytes,
        final ShardClient client, final SnapshotAsking asking, final SnapshotShelf shelf, final Spool spool,
        final AtomicCounter logFull, final NodeCounters counters) {
        this.configuration = configuration;
        this.limits = limits;
        this.service = service;
        this.logBytes = logBytes;
        this.client = client;
        this.asking = asking;
        this.shelf = shelf;
        this.spool = spool;
        this.logFull = logFull;
        this.counters = counters;
        bound = new DiskBound(
            configuration.settings().log().diskBytesMax(), configuration.settings().spool().diskBytesMax());
        heldBack = new HeldBack(configuration.settings().spool().holdBackMs());
    }

    @Override
    public String roleName() {
        return "housekeeping";
    }

    @Override
    public int doWork() {
        final long nowNs = System.nanoTime();
        if (nowNs - nextRoundNs < 0) {
            return 0;
        }
        nextRoundNs = nowNs + ROUND_NS;
        if (service.isLive() && client.poll(nowNs)) {
            lead();
        }
        asking.doWork(logFull.get() != 0, nowNs);
        if (nowNs - nextTidyNs >= 0) {
            nextTidyNs = nowNs + TIDY_NS;
            watchLinks(nowNs);
            try {
                tidy(nowNs);
            } finally {
                measure();
            }
        }
        bound();
        return 1;
    }

    private void watchLinks(final long nowNs) {
        if (service.isLive() && counters.refusedLinks().look(nowNs)) {
            final int[] refused = counters.refusedLinks().shards();
            if (refused.length > 0) {
                LOG.error("shard {}: cannot read what shards {} send: what their chats tell the users here waits until this"
                    + " shard runs the release of theirs", configuration.shard(), Arrays.toString(refused));
            } else {
                LOG.info("shard {}: reads what all other shards send again", configuration.shard());
            }
        }
    }

    private void lead() {
        // Offered is not in the log yet: until it is, once more.
        if (!service.isTold() && !client.topology(configuration.topology())) {
            return;
        }
        if (!service.limits().equals(limits)) {
            client.configure(limits);
        }
        final long position = service.logPosition();
        if (auditsAsked.get() > auditsOffered) {
            auditsOffered += client.audit(auditsOffered + 1) ? 1 : 0;
        } else if (position - auditPosition >= configuration.settings().log().auditBytes()) {
            auditsAsked.incrementAndGet();
            auditPosition = position;
        }
    }

    private void tidy(final long nowNs) {
        final long storedPosition = stored.getAsLong();
        final long passed = Math.min(
            storedPosition, heldBack.advance(nowNs, Math.min(storedPosition, service.journalPosition())));
        try {
            if (passed > 0) {
                spool.purge(passed);
            }
        } finally {
            // An archive refuses to purge what is being replayed: log and snapshots go all the same.
            tidyLog(passed);
        }
    }

    private void tidyLog(final long passed) {
        final long snapshotPosition = service.snapshotPosition();
        if (snapshotPosition != tidiedSnapshot && snapshotPosition > 0) {
            final Map<Long, Long> outputSequences = outputSequences();
            if (shelf.tidy(snapshotPosition,
                logPosition -> outputSequences.getOrDefault(logPosition, Long.MAX_VALUE) <= passed)) {
                tidiedSnapshot = snapshotPosition;
            }
        }
    }

    private Map<Long, Long> outputSequences() {
        final Map<Long, Long> byPosition = new HashMap<>();
        for (final AuditFile.Audit audit : AuditFile.read(configuration.shardFolder())) {
            byPosition.put(audit.logPosition(), audit.outputSequence());
        }
        return byPosition;
    }

    private void measure() {
        final long logPosition = service.logPosition();
        final long spoolPosition = spool.stage().position();
        bound.measured(
            logBytes.getAsLong(), logPosition, spool.bytes(), spoolPosition);
    }

    /** Turns commands away while there is no room: by a counter, for a refusal in the log would take room itself. */
    private void bound() {
        final boolean full = bound.isFull(service.logPosition(), spool.stage().position());
        final boolean wasFull = logFull.get() != 0;
        // First of all: who reads the count or the log must find commands turned away.
        logFull.setOrdered(full ? 1 : 0);
        if (full && !wasFull) {
            counters.increment(NodeCounter.FULL);
            LOG.error("shard {}: log or spool is full, commands are refused until there is room", configuration.shard());
        } else if (!full && wasFull) {
            LOG.info("shard {}: log and spool have room again", configuration.shard());
        }
    }

    /** Says how to ask what the journal itself has stored. Any thread. */
    public void storedPosition(final LongSupplier position) {
        stored = position;
    }

    /** Asks for a snapshot, after an image if the state is large; false: one is under way. Any thread. */
    public boolean snapshot() {
        return asking.snapshot();
    }

    /** Asks for an audit; answers its id. Any thread. */
    public long audit() {
        return auditsAsked.incrementAndGet();
    }

    @Override
    public void onClose() {
        client.close();
    }
}
