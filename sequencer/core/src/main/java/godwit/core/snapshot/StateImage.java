package godwit.core.snapshot;

import godwit.core.state.Table;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The state written bit by bit while commands go on, so that a snapshot has to write only what changed since: a pass over
 * all records, then passes over those that changed after they were written. Whoever reads it lets the later of two count;
 * what it misses or has too old stands in the snapshot. No part of the state; the core's thread, between two commands.
 */
public final class StateImage {
    /** So many slots are looked through at once, of which few may be marked. */
    private static final int WINDOW = 1 << 16;
    /** Marks of so many slots cost about as much as a byte that is written. */
    private static final int SLOTS_PER_BYTE = 64;

    private final ShardState state;
    private final int shard;
    private final List<Table> tables;
    private Slice out;
    private MarkedRecords marked;
    private boolean isUnderWay;
    private boolean isRefused;
    private boolean isFull;
    private int passes;
    private int table;
    private int slot;
    private int slices;
    private long checksums;
    private long recordsHandedOn;
    private long bytes;
    private long bytesBeforePass;
    private long bytesOfLastPass;

    /** Takes a slice of an image. */
    @FunctionalInterface
    public interface Sink {
        /** A slice of at most 64 KiB, valid during the call; false: not now, it is offered again. */
        boolean offer(DirectBuffer buffer, int offset, int length);
    }

    /** None is under way. */
    public StateImage(final ShardState state, final int shard) {
        this.state = state;
        this.shard = shard;
        this.tables = state.context().registry().all();
    }

    /** Begins one; what was written of another is of no use any more. */
    public void begin() {
        out = new Slice();
        marked = new MarkedRecords(state, out);
        isUnderWay = true;
        isRefused = false;
        passes = 0;
        table = 0;
        slot = 1;
        slices = 0;
        checksums = 0;
        recordsHandedOn = 0;
        bytes = 0;
        bytesBeforePass = 0;
        bytesOfLastPass = 0;
        for (int i = 0; i < tables.size(); i++) {
            if (!state.isNeverInImage(tables.get(i))) {
                tables.get(i).watch();
            }
        }
    }

    /** None is under way any more: a snapshot has taken it, or it is given up. */
    public void end() {
        isUnderWay = false;
        out = null;
        marked = null;
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).unwatch();
        }
    }

    /**
     * Writes on, up to the end of a pass, about so many bytes, or until a slice is refused. After a pass the next begins.
     *
     * @param sink     takes slices; all of one image the same.
     * @param bytesMax about; what is only looked at counts as well.
     * @return whether nothing was refused.
     */
    public boolean write(final Sink sink, final int bytesMax) {
        final int passesBefore = passes;
        long cost = 0;
        boolean isTaken = !isRefused || handOn(sink);
        while (isTaken && cost < bytesMax && passes == passesBefore) {
            cost += fill();
            if (isFull) {
                isTaken = handOn(sink);
            }
        }
        return isTaken && (out.isEmpty() || handOn(sink));
    }

    /** Fills the slice, or looks through a window; what it cost. */
    private long fill() {
        final int passedOver = marked.passedOver();
        final int first = slot;
        final int length = out.length();
        final Table of = tables.get(table);
        isFull = false;
        if (state.isNeverInImage(of) || isWritten(of)) {
            nextTable();
        }
        return out.length() - length + marked.passedOver() - passedOver + Math.max(0, slot - first) / SLOTS_PER_BYTE;
    }

    /** Whether all of a table is written in this pass. */
    private boolean isWritten(final Table of) {
        if (slot <= of.size()) {
            final int to = Math.min(of.size() + 1, slot + WINDOW);
            slot = marked.write(of, slot, to, passes == 0);
            isFull = slot < to;
        }
        if (slot > of.size()) {
            isFull = !marked.writeFree(of);
        }
        return slot > of.size() && !isFull;
    }

    private void nextTable() {
        table++;
        slot = 1;
        if (table == tables.size()) {
            table = 0;
            passes++;
            bytesOfLastPass = bytes + (out.isEmpty() ? 0 : out.length()) - bytesBeforePass;
            bytesBeforePass += bytesOfLastPass;
        }
    }

    private boolean handOn(final Sink sink) {
        if (!isRefused) {
            out.seal(Format.IMAGE, shard);
        }
        isRefused = !sink.offer(out.buffer(), 0, out.length());
        if (!isRefused) {
            slices = out.count();
            checksums = out.checksums();
            recordsHandedOn = marked.records();
            bytes += out.length();
            out.clear();
            marked.begin();
        }
        return !isRefused;
    }

    /** Whether one is under way. */
    public boolean isUnderWay() {
        return isUnderWay;
    }

    /** How often all was gone through: after the first time everything is in it, if not as it is now. */
    public int passes() {
        return passes;
    }

    /** Bytes that were handed on. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of the last pass that ended. */
    public long bytesOfLastPass() {
        return bytesOfLastPass;
    }

    /** How many slices were handed on. */
    public int slices() {
        return slices;
    }

    /** A sum over their checksums. */
    long checksums() {
        return checksums;
    }

    /** A slice that was filled but not taken; null: there is none. */
    Slice refused() {
        return isRefused ? out : null;
    }

    /** How many records are in that. */
    long recordsRefused() {
        return marked.records() - recordsHandedOn;
    }

    /** The first slot of a table that no pass came to. */
    int reachedFirst(final Table of) {
        if (passes > 0 || of.id() <= table) {
            return of.size() + 1;
        }
        return of.id() == table + 1 ? slot : 1;
    }
}
