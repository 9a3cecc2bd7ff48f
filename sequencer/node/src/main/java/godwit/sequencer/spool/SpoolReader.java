package godwit.sequencer.spool;

import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Reread;
import io.aeron.archive.client.AeronArchive;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads entries that are neither in memory nor journaled yet back from the spool, one wish at a time, and hands them to
 * the egress as deliveries. Its own thread, for it waits for the disk.
 */
public final class SpoolReader implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);
    private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(5);

    private final AeronArchive archive;
    private final SpoolRecording recording;
    private final SpoolIndex index;
    private final Rereads rereads;
    private final NodeCounters counters;
    private final SpoolScan scan;
    private final SpooledEntries entries = new SpooledEntries();
    private final RereadRefusal refusal = new RereadRefusal();
    private boolean lastGiven;

    SpoolReader(
        final AeronArchive archive, final SpoolRecording recording, final SpoolIndex index, final Rereads rereads,
        final NodeCounters counters, final int shard) {
        this.archive = archive;
        this.recording = recording;
        this.index = index;
        this.rereads = rereads;
        this.counters = counters;
        this.scan = new SpoolScan(archive, shard * 2);
    }

    @Override
    public String roleName() {
        return "spool-reader";
    }

    @Override
    public int doWork() {
        final Rereads.Wish wish = rereads.next();
        if (wish == null) {
            return 0;
        }
        if (!isMet(wish)) {
            counters.increment(NodeCounter.REREADS_FAILED);
            if (RereadRefusal.isWanted(wish.reread())) {
                give(wish.edgeId(), refusal.buffer(), refusal.encode(wish.edgeId(), wish.reread()));
            }
        }
        return 1;
    }

    private boolean isMet(final Rereads.Wish wish) {
        lastGiven = false;
        try {
            read(wish);
        } catch (final AgentTerminationException e) {
            throw e;
        } catch (final RuntimeException e) {
            LOG.warn("the spool could not be read back", e);
        }
        return lastGiven;
    }

    private void read(final Rereads.Wish wish) {
        final Reread reread = wish.reread();
        final long start = archive.getStartPosition(recording.recordingId());
        final long from = index.positionBefore(reread.fromOutputSequence, start);
        final long to = archive.getRecordingPosition(recording.recordingId());
        scan.scan(recording.recordingId(), Math.max(start, from), to,
            (outputSequence, bytes, offset, length, position) -> onRecord(wish.edgeId(), reread, bytes, offset));
        if (!lastGiven) {
            LOG.warn("the spool does not have all that is wished for sequences={}..{} from_output_sequence={} positions={}..{}",
                reread.fromSequence, reread.toSequence, reread.fromOutputSequence, Math.max(start, from), to);
        }
    }

    private boolean onRecord(
        final long edgeId, final Reread reread, final DirectBuffer bytes, final int offset) {
        final SpooledEntries.Match match = entries.match(reread, bytes, offset);
        if (match == SpooledEntries.Match.OTHER || match == SpooledEntries.Match.BEHIND) {
            return match == SpooledEntries.Match.OTHER;
        }
        counters.increment(NodeCounter.ENTRIES_REREAD);
        final boolean given = give(edgeId, entries.buffer(), entries.encode(edgeId, reread));
        lastGiven = given && match == SpooledEntries.Match.LAST;
        return given && !lastGiven;
    }

    private boolean give(final long edgeId, final DirectBuffer delivery, final int length) {
        final long deadlineNs = System.nanoTime() + GIVE_UP_NS;
        while (!rereads.give(edgeId, delivery, length)) {
            if (System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }
}
