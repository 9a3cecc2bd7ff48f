package godwit.sequencer.spool;

import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Reread;
import io.aeron.archive.client.AeronArchive;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/**
 * Reads entries that are neither in memory nor journaled yet back from the spool, one wish at a time, and hands them to
 * the egress as deliveries. Its own thread, for it waits for the disk.
 */
public final class SpoolReader implements Agent {
    private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(5);

    private final AeronArchive archive;
    private final SpoolRecording recording;
    private final SpoolIndex index;
    private final Rereads rereads;
    private final NodeCounters counters;
    private final SpoolScan scan;
    private final SpooledEntries entries = new SpooledEntries();

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
        final Reread reread = wish.reread();
        final long start = archive.getStartPosition(recording.recordingId());
        final long from = index.positionBefore(reread.fromOutputSequence, start);
        final long to = archive.getRecordingPosition(recording.recordingId());
        scan.scan(recording.recordingId(), Math.max(start, from), to,
            (outputSequence, bytes, offset, length, position) -> onRecord(wish.edgeId(), reread, bytes, offset));
        return 1;
    }

    private boolean onRecord(
        final long edgeId, final Reread reread, final DirectBuffer bytes, final int offset) {
        final SpooledEntries.Match match = entries.match(reread, bytes, offset);
        if (match == SpooledEntries.Match.OTHER || match == SpooledEntries.Match.BEHIND) {
            return match == SpooledEntries.Match.OTHER;
        }
        counters.increment(NodeCounter.ENTRIES_REREAD);
        return give(edgeId, entries.encode(edgeId, reread)) && match != SpooledEntries.Match.LAST;
    }

    private boolean give(final long edgeId, final int length) {
        final long deadlineNs = System.nanoTime() + GIVE_UP_NS;
        while (!rereads.give(edgeId, entries.buffer(), length)) {
            if (System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }
}
