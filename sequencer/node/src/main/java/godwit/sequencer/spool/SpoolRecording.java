package godwit.sequencer.spool;

import godwit.protocol.StreamIds;
import io.aeron.Aeron;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * The one recording that a shard's spool is: begun once, extended at every start. Each record is one message; its
 * position is the publication's.
 */
public final class SpoolRecording implements AutoCloseable {
    private static final int TERM_LENGTH = 4 * 1024 * 1024;
    private static final int MTU_LENGTH = 8192;
    private static final long NONE = Aeron.NULL_VALUE;

    private final ExclusivePublication publication;
    private final long recordingId;

    private SpoolRecording(final ExclusivePublication publication, final long recordingId) {
        this.publication = publication;
        this.recordingId = recordingId;
    }

    /**
     * Opens the spool for appending.
     *
     * @param archive of the spools.
     * @param shard   whose spool.
     * @return the recording, connected and being recorded.
     */
    public static SpoolRecording open(final AeronArchive archive, final int shard) {
        final Existing existing = find(archive, shard);
        final ChannelUriStringBuilder channel = new ChannelUriStringBuilder().media(CommonContext.IPC_MEDIA)
            .termLength(TERM_LENGTH).mtu(MTU_LENGTH).alias("godwit-spool-" + shard);
        final Aeron aeron = archive.context().aeron();
        final int streamId = StreamIds.spool(shard);
        if (existing.recordingId == NONE) {
            archive.startRecording(channel.build(), streamId, SourceLocation.LOCAL);
        } else {
            channel.initialPosition(existing.stopPosition, existing.initialTermId, existing.termLength)
                .mtu(existing.mtuLength);
            archive.extendRecording(existing.recordingId, channel.build(), streamId, SourceLocation.LOCAL);
        }
        final ExclusivePublication publication = aeron.addExclusivePublication(channel.build(), streamId);
        awaitConnected(publication);
        return new SpoolRecording(publication, awaitListed(archive, shard));
    }

    /** A first recording is in the catalogue a moment after its publication is connected. */
    private static long awaitListed(final AeronArchive archive, final int shard) {
        final IdleStrategy idle = new SleepingMillisIdleStrategy(1);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long recordingId = find(archive, shard).recordingId;
        while (recordingId == NONE) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the spool's archive does not list its recording within 10 s");
            }
            idle.idle();
            recordingId = find(archive, shard).recordingId;
        }
        return recordingId;
    }

    /** Forgets the recording, if there is one. */
    static void remove(final AeronArchive archive, final int shard) {
        final Existing existing = find(archive, shard);
        if (existing.recordingId != NONE) {
            archive.purgeRecording(existing.recordingId);
        }
    }

    /** The spool's recording, or one with the id {@link Aeron#NULL_VALUE}. */
    public static Existing find(final AeronArchive archive, final int shard) {
        final Existing existing = new Existing();
        archive.listRecordings(0, Integer.MAX_VALUE, (controlSessionId, correlationId, recordingId, startTimestamp,
            stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
            sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
            if (streamId == StreamIds.spool(shard)) {
                existing.recordingId = recordingId;
                existing.startPosition = startPosition;
                existing.stopPosition = stopPosition;
                existing.initialTermId = initialTermId;
                existing.termLength = termBufferLength;
                existing.mtuLength = mtuLength;
                existing.segmentLength = segmentFileLength;
            }
        });
        return existing;
    }

    private static void awaitConnected(final ExclusivePublication publication) {
        final IdleStrategy idle = new SleepingMillisIdleStrategy(1);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!publication.isConnected()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the spool's archive does not record stream="
                    + publication.streamId() + " within 10 s; is its folder writable?");
            }
            idle.idle();
        }
    }

    ExclusivePublication publication() {
        return publication;
    }

    /** The recording's id in the archive. */
    public long recordingId() {
        return recordingId;
    }

    @Override
    public void close() {
        publication.close();
    }

    /** What the archive knows of the recording. */
    public static final class Existing {
        /** The recording's id. */
        public long recordingId = NONE;
        /** Where it begins; grows when it is purged. */
        public long startPosition;
        /** Where it ends; {@link AeronArchive#NULL_POSITION} while it is being recorded. */
        public long stopPosition;
        /** Bytes of its files. */
        public int segmentLength;
        /** Its first term. */
        int initialTermId;
        /** Bytes of a term. */
        int termLength;
        /** Bytes of a fragment. */
        int mtuLength;

        private Existing() {
        }
    }
}
