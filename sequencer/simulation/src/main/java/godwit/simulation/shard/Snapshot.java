package godwit.simulation.shard;

import godwit.core.Core;
import godwit.simulation.fault.Sabotage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A core's state as bytes.
 *
 * @param position       entries of the log that are in it.
 * @param outputSequence the last journal record in it.
 * @param journaled      how far the journal was.
 * @param hash           of the state.
 * @param chunks         the bytes.
 */
record Snapshot(long position, long outputSequence, long journaled, long hash, List<byte[]> chunks) {

    static Snapshot of(final Core core, final long position) {
        final List<byte[]> chunks = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        });
        return new Snapshot(position, core.outputSequence(), core.journalPosition(), core.stateHash(), chunks);
    }

    void into(final Core core, final Sabotage sabotage) {
        boolean done = false;
        for (final byte[] read : chunks) {
            final byte[] chunk = sabotage.chunk(read);
            done = core.onSnapshotChunk(new UnsafeBuffer(chunk), 0, chunk.length);
        }
        if (!done) {
            throw new IllegalStateException("the snapshot has no end, chunks=" + chunks.size());
        }
    }

    boolean sameBytes(final Snapshot other) {
        boolean same = chunks.size() == other.chunks.size();
        for (int i = 0; same && i < chunks.size(); i++) {
            same = Arrays.equals(chunks.get(i), other.chunks.get(i));
        }
        return same;
    }
}
