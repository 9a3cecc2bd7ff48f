package godwit.sequencer.log;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** Bytes that an archive's recordings hold; its files are laid out in full length and mostly holes. */
public final class RecordedBytes {
    private RecordedBytes() {
    }

    /**
     * The sum over some recordings. Of one that goes on the catalogue does not say how long it is: of the given stream's the
     * position is given, others (a snapshot or an image under way) count when they have ended.
     *
     * @param archiveFolder of the archive.
     * @param streams       whose recordings count.
     * @param liveStream    that goes on.
     * @param livePosition  where that one is.
     * @return the bytes; 0 while there is no archive.
     */
    public static long of(
        final Path archiveFolder, final IntPredicate streams, final int liveStream, final long livePosition) {
        try {
            return Catalogue.read(archiveFolder).stream().filter(one -> streams.test(one.streamId()))
                .mapToLong(one -> length(one, liveStream, livePosition)).sum();
        } catch (final UncheckedIOException e) {
            return 0;
        }
    }

    private static long length(final Recording one, final int liveStream, final long livePosition) {
        if (one.isStopped()) {
            return one.stopPosition() - one.startPosition();
        }
        return one.streamId() == liveStream ? Math.max(0, livePosition - one.startPosition()) : 0;
    }
}
