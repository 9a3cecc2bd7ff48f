package godwit.core.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.ImagePlace;
import godwit.core.numbers.Counters;
import godwit.core.state.Invariants;
import godwit.core.state.Table;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a snapshot slice by slice into a new shard, with its image between the first slice and the second, and checks that
 * it is whole and what its header says: before anything is looked up in it, by the hash of all its words.
 */
public final class SnapshotReader {
    /** Words, size, length of the list of free slots. */
    private static final int TABLE_LENGTH = 3 * Integer.BYTES;

    private final ShardState state;
    private final int shard;
    private final byte[] bytes = new byte[Format.SLICE_LENGTH_MAX];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private int slices;
    private long records;
    private int imageSlices;
    private long imageChecksums;
    private int imageSlicesExpected;
    private long imageChecksumsExpected;
    private ImagePlace image;
    private int offset;
    private int length;
    private boolean isDone;
    private long outputSequence;
    private long journalPosition;
    private long incarnation;
    private long stateHash;

    /** A reader into a shard, which forgets all it had with the first slice. */
    public SnapshotReader(final ShardState state, final int shard) {
        this.state = state;
        this.shard = shard;
    }

    /** The image that has to be read before the next slice; null: none. */
    public ImagePlace imageWanted() {
        return imageSlices < imageSlicesExpected ? image : null;
    }

    /** Takes the next slice of the image; whether it was the last that is wanted. */
    public boolean onImageSlice(final DirectBuffer source, final int from, final int sliceLength) {
        Invariants.holds(imageWanted() != null, "slice of an image: expected none slices=" + imageSlices);
        takeSlice(source, from, sliceLength, imageSlices);
        Invariants.same("image slice kind", buffer.getInt(Format.KIND_OFFSET, LITTLE_ENDIAN), Format.IMAGE);
        Invariants.same("image of shard", buffer.getInt(Format.SECTION_OFFSET, LITTLE_ENDIAN), shard);
        imageChecksums = Slice.chain(imageChecksums, buffer.getLong(Format.CRC_OFFSET, LITTLE_ENDIAN));
        readRuns();
        Invariants.same("image slice end", offset, length);
        imageSlices++;
        if (imageSlices == imageSlicesExpected) {
            Invariants.same("image checksums", imageChecksums, imageChecksumsExpected);
        }
        return imageSlices == imageSlicesExpected;
    }

    /** Takes the next slice; whether it was the last. */
    public boolean onSlice(final DirectBuffer source, final int from, final int sliceLength) {
        Invariants.holds(!isDone, "snapshot slice after the footer: expected none");
        Invariants.holds(imageWanted() == null, "snapshot slice=" + slices + " expected its image first slices="
            + imageSlices + " of " + imageSlicesExpected);
        takeSlice(source, from, sliceLength, slices);
        readSlice(buffer.getInt(Format.KIND_OFFSET, LITTLE_ENDIAN));
        Invariants.same("snapshot slice end", offset, length);
        slices++;
        return isDone;
    }

    /** The image that a snapshot names, by its first slice; null: none. */
    public static ImagePlace imageOf(final DirectBuffer source, final int from, final int sliceLength) {
        final SnapshotReader header = new SnapshotReader(null, 0);
        header.takeSlice(source, from, sliceLength, 0);
        Invariants.same("snapshot kind", header.buffer.getInt(Format.KIND_OFFSET, LITTLE_ENDIAN), Format.HEADER);
        header.readNumbers();
        for (int i = header.getInt(); i > 0; i--) {
            header.offset += TABLE_LENGTH;
        }
        header.readImage();
        return header.image;
    }

    private void takeSlice(final DirectBuffer source, final int from, final int sliceLength, final int number) {
        Invariants.holds(sliceLength > Format.HEADER_LENGTH && sliceLength <= Format.SLICE_LENGTH_MAX,
            "snapshot slice length=" + sliceLength + " expected up to " + Format.SLICE_LENGTH_MAX);
        source.getBytes(from, bytes, 0, sliceLength);
        length = sliceLength;
        checkSlice(number);
        offset = Format.HEADER_LENGTH;
    }

