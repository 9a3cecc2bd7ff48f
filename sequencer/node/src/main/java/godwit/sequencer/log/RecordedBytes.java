package godwit.sequencer.log;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.function.LongUnaryOperator;

/** Bytes that an archive's recordings hold; its files are laid out in full length and mostly holes. */
public final class RecordedBytes {
    private RecordedBytes() {
    }

    /**
     * The sum over some recordings: the log, snapshots and images, also while they are written.
     *
     * @param archiveFolder of the archive.
     * @param streams       whose recordings count.
     * @param livePosition  of a recording that goes on, by its id.
     * @return the bytes; 0 while there is no archive.
     */
    public static long of(final Path archiveFolder, final IntPredicate streams, final LongUnaryOperator livePosition) {
        try {
            return Catalogue.read(archiveFolder).stream().filter(one -> streams.test(one.streamId()))
                .mapToLong(one -> (one.isStopped() ? one.stopPosition() : livePosition.applyAsLong(one.id())) - one.startPosition())
                .filter(length -> length > 0).sum();
        } catch (final UncheckedIOException e) {
            return 0;
        }
    }
}
