package godwit.sequencer.log;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** Bytes that an archive's recordings hold; its files are laid out in full length and mostly holes. */
public final class RecordedBytes {
    private RecordedBytes() {
    }

    /**
     * The sum over some recordings; of one that is being recorded, up to the given position.
     *
     * @param archiveFolder of the archive.
     * @param streams       whose recordings count.
     * @param livePosition  of what is being recorded.
     * @return the bytes; 0 while there is no archive.
     */
    public static long of(final Path archiveFolder, final IntPredicate streams, final long livePosition) {
        try {
            return Catalogue.read(archiveFolder).stream().filter(one -> streams.test(one.streamId()))
                .mapToLong(one -> Math.max(0, (one.isStopped() ? one.stopPosition() : livePosition) - one.startPosition()))
                .sum();
        } catch (final UncheckedIOException e) {
            return 0;
        }
    }
}