    private void checkSlice(final int number) {
        Invariants.same("snapshot magic", buffer.getInt(Format.MAGIC_OFFSET, LITTLE_ENDIAN), Format.MAGIC);
        final int version = buffer.getInt(Format.VERSION_OFFSET, LITTLE_ENDIAN);
        Invariants.holds(version == Format.VERSION, "snapshot format version=" + version + " expected "
            + Format.VERSION + ": " + (version < Format.VERSION ? "an older" : "a newer")
            + " release wrote it and alone reads it, start with that one");
        Invariants.same("snapshot slice number", buffer.getInt(Format.NUMBER_OFFSET, LITTLE_ENDIAN), number);
        Invariants.same("snapshot slice length", buffer.getInt(Format.LENGTH_OFFSET, LITTLE_ENDIAN), length);
        Invariants.same("snapshot slice checksum", buffer.getLong(Format.CRC_OFFSET, LITTLE_ENDIAN),
            Slice.checksum(crc, bytes, length));
    }

    private void readSlice(final int kind) {
        Invariants.holds(slices == 0 == (kind == Format.HEADER), "snapshot kind=" + kind + " slice=" + slices
            + " expected the header first");
        switch (kind) {
            case Format.HEADER:
                readHeader();
                break;
            case Format.PARTITION:
            case Format.SHARD:
                readRecords();
                break;
            case Format.CHANGED:
                records += readRuns();
                break;
            case Format.FOOTER:
                readFooter();
                break;
            default:
                throw new IllegalStateException("snapshot slice kind=" + kind + " expected 1 to 4, or 6");
        }
    }

    private void readHeader() {
        state.reset();
        Invariants.same("snapshot of shard", readNumbers(), shard);
        final List<Table> tables = state.context().registry().all();
        Invariants.same("snapshot tables", getInt(), tables.size());
        for (int i = 0; i < tables.size(); i++) {
            Invariants.same("snapshot words of " + tables.get(i).name(), getInt(), tables.get(i).words());
            final int size = getInt();
            tables.get(i).restoreSize(size, getInt());
        }
        readImage();
        readRecords();
    }

    /** The shard's number. */
    private int readNumbers() {
        final int ofShard = getInt();
        outputSequence = getLong();
        journalPosition = getLong();
        incarnation = getLong();
        stateHash = getLong();
        return ofShard;
    }

    private void readImage() {
        imageSlicesExpected = getInt();
        if (imageSlicesExpected > 0) {
            imageChecksumsExpected = getLong();
            image = new ImagePlace(getLong(), getLong(), getLong());
        }
    }

    private void readRecords() {
        while (offset < length) {
            final int id = getInt();
            final Table table = table(id);
            if (id < 0) {
                readFree(table);
            } else {
                readRecord(table, getInt(), true);
            }
            records++;
        }
    }

    /** How many records and pieces of free lists there were. */
    private long readRuns() {
        long read = 0;
        while (offset < length) {
            final int id = getInt();
            final Table table = table(id);
            if (id < 0) {
                readFree(table);
                read++;
            } else {
                final int first = getInt();
                final int count = getInt();
                final boolean hasBytes = state.hasBytes(table);
                for (int slot = first; slot < first + count; slot++) {
                    readRecord(table, slot, hasBytes);
                }
                read += count;
            }
        }
        return read;
    }

    private Table table(final int id) {
        final List<Table> tables = state.context().registry().all();
        final int tableId = Math.abs(id);
        Invariants.holds(tableId > 0 && tableId <= tables.size(), "snapshot table=" + id + " expected a known one");
        return tables.get(tableId - 1);
    }

    private void readRecord(final Table table, final int slot, final boolean hasBytes) {
        table.restore(slot, buffer, offset);
        offset += table.words() * Long.BYTES;
        final int bytesLength = hasBytes ? getInt() : 0;
        if (bytesLength > 0) {
            state.restoreBytes(table, slot, buffer, offset, bytesLength);
            offset += bytesLength;
        }
    }

    private void readFree(final Table table) {
        final int from = getInt();
        final int count = getInt();
        for (int i = from; i < from + count; i++) {
            table.restoreFree(i, getInt());
        }
    }

    private void readFooter() {
        Invariants.same("snapshot records", getLong(), records);
        Invariants.same("snapshot slices", getInt(), slices + 1);
        state.context().registry().rehash();
        Invariants.same("snapshot state hash", state.context().registry().hash(), stateHash);
        state.verifyBytes();
        state.reindex();
        final Counters counters = state.context().counters();
        Invariants.same("snapshot output sequence", counters.outputSequence(), outputSequence);
        Invariants.same("snapshot journal position", counters.journalPosition(), journalPosition);
        Invariants.same("snapshot incarnation", counters.incarnation(), incarnation);
        isDone = true;
    }

    private int getInt() {
        final int value = buffer.getInt(offset, LITTLE_ENDIAN);
        offset += Integer.BYTES;
        return value;
    }

    private long getLong() {
        final long value = buffer.getLong(offset, LITTLE_ENDIAN);
        offset += Long.BYTES;
        return value;
    }
}
