package godwit.journal.follow.aeron;

import godwit.journal.follow.RecordDecoder;
import io.aeron.Image;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * Looks at the next record of a replay without taking it, so that the lag of a journal that takes nothing is known. What
 * was stored already it passes over. The journal's thread.
 */
final class OldestRecord implements ControlledFragmentHandler {
    private static final int FRAGMENTS = 256;

    private final RecordDecoder decoder = new RecordDecoder();
    private long wantedSequence;
    private long begunWriteTimeUs;
    private long foundWriteTimeUs;
    private boolean passing;

    /** A fragment was taken as usual. */
    void onTaken(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (isBegin(header)) {
            passing = false;
            begunWriteTimeUs = decoder.outputSequence(buffer, offset, length) == RecordDecoder.UNREADABLE
                ? 0 : RecordDecoder.writeTimeUs(buffer, offset);
        }
    }

    /** The write time of the first record from that number on; 0: it is not there (yet). */
    long writeTimeUs(final Image image, final long fromSequence) {
        wantedSequence = fromSequence;
        foundWriteTimeUs = 0;
        image.controlledPoll(this, FRAGMENTS);
        return foundWriteTimeUs;
    }

    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (!isBegin(header) && !passing) {
            foundWriteTimeUs = begunWriteTimeUs;
            return Action.ABORT;
        }
        if (isBegin(header)) {
            final long sequence = decoder.outputSequence(buffer, offset, length);
            if (sequence == RecordDecoder.UNREADABLE || sequence >= wantedSequence) {
                foundWriteTimeUs = sequence == RecordDecoder.UNREADABLE ? 0 : RecordDecoder.writeTimeUs(buffer, offset);
                return Action.ABORT;
            }
        }
        passing = (header.flags() & FrameDescriptor.END_FRAG_FLAG) == 0;
        return Action.CONTINUE;
    }

    private static boolean isBegin(final Header header) {
        return (header.flags() & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
    }
}
