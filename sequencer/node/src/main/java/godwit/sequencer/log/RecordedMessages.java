package godwit.sequencer.log;

import io.aeron.BufferBuilder;
import io.aeron.logbuffer.FrameDescriptor;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** A recording's messages, put together from their frames. */
final class RecordedMessages implements AutoCloseable {
    private final RecordedFrames frames;
    private final BufferBuilder parts = new BufferBuilder();
    private MessageHandler handler;
    private long firstPartPosition;
    private boolean open;
    private boolean more;

    RecordedMessages(final Path archiveFolder, final Recording recording) {
        frames = new RecordedFrames(archiveFolder, recording);
    }

    /** Gets a whole message. */
    @FunctionalInterface
    interface MessageHandler {
        /** A message and the position behind it; answers whether more is wanted. */
        boolean onMessage(DirectBuffer buffer, int offset, int length, long endPosition);
    }

    /**
     * Gives the messages from a position, which must be one's beginning, to the end.
     *
     * @return the position behind the last whole one.
     * @throws DamagedLogException when one is not whole.
     */
    long read(final long from, final MessageHandler messageHandler) {
        handler = messageHandler;
        open = false;
        more = true;
        final long[] behind = {from};
        final long end = frames.read(from, (buffer, offset, length, endPosition, flags) -> {
            onFrame(buffer, offset, length, endPosition, flags);
            behind[0] = open ? behind[0] : endPosition;
            return more;
        });
        return open ? behind[0] : end;
    }

    /** Whether nothing was written from there to the end of its file. */
    boolean isBlankAt(final long position) {
        return frames.isBlankAt(position);
    }

    private void onFrame(
        final DirectBuffer buffer, final int offset, final int length, final long endPosition, final byte flags) {
        final boolean begins = (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
        final boolean ends = (flags & FrameDescriptor.END_FRAG_FLAG) != 0;
        if (begins == open) {
            throw new DamagedLogException(open ? firstPartPosition : endPosition,
                open ? "an entry has no end" : "an entry has no beginning");
        }
        if (begins && ends) {
            more = handler.onMessage(buffer, offset, length, endPosition);
            return;
        }
        if (begins) {
            parts.reset();
            firstPartPosition = endPosition;
        }
        parts.append(buffer, offset, length);
        open = !ends;
        if (ends) {
            more = handler.onMessage(parts.buffer(), 0, parts.limit(), endPosition);
        }
    }

    @Override
    public void close() {
        frames.close();
    }
}
