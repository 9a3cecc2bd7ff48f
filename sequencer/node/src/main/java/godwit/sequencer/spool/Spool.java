package godwit.sequencer.spool;

import godwit.protocol.StreamIds;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.log.RecordedSpool;
import io.aeron.archive.client.AeronArchive;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/** A shard's spool opened: what it has, the stage that appends, the agent that reads back, and its purging. */
public final class Spool implements AutoCloseable {
    private final AeronArchive archive;
    private final SpoolRecording recording;
    private final SpoolIndex index;
    private final SpoolStage stage;
    private final SpoolReader reader;
    private final int segmentLength;

    private Spool(
        final AeronArchive archive, final int shard, final Contents contents, final long restored,
        final Rereads rereads, final NodeCounters counters, final Supplier<IdleStrategy> idleStrategies,
        final Runnable onOffered) {
        this.archive = archive;
        if (contents.lastSequence < restored) {
            // what comes next does not follow what is there, and the journal has all of that
            SpoolRecording.remove(archive, shard);
            contents.clear();
        }
        recording = SpoolRecording.open(archive, shard);
        index = contents.index;
        stage = new SpoolStage(recording, index, Math.max(contents.lastSequence, restored), counters,
            idleStrategies.get(), onOffered);
        reader = new SpoolReader(archive, recording, index, rereads, counters, shard);
        segmentLength = SpoolRecording.find(archive, shard).segmentLength;
    }

    /**
     * What a spool has, made sound before its archive starts.
     *
     * @param folder   of the archive.
     * @param shard    whose spool.
     * @param counters count a spool that was cut.
     * @return what it has.
     */
    public static Contents mend(final Path folder, final int shard, final NodeCounters counters) {
        final Contents contents = new Contents();
        if (RecordedSpool.mend(folder, StreamIds.spool(shard), contents::onRecord)) {
            counters.increment(NodeCounter.SPOOLS_CUT);
        }
        return contents;
    }

    /**
     * Opens a spool for appending behind what it has.
     *
     * @param archive        of the spools.
     * @param shard          whose spool.
     * @param contents       of {@link #mend}.
     * @param restored       the last record in the state that the log is replayed from; the journal or the spool has it.
     * @param rereads        wishes for entries to be read back.
     * @param counters       count records.
     * @param idleStrategies one for each waiting thread.
     * @param onOffered      wakes the recorder.
     * @return the spool.
     */
    public static Spool open(
        final AeronArchive archive, final int shard, final Contents contents, final long restored,
        final Rereads rereads, final NodeCounters counters, final Supplier<IdleStrategy> idleStrategies,
        final Runnable onOffered) {
        return new Spool(archive, shard, contents, restored, rereads, counters, idleStrategies, onOffered);
    }

    /** Appends the records. */
    public SpoolStage stage() {
        return stage;
    }

    /** Reads entries back. */
    public SpoolReader reader() {
        return reader;
    }

    /** Bytes from the recording's beginning to its end. */
    public long bytes() {
        final long end = archive.getRecordingPosition(recording.recordingId());
        return end < 0 ? 0 : end - archive.getStartPosition(recording.recordingId());
    }

    /**
     * Purges whole files below a record that the journal passed long enough ago.
     *
     * @param passedSequence everything up to this record may go.
     */
    public void purge(final long passedSequence) {
        final long position = index.positionPassed(passedSequence);
        if (position < 0) {
            return;
        }
        final long start = archive.getStartPosition(recording.recordingId());
        final long keepFrom = AeronArchive.segmentFileBasePosition(start, Math.max(start, position),
            recording.publication().termBufferLength(), segmentLength);
        if (keepFrom > start) {
            archive.purgeSegments(recording.recordingId(), keepFrom);
            index.purgeBelow(keepFrom);
        }
    }

    @Override
    public void close() {
        recording.close();
    }

    /** What a spool had when it was looked at. */
    public static final class Contents {
        private SpoolIndex index = new SpoolIndex();
        private long lastSequence;

        private Contents() {
        }

        private void onRecord(final long outputSequence, final long position) {
            index.add(outputSequence, position);
            lastSequence = outputSequence;
        }

        private void clear() {
            index = new SpoolIndex();
            lastSequence = 0;
        }

        /** The last record it has whole; 0: none. */
        public long lastSequence() {
            return lastSequence;
        }
    }
}
