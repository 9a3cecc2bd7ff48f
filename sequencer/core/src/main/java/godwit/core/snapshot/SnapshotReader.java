package godwit.core.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.numbers.Counters;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.Table;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads a snapshot slice by slice into a new shard, and checks that it is whole and what its header says. */
public final class SnapshotReader {
    private final ShardState state;
    private final int shard;
    private final byte[] bytes = new byte[Format.SLICE_LENGTH_MAX];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private int slices;
    private long records;
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

    /** Takes the next slice; whether it was the last. */
    public boolean onSlice(final DirectBuffer source, final int from, final int sliceLength) {
        Invariants.holds(!isDone, "snapshot slice after the footer: expected none");
        Invariants.holds(sliceLength > Format.HEADER_LENGTH && sliceLength <= Format.SLICE_LENGTH_MAX,
            "snapshot slice length=" + sliceLength + " expected up to " + Format.SLICE_LENGTH_MAX);
        source.getBytes(from, bytes, 0, sliceLength);
        length = sliceLength;
        checkSlice();
        offset = Format.HEADER_LENGTH;
        readSlice(buffer.getInt(Format.KIND_OFFSET, LITTLE_ENDIAN));
        slices++;
        return isDone;
    }

    private void checkSlice() {
        Invariants.same("snapshot magic", buffer.getInt(Format.MAGIC_OFFSET, LITTLE_ENDIAN), Format.MAGIC);
        final int version = buffer.getInt(Format.VERSION_OFFSET, LITTLE_ENDIAN);
        Invariants.holds(version == Format.VERSION, "snapshot format version=" + version + " expected "
            + Format.VERSION + ": " + (version < Format.VERSION ? "an older" : "a newer")
            + " release wrote it and alone reads it, start with that one");
        Invariants.same("snapshot slice number", buffer.getInt(Format.NUMBER_OFFSET, LITTLE_ENDIAN), slices);
        Invariants.same("snapshot slice length", buffer.getInt(Format.LENGTH_OFFSET, LITTLE_ENDIAN), length);
        crc.reset();
        crc.update(bytes, 0, Format.CRC_OFFSET);
        crc.update(bytes, Format.HEADER_LENGTH, length - Format.HEADER_LENGTH);
        Invariants.same("snapshot slice checksum", buffer.getLong(Format.CRC_OFFSET, LITTLE_ENDIAN), crc.getValue());
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
            case Format.FOOTER:
                readFooter();
                break;
            default:
                throw new IllegalStateException("snapshot slice kind=" + kind + " expected 1 to 4");
        }
        Invariants.same("snapshot slice end", offset, length);
    }

    private void readHeader() {
        state.reset();
        Invariants.same("snapshot of shard", getInt(), shard);
        outputSequence = getLong();
        journalPosition = getLong();
        incarnation = getLong();
        stateHash = getLong();
        final List<Table> tables = state.context().registry().all();
        Invariants.same("snapshot tables", getInt(), tables.size());
        for (int i = 0; i < tables.size(); i++) {
            Invariants.same("snapshot words of " + tables.get(i).name(), getInt(), tables.get(i).words());
            tables.get(i).extend(getInt());
        }
    }

    private void readRecords() {
        final List<Table> tables = state.context().registry().all();
        while (offset < length) {
            final int id = getInt();
            final int tableId = Math.abs(id);
            Invariants.holds(tableId > 0 && tableId <= tables.size(), "snapshot table=" + id + " expected a known one");
            if (id < 0) {
                readFree(tables.get(tableId - 1));
            } else {
                readRecord(tables.get(tableId - 1));
            }
            records++;
        }
    }

    private void readRecord(final Table table) {
        final int slot = getInt();
        Invariants.holds(slot > 0 && slot <= table.size(),
            table.name() + " slot=" + slot + " expected 1 to " + table.size());
        for (int word = 0; word < table.words(); word++) {
            table.set(slot, word, getLong());
        }
        final int bytesLength = getInt();
        if (bytesLength > 0) {
            final int sizeClass = state.context().names().sizeClassOf(table);
            if (sizeClass >= 0) {
                state.context().names().restore(Names.ref(sizeClass, slot), buffer, offset, bytesLength);
            } else {
                state.entries().restorePayload(slot, buffer, offset, bytesLength);
            }
            offset += bytesLength;
        }
    }

    private void readFree(final Table table) {
        final int count = getInt();
        for (int i = 0; i < count; i++) {
            table.restoreFree(getInt());
        }
    }

    private void readFooter() {
        Invariants.same("snapshot records", getLong(), records);
        Invariants.same("snapshot slices", getInt(), slices + 1);
        state.reindex();
        final Counters counters = state.context().counters();
        Invariants.same("snapshot output sequence", counters.outputSequence(), outputSequence);
        Invariants.same("snapshot journal position", counters.journalPosition(), journalPosition);
        Invariants.same("snapshot incarnation", counters.incarnation(), incarnation);
        Invariants.same("snapshot state hash", state.context().registry().hash(), stateHash);
        Invariants.same("snapshot state hash anew", state.recomputeHash(), stateHash);
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
