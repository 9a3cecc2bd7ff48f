package godwit.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Images of a core, written in steps between its commands as a seed wills, with slices refused now and then. */
final class Images {
    static final ImagePlace PLACE = new ImagePlace(17, 64, 4_096);

    private final Random random;
    final List<byte[]> slices = new ArrayList<>();

    Images(final Random random) {
        this.random = random;
    }

    /** One time in some an image begins or is given up, most times a little more is written. */
    void step(final Core core) {
        final int draw = random.nextInt(60);
        if (draw == 0 || !core.image().isUnderWay() && draw < 10) {
            begin(core);
        } else if (draw == 59 && random.nextInt(4) == 0) {
            core.image().end();
        } else if (core.image().isUnderWay() && draw < 40) {
            core.image().write((buffer, offset, length) -> random.nextInt(8) != 0 && take(buffer, offset, length),
                1 + random.nextInt(random.nextBoolean() ? 300 : 20_000));
        }
    }

    void begin(final Core core) {
        slices.clear();
        core.image().begin();
    }

    /** Writes to the end of a pass. */
    void pass(final Core core) {
        final int passes = core.image().passes();
        while (core.image().passes() == passes) {
            core.image().write(this::take, 1_000);
        }
    }

    /** Whether a snapshot with an image may be taken. */
    boolean hasSome(final Core core) {
        return core.image().isUnderWay() && core.image().slices() > 0;
    }

    /** Takes a snapshot with the image and loads both. */
    Core restore(final Core core, final CoreListener listener) {
        return restore(snapshot(core), slices, listener);
    }

    List<byte[]> snapshot(final Core core) {
        final List<byte[]> chunks = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> chunks.add(copy(buffer, offset, length)), PLACE);
        return chunks;
    }

    static Core restore(final List<byte[]> snapshot, final List<byte[]> image, final CoreListener listener) {
        final Core core = new Core(3, listener, Shard.OTHER_KEY);
        boolean done = core.onSnapshotChunk(new UnsafeBuffer(snapshot.get(0)), 0, snapshot.get(0).length);
        if (PLACE.equals(core.imageWanted())) {
            boolean whole = false;
            for (int i = 0; i < image.size() && !whole; i++) {
                whole = core.onImageChunk(new UnsafeBuffer(image.get(i)), 0, image.get(i).length);
            }
        }
        for (int i = 1; i < snapshot.size(); i++) {
            done = core.onSnapshotChunk(new UnsafeBuffer(snapshot.get(i)), 0, snapshot.get(i).length);
        }
        if (!done) {
            throw new IllegalStateException("the snapshot has no end");
        }
        return core;
    }

    boolean take(final DirectBuffer buffer, final int offset, final int length) {
        return slices.add(copy(buffer, offset, length));
    }

    private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] chunk = new byte[length];
        buffer.getBytes(offset, chunk);
        return chunk;
    }
}
