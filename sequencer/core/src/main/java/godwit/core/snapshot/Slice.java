package godwit.core.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.state.Table;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A slice that is filled and then sealed with its number and checksum; the next ones follow in the same place. */
class Slice {
    private static final int CHAIN = 31;

    private final byte[] bytes = new byte[Format.SLICE_LENGTH_MAX];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private int number;
    private int length = Format.HEADER_LENGTH;
    private long checksums;

    /** Where it is filled. */
    final UnsafeBuffer buffer() {
        return buffer;
    }

    /** How long it is, with its header. */
    final int length() {
        return length;
    }

    /** Whether nothing stands in it. */
    final boolean isEmpty() {
        return length == Format.HEADER_LENGTH;
    }

    /** Whether so many bytes more have room. */
    final boolean hasRoom(final int bytesNeeded) {
        return length + bytesNeeded <= Format.SLICE_LENGTH_MAX;
    }

    /** How many were sealed. */
    final int count() {
        return number;
    }

    /** A sum over the checksums of all that were sealed. */
    final long checksums() {
        return checksums;
    }

    /** The same with one more. */
    static long chain(final long checksums, final long next) {
        return checksums * CHAIN + next;
    }

    final void putInt(final int value) {
        buffer.putInt(length, value, LITTLE_ENDIAN);
        length += Integer.BYTES;
    }

    final void putLong(final long value) {
        buffer.putLong(length, value, LITTLE_ENDIAN);
        length += Long.BYTES;
    }

    final void putBytes(final DirectBuffer source, final int offset, final int bytesLength) {
        buffer.putBytes(length, source, offset, bytesLength);
        length += bytesLength;
    }

    final void putWords(final Table table, final int slot) {
        table.copyTo(slot, buffer, length);
        length += table.words() * Long.BYTES;
    }

    /** It is full, or nothing more comes: what it is, number and checksum are put in. */
    final void seal(final int ofKind, final int ofSection) {
        buffer.putInt(Format.MAGIC_OFFSET, Format.MAGIC, LITTLE_ENDIAN);
        buffer.putInt(Format.VERSION_OFFSET, Format.VERSION, LITTLE_ENDIAN);
        buffer.putInt(Format.KIND_OFFSET, ofKind, LITTLE_ENDIAN);
        buffer.putInt(Format.SECTION_OFFSET, ofSection, LITTLE_ENDIAN);
        buffer.putInt(Format.NUMBER_OFFSET, number++, LITTLE_ENDIAN);
        buffer.putInt(Format.LENGTH_OFFSET, length, LITTLE_ENDIAN);
        final long checksum = checksum(crc, bytes, length);
        buffer.putLong(Format.CRC_OFFSET, checksum, LITTLE_ENDIAN);
        checksums = chain(checksums, checksum);
    }

    /** Of all but the checksum itself. */
    static long checksum(final CRC32C crc, final byte[] slice, final int sliceLength) {
        crc.reset();
        crc.update(slice, 0, Format.CRC_OFFSET);
        crc.update(slice, Format.HEADER_LENGTH, sliceLength - Format.HEADER_LENGTH);
        return crc.getValue();
    }

    /** The next one begins. */
    final void clear() {
        length = Format.HEADER_LENGTH;
    }
}
