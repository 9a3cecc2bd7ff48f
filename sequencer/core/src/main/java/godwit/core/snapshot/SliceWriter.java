package godwit.core.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.Core.ChunkSink;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Fills slices and hands them on, each with its number and checksum. */
final class SliceWriter {
    private final byte[] bytes = new byte[Format.SLICE_LENGTH_MAX];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private final ChunkSink sink;
    private int kind;
    private int section;
    private int number;
    private int length;

    SliceWriter(final ChunkSink sink) {
        this.sink = sink;
    }

    /** The slices from here on are of that kind and section. */
    void begin(final int newKind, final int newSection) {
        end();
        kind = newKind;
        section = newSection;
        length = Format.HEADER_LENGTH;
    }

    /** Hands the last slice on, if there is one. */
    void end() {
        if (length > Format.HEADER_LENGTH) {
            buffer.putInt(Format.MAGIC_OFFSET, Format.MAGIC, LITTLE_ENDIAN);
            buffer.putInt(Format.VERSION_OFFSET, Format.VERSION, LITTLE_ENDIAN);
            buffer.putInt(Format.KIND_OFFSET, kind, LITTLE_ENDIAN);
            buffer.putInt(Format.SECTION_OFFSET, section, LITTLE_ENDIAN);
            buffer.putInt(Format.NUMBER_OFFSET, number++, LITTLE_ENDIAN);
            buffer.putInt(Format.LENGTH_OFFSET, length, LITTLE_ENDIAN);
            buffer.putLong(Format.CRC_OFFSET, checksum(), LITTLE_ENDIAN);
            sink.onChunk(buffer, 0, length);
        }
        length = Format.HEADER_LENGTH;
    }

    /** Makes room for what must stand in one slice. */
    void reserve(final int bytesNeeded) {
        if (length + bytesNeeded > Format.SLICE_LENGTH_MAX) {
            end();
        }
    }

    void putInt(final int value) {
        buffer.putInt(length, value, LITTLE_ENDIAN);
        length += Integer.BYTES;
    }

    void putLong(final long value) {
        buffer.putLong(length, value, LITTLE_ENDIAN);
        length += Long.BYTES;
    }

    void putBytes(final DirectBuffer source) {
        buffer.putBytes(length, source, 0, source.capacity());
        length += source.capacity();
    }

    /** How many slices were handed on. */
    int count() {
        return number;
    }

    private long checksum() {
        crc.reset();
        crc.update(bytes, 0, Format.CRC_OFFSET);
        crc.update(bytes, Format.HEADER_LENGTH, length - Format.HEADER_LENGTH);
        return crc.getValue();
    }
}
