package godwit.simulation.shard;

import godwit.core.Core;
import godwit.simulation.fault.Sabotage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A core's state as bytes.
 *
 * @param position       entries of the log that are in it.
 * @param outputSequence the last journal record in it.
 * @param journaled      how far the journal was.
 * @param hash           of the state.
 * @param chunks         the bytes in full, which are the same for all members.
 * @param image          what a member had written before; null: nothing.
 * @param changed        what it wrote then, if there is an image.
 */
record Snapshot(
    long position, long outputSequence, long journaled, long hash, List<byte[]> chunks, List<byte[]> image,
    List<byte[]> changed) {

    static Snapshot of(final Core core, final long position) {
        final List<byte[]> chunks = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> chunks.add(copy(buffer, offset, length)));
        return new Snapshot(position, core.outputSequence(), core.journalPosition(), core.stateHash(), chunks, null, null);
    }

    static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] chunk = new byte[length];
        buffer.getBytes(offset, chunk);
        return chunk;
    }

    /** The same as a member has it that wrote an image before. */
    Snapshot with(final List<byte[]> ownImage, final List<byte[]> ownChanged) {
        return new Snapshot(position, outputSequence, journaled, hash, chunks, ownImage, ownChanged);
    }

    boolean hasImage() {
        return image != null;
    }

    void into(final Core core, final Sabotage sabotage) {
        boolean done = false;
        for (final byte[] read : hasImage() ? changed : chunks) {
            final byte[] chunk = sabotage.chunk(read);
            done = core.onSnapshotChunk(new UnsafeBuffer(chunk), 0, chunk.length);
            if (core.imageWanted() != null) {
                image.forEach(slice -> onImageChunk(core, sabotage.chunk(slice)));
            }
        }
        if (!done) {
            throw new IllegalStateException("the snapshot has no end, chunks=" + chunks.size());
        }
    }

    private static void onImageChunk(final Core core, final byte[] chunk) {
        core.onImageChunk(new UnsafeBuffer(chunk), 0, chunk.length);
    }

    boolean sameBytes(final Snapshot other) {
        boolean same = chunks.size() == other.chunks.size();
        for (int i = 0; same && i < chunks.size(); i++) {
            same = Arrays.equals(chunks.get(i), other.chunks.get(i));
        }
        return same;
    }
}
