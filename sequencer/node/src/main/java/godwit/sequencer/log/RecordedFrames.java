package godwit.sequencer.log;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.HeaderFlyweight;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks a recording's frames and trusts none: place, term, stream and checksum of each must fit. The archive keeps a
 * frame's CRC32C, over what is behind its header, where the session id was. What it may still be writing, or was writing
 * when it was killed, is an unfinished end; whatever else does not fit is damage.
 */
final class RecordedFrames implements AutoCloseable {
    private static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;
    private static final int ATTEMPTS = 5;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int UNUSED_FLAGS = 0x0f;

    private final Recording recording;
    private final SegmentFiles files;
    private final Checksum checksum = Checksums.crc32c();
    private UnsafeBuffer segment;
    private long segmentBase = -1;

    RecordedFrames(final Path archiveFolder, final Recording recording) {
        this.recording = recording;
        this.files = new SegmentFiles(archiveFolder, recording.id());
    }

    /** Gets a frame that is whole. */
    @FunctionalInterface
    interface FrameHandler {
        /** A frame's payload, the position behind the frame, its flags; answers whether more is wanted. */
        boolean onFrame(DirectBuffer buffer, int offset, int length, long endPosition, byte flags);
    }

    /**
     * Gives the frames from a position, which must be a frame's beginning, to the end.
     *
     * @return the position behind the last one.
     * @throws DamagedLogException when one is not whole.
     */
    long read(final long from, final FrameHandler handler) {
        long position = from;
        while (open(position)) {
            final int offset = (int) (position - segmentBase);
            if (!awaitWhole(position, offset)) {
                return end(position, offset);
            }
            final int length = FrameDescriptor.frameLength(segment, offset);
            position += BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
            if (!isPadding(offset) && !handler.onFrame(segment, offset + HEADER_LENGTH, length - HEADER_LENGTH,
                position, FrameDescriptor.frameFlags(segment, offset))) {
                return position;
            }
        }
        return position;
    }

    private boolean open(final long position) {
        final long base = position - position % recording.segmentLength();
        if (recording.isStopped() && position >= recording.stopPosition()) {
            return false;
        }
        if (base == segmentBase && position - base < segment.capacity()) {
            return true;
        }
        if (!files.has(base)) {
            if (recording.isStopped() || files.hasAfter(base) || position < recording.startPosition()) {
                throw new DamagedLogException(position, "a file is missing");
            }
            return false;
        }
        segment = files.open(base, recording.segmentLength());
        segmentBase = base;
        return true;
    }

    private boolean awaitWhole(final long position, final int offset) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isWhole(position, offset)) {
                return true;
            }
            if (recording.isStopped() || frameLength(offset) == 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return false;
    }

    private boolean isWhole(final long position, final int offset) {
        if (offset > segment.capacity() - HEADER_LENGTH) {
            return false;
        }
        final int length = frameLength(offset);
        final int termOffset = (int) (position % recording.termLength());
        if (length < HEADER_LENGTH || length > recording.termLength() - termOffset
            || length > segment.capacity() - offset) {
            return false;
        }
        return isHeaderWhole(position, offset, termOffset) && (isPadding(offset) || isPayloadWhole(offset, length));
    }

    private boolean isHeaderWhole(final long position, final int offset, final int termOffset) {
        final int type = FrameDescriptor.frameType(segment, offset);
        return FrameDescriptor.frameVersion(segment, offset) == DataHeaderFlyweight.CURRENT_VERSION
            && (type == HeaderFlyweight.HDR_TYPE_DATA || type == HeaderFlyweight.HDR_TYPE_PAD)
            && (FrameDescriptor.frameFlags(segment, offset) & UNUSED_FLAGS) == 0
            && DataHeaderFlyweight.termOffset(segment, offset) == termOffset
            && DataHeaderFlyweight.streamId(segment, offset) == recording.streamId()
            && DataHeaderFlyweight.termId(segment, offset)
            == recording.initialTermId() + (int) (position / recording.termLength());
    }

    private boolean isPayloadWhole(final int offset, final int length) {
        final int checked = BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT) - HEADER_LENGTH;
        return checksum.compute(segment.addressOffset(), offset + HEADER_LENGTH, checked)
            == FrameDescriptor.frameSessionId(segment, offset);
    }

    private long end(final long position, final int offset) {
        final int length = frameLength(offset);
        if (recording.isStopped() || files.hasAfter(segmentBase) || isFollowed(offset, length)) {
            throw new DamagedLogException(position, "an entry is damaged");
        }
        return position;
    }

    private boolean isFollowed(final int offset, final int length) {
        final int ownLength = Math.max(HEADER_LENGTH, Math.min(length, recording.termLength()));
        final int behind = offset + BitUtil.align(ownLength, FrameDescriptor.FRAME_ALIGNMENT);
        return !isBlank(behind) && (length != 0 || frameLength(offset) == 0);
    }

    private boolean isBlank(final int from) {
        for (int offset = from; offset + Long.BYTES <= segment.capacity(); offset += Long.BYTES) {
            if (segment.getLong(offset) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing was written from there to the end of its file. */
    boolean isBlankAt(final long position) {
        return !open(position) || isBlank((int) (position - segmentBase));
    }

    /** In a file without a length nothing was written. */
    private int frameLength(final int offset) {
        return segment.capacity() == 0 ? 0 : segment.getInt(offset, ByteOrder.LITTLE_ENDIAN);
    }

    private boolean isPadding(final int offset) {
        return FrameDescriptor.isPaddingFrame(segment, offset);
    }

    @Override
    public void close() {
        files.close();
    }
}
