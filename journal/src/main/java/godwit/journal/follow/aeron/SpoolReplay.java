package godwit.journal.follow.aeron;

import godwit.journal.follow.RecordDecoder;
import godwit.protocol.StreamIds;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.FragmentHandler;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * A spool's recording as a live stream from a record on. The start is sought by halving over the recording's files,
 * whose first records tell where they begin; what comes before the wanted record is for the follower to skip. The
 * journal's thread; {@link #poll} never blocks, {@link #seek} does for a few round trips to the archive.
 */
public final class SpoolReplay implements AutoCloseable {
    /** Records that come by one {@link #poll} at most. */
    public static final int FRAGMENTS = 64;

    private static final String IPC = "aeron:ipc?term-length=1m";
    private static final int RESPONSE_STREAM_BASE = 9_500;
    private static final long PROBE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long FOLLOW = Long.MAX_VALUE;

    private final String aeronDirectory;
    private final int shard;
    private final FragmentHandler handler;
    private final OldestRecord oldest = new OldestRecord();
    private AeronArchive archive;
    private Subscription replay;
    private Image image;
    private long sinceNs;
    private long endWhenSought;

    /** Gets whole records. */
    @FunctionalInterface
    public interface RecordConsumer {
        /** Bytes of one record. */
        void onBytes(DirectBuffer buffer, int offset, int length);
    }

    /**
     * Not sought yet.
     *
     * @param aeronDirectory of the driver.
     * @param shard          whose spool.
     * @param consumer       gets the records.
     */
    public SpoolReplay(final String aeronDirectory, final int shard, final RecordConsumer consumer) {
        this.aeronDirectory = aeronDirectory;
        this.shard = shard;
        final FragmentHandler assembler = new FragmentAssembler((buffer, offset, length, header) ->
            consumer.onBytes(buffer, offset, length));
        this.handler = (buffer, offset, length, header) -> {
            oldest.onTaken(buffer, offset, length, header);
            assembler.onFragment(buffer, offset, length, header);
        };
    }

    /** Whether records may come. */
    public boolean isOpen() {
        return replay != null;
    }

    /**
     * Begins to replay at or before a record.
     *
     * @param outputSequence the wanted one.
     * @return whether it could; else try again later.
     */
    public boolean seek(final long outputSequence) {
        close();
        try {
            archive = connect();
            final Recording recording = Recording.last(archive, StreamIds.spool(shard));
            if (recording == null) {
                close();
                return false;
            }
            endWhenSought = Math.max(0, archive.getRecordingPosition(recording.id()));
            replay = archive.replay(recording.id(), start(recording, outputSequence), FOLLOW, IPC,
                StreamIds.JOURNAL_REPLAY_BASE + shard);
            sinceNs = System.nanoTime();
            return true;
        } catch (final AeronException e) {
            close();
            return false;
        }
    }

    private AeronArchive connect() {
        return AeronArchive.connect(new AeronArchive.Context().aeronDirectoryName(aeronDirectory)
            .controlRequestChannel(IPC).controlRequestStreamId(StreamIds.SPOOL_ARCHIVE_CONTROL)
            .controlResponseChannel(IPC).controlResponseStreamId(RESPONSE_STREAM_BASE + shard));
    }

    /**
     * The first record that the spool has; asked before anything is sought.
     *
     * @return its output sequence; {@link RecordDecoder#UNREADABLE}: there is none that can be read.
     */
    public long firstSequence() {
        close();
        try {
            archive = connect();
            final Recording recording = Recording.last(archive, StreamIds.spool(shard));
            final long end = recording == null ? -1 : archive.getRecordingPosition(recording.id());
            return recording == null || end <= recording.startPosition() ? RecordDecoder.UNREADABLE
                : firstSequence(recording, recording.startPosition(), end);
        } catch (final AeronException e) {
            return RecordDecoder.UNREADABLE;
        } finally {
            close();
        }
    }

    private long start(final Recording recording, final long outputSequence) {
        final long end = archive.getRecordingPosition(recording.id());
        long low = 0;
        long high = end < 0 ? 0 : (end - 1 - recording.base()) / recording.segmentLength();
        while (low < high) {
            final long middle = (low + high + 1) >>> 1;
            final long first = firstSequence(recording, recording.position(middle), end);
            if (first != RecordDecoder.UNREADABLE && first <= outputSequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return recording.position(low);
    }

    private long firstSequence(final Recording recording, final long position, final long end) {
        final long[] sequence = {RecordDecoder.UNREADABLE};
        final RecordDecoder decoder = new RecordDecoder();
        final FragmentHandler first = new FragmentAssembler((buffer, offset, length, header) ->
            sequence[0] = sequence[0] == RecordDecoder.UNREADABLE
                ? decoder.outputSequence(buffer, offset, length) : sequence[0]);
        final long deadlineNs = System.nanoTime() + PROBE_NS;
        try (Subscription probe = archive.replay(recording.id(), position, end - position, IPC,
            StreamIds.JOURNAL_PROBE_BASE + shard)) {
            while (sequence[0] == RecordDecoder.UNREADABLE && System.nanoTime() - deadlineNs < 0) {
                if (probe.poll(first, 1) == 0) {
                    Thread.yield();
                }
                if (probe.imageCount() > 0 && probe.imageAtIndex(0).position() >= end) {
                    break;
                }
            }
        } catch (final ArchiveException e) {
            return RecordDecoder.UNREADABLE;
        }
        return sequence[0];
    }

    /**
     * Takes what is there.
     *
     * @return how many fragments came; -1: the replay ended, seek again.
     */
    public int poll() {
        if (!hasImage()) {
            return System.nanoTime() - sinceNs > PROBE_NS ? -1 : 0;
        }
        final int fragments = image.poll(handler, FRAGMENTS);
        return fragments == 0 && image.isClosed() ? -1 : fragments;
    }

    private boolean hasImage() {
        if (image == null && replay.imageCount() > 0) {
            image = replay.imageAtIndex(0);
        }
        return image != null;
    }

    /**
     * Whether all came that the spool had when it was sought.
     *
     * @return false as long as it did not begin, too.
     */
    public boolean isCaughtUp() {
        return replay != null && hasImage() && image.position() >= endWhenSought;
    }

    /**
     * How old is what comes next, without taking it.
     *
     * @param fromSequence the first record that counts; those before are passed over.
     * @return its write time in microseconds; 0: it is not there yet, or not known.
     */
    public long oldestWriteTimeUs(final long fromSequence) {
        return replay != null && hasImage() ? oldest.writeTimeUs(image, fromSequence) : 0;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(replay, archive);
        replay = null;
        archive = null;
        image = null;
    }
}
