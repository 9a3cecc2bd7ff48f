package godwit.sequencer.spool;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.JournalMessageDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** Reads recorded records of a spool in order. Blocks its caller; bounded by a time without progress. */
final class SpoolScan {
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int FRAGMENTS = 64;

    private final AeronArchive archive;
    private final int streamId;

    SpoolScan(final AeronArchive archive, final int number) {
        this.archive = archive;
        this.streamId = StreamIds.SPOOL_SCAN_BASE + number;
    }

    /** Gets a record; answers whether it wants more. */
    @FunctionalInterface
    interface RecordConsumer {
        /** A whole record, with the position after it. */
        boolean onRecord(long outputSequence, DirectBuffer buffer, int offset, int length, long position);
    }

    /**
     * Gives the records from a position, which must be a segment's or a record's beginning, to another.
     *
     * @return whether it came to the end and was not told to stop.
     */
    boolean scan(final long recordingId, final long from, final long to, final RecordConsumer consumer) {
        if (from >= to) {
            return true;
        }
        final boolean[] more = {true};
        final FragmentHandler handler = new FragmentAssembler((buffer, offset, length, header) ->
            more[0] = more[0] && consumer.onRecord(outputSequence(buffer, offset), buffer, offset, length,
                position(header)));
        try (Subscription replay = archive.replay(recordingId, from, to - from, "aeron:ipc?term-length=1m", streamId)) {
            final Image image = awaitImage(replay);
            if (image.joinPosition() > from) {
                throw new IllegalStateException("the spool's replay began elsewhere position=" + image.joinPosition()
                    + " expected " + from);
            }
            final IdleStrategy idle = new SleepingMillisIdleStrategy(1);
            long movedNs = System.nanoTime();
            while (more[0] && image.position() < to) {
                if (image.poll(handler, FRAGMENTS) > 0) {
                    movedNs = System.nanoTime();
                } else if (image.isClosed() || System.nanoTime() - movedNs > STUCK_NS) {
                    throw new IllegalStateException("the spool could not be read position=" + image.position()
                        + " expected " + to);
                } else {
                    idle.idle();
                }
            }
        }
        return more[0];
    }

    static long outputSequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH
            + JournalMessageDecoder.outputSequenceEncodingOffset(), JournalMessageDecoder.BYTE_ORDER);
    }

    private static long position(final Header header) {
        return header.position();
    }

    private static Image awaitImage(final Subscription replay) {
        final IdleStrategy idle = new SleepingMillisIdleStrategy(1);
        final long deadlineNs = System.nanoTime() + STUCK_NS;
        while (replay.imageCount() == 0) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("no replay of the spool within 10 s");
            }
            idle.idle();
        }
        return replay.imageAtIndex(0);
    }
}
