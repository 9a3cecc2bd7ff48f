package godwit.sequencer.cluster;

import godwit.core.CoreLimits;
import godwit.sequencer.SequencerConfiguration;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.snapshot.SnapshotShelf;
import godwit.sequencer.spool.Spool;
import io.aeron.cluster.ClusterControl;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a node does beside its work: limits into the log when it leads, audits and snapshots as the log grows, log and
 * spool purged as the journal moves. A thread of its own, a few times a second.
 */
public final class Housekeeping implements Agent {
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TIDY_NS = TimeUnit.SECONDS.toNanos(2);

    private final SequencerConfiguration configuration;
    private final CoreLimits limits;
    private final ShardService service;
    private final ShardClient client;
    private final AtomicCounter controlToggle;
    private final SnapshotShelf shelf;
    private final Spool spool;
    private final HeldBack heldBack;
    /** Ids begin at the time of day, so that a restart never repeats one. */
    private final AtomicLong auditsAsked =
        new AtomicLong(TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    private long auditsOffered = auditsAsked.get();
    private long auditPosition;
    private long askedSnapshotAbove = -1;
    private long tidiedSnapshot = -1;
    private long nextRoundNs = System.nanoTime();
    private long nextTidyNs = System.nanoTime();

    Housekeeping(
        final SequencerConfiguration configuration, final CoreLimits limits, final ShardService service,
        final ShardClient client, final AtomicCounter controlToggle, final SnapshotShelf shelf, final Spool spool) {
        this.configuration = configuration;
        this.limits = limits;
        this.service = service;
        this.client = client;
        this.controlToggle = controlToggle;
        this.shelf = shelf;
        this.spool = spool;
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
        if (nowNs - nextTidyNs >= 0) {
            nextTidyNs = nowNs + TIDY_NS;
            tidy(nowNs);
        }
        return 1;
    }

    private void lead() {
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
        final long snapshotPosition = service.snapshotPosition();
        if (position - snapshotPosition >= configuration.settings().log().snapshotBytes()
            && snapshotPosition != askedSnapshotAbove && snapshot()) {
            askedSnapshotAbove = snapshotPosition;
        }
    }

    private void tidy(final long nowNs) {
        final long passed = heldBack.advance(nowNs, service.journalPosition());
        if (passed > 0) {
            spool.purge(passed);
        }
        final long snapshotPosition = service.snapshotPosition();
        if (snapshotPosition != tidiedSnapshot && snapshotPosition > 0 && passed > 0) {
            if (shelf.tidy(logPosition -> outputSequenceAt(logPosition) <= passed)) {
                tidiedSnapshot = snapshotPosition;
            }
        }
    }

    private long outputSequenceAt(final long logPosition) {
        for (final AuditFile.Audit audit : AuditFile.read(configuration.shardFolder())) {
            if (audit.logPosition() == logPosition) {
                return audit.outputSequence();
            }
        }
        return Long.MAX_VALUE;
    }

    /** Asks for a snapshot; false: one is under way, or another control command. Any thread. */
    public boolean snapshot() {
        return ClusterControl.ToggleState.SNAPSHOT.toggle(controlToggle);
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
