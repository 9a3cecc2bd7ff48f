package godwit.core.steady;

import godwit.core.Core.ChunkSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/** Chunks beside the heap in memory that is there already, so that keeping them costs a copy and nothing else. */
final class Pieces {
    private static final int LENGTH = 1 << 26;

    private final List<UnsafeBuffer> memory = new ArrayList<>();
    private final IntArrayList lengths = new IntArrayList();
    private long end;

    Pieces(final long capacity) {
        for (long at = 0; at <= capacity; at += LENGTH) {
            final UnsafeBuffer piece = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
            piece.setMemory(0, LENGTH, (byte) 1);
            memory.add(piece);
        }
    }

    /** The same memory for others. */
    Pieces cleared() {
        lengths.clear();
        end = 0;
        return this;
    }

    void add(final DirectBuffer buffer, final int offset, final int length) {
        end = place(end, length);
        memory.get((int) (end / LENGTH)).putBytes((int) (end % LENGTH), buffer, offset, length);
        lengths.addInt(length);
        end += length;
    }

    void forEach(final ChunkSink sink) {
        long at = 0;
        for (int i = 0; i < lengths.size(); i++) {
            final int length = lengths.getInt(i);
            at = place(at, length);
            sink.onChunk(memory.get((int) (at / LENGTH)), (int) (at % LENGTH), length);
            at += length;
        }
    }

    long bytes() {
        return end;
    }

    /** No chunk lies in two pieces. */
    private static long place(final long at, final int length) {
        return at % LENGTH + length > LENGTH ? (at / LENGTH + 1) * LENGTH : at;
    }
}
