package godwit.edge.accept;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes a frame of text as RFC 6455 asks a server to, into one buffer of direct memory: a header and a payload that are
 * written apart may fail apart, and then the header would take the next frame for its payload.
 */
final class TextFrames {
    private static final int FINAL_TEXT = 0x81;
    private static final int HEADER_BYTES_MAX = 10;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private TextFrames() {
    }

    /**
     * Encodes.
     *
     * @param allocator gives the buffer.
     * @param payload   valid UTF-8; not kept.
     * @param length    how much of it.
     * @return the whole frame.
     * @throws OutOfMemoryError if there is no direct memory for it.
     */
    static ByteBuf encode(final ByteBufAllocator allocator, final byte[] payload, final int length) {
        final ByteBuf frame = allocator.directBuffer(HEADER_BYTES_MAX + length);
        frame.writeByte(FINAL_TEXT);
        if (length < LENGTH_16) {
            frame.writeByte(length);
        } else if (length < 1 << 16) {
            frame.writeByte(LENGTH_16).writeShort(length);
        } else {
            frame.writeByte(LENGTH_64).writeLong(length);
        }
        return frame.writeBytes(payload, 0, length);
    }
}
