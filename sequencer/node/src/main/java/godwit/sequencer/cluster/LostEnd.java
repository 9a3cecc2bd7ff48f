package godwit.sequencer.cluster;

import godwit.sequencer.SequencerConfiguration;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.log.DamagedLogException;
import godwit.settings.Durability;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at a start that the log lost its end: others know more of it than it has. Whatever is published, spooled or
 * journaled was in the log before, and where the log is synced, on its disk.
 */
final class LostEnd {
    private static final Logger LOG = LoggerFactory.getLogger(LostEnd.class);
    private static final String REMEDY = "; put the data folder back from a backup, or begin with an empty one";

    private LostEnd() {
    }

    /**
     * Compares with the state hashes that this member published. An unsynced log may lose its tail with the power, which
     * is said and no more: that others stored something of it is found out later.
     *
     * @param configuration of the node.
     * @param logEnd        where the log ends now.
     * @throws DamagedLogException when a log that is synced ends before one of them.
     */
    static void checkAudits(final SequencerConfiguration configuration, final long logEnd) {
        final List<AuditFile.Audit> audits = AuditFile.read(configuration.shardFolder());
        if (audits.isEmpty() || audits.get(audits.size() - 1).logPosition() <= logEnd) {
            return;
        }
        final String lost = "the log of shard " + configuration.shard() + " lost its end: it was at position "
            + audits.get(audits.size() - 1).logPosition() + " and ends at";
        if (configuration.settings().durability() == Durability.DURABLE) {
            LOG.error("{} {}", lost, logEnd);
            throw new DamagedLogException(logEnd, lost, REMEDY);
        }
        LOG.warn("{} {}; sequencer.durability=replicated does not sync it: what was lost was never stored elsewhere, or"
            + " the start is refused", lost, logEnd);
    }

    /**
     * Compares with what the spool has. When that is more, the records that come next would have numbers that were given
     * before, and spool and journal would take them for repeats: whatever is sent would be stored nowhere.
     *
     * @param configuration of the node.
     * @param spooled       the last record of the spool.
     * @param replayed      the last record of the state that the log makes.
     * @param logPosition   where the log ended.
     * @throws DamagedLogException when the spool has more.
     */
    static void checkSpool(
        final SequencerConfiguration configuration, final long spooled, final long replayed, final long logPosition) {
        if (spooled > replayed) {
            throw new DamagedLogException(logPosition, "the log of shard " + configuration.shard()
                + " lost its end: it makes " + replayed + " records and the spool has " + spooled
                + (configuration.settings().durability() == Durability.DURABLE ? ""
                : " (sequencer.durability=replicated does not sync it, so a power cut may do that)") + ",", REMEDY);
        }
    }
}
