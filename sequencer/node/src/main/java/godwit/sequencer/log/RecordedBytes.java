package godwit.sequencer.log;

import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Bytes that an archive's recordings hold; its files are laid out in full length and mostly holes. */
public final class RecordedBytes {
    private RecordedBytes() {
    }

    /** The sum over all recordings; of one that is being recorded, up to the given position. */
    public static long of(final Path archiveFolder, final long livePosition) {
        try {
            return Catalogue.read(archiveFolder).stream()
                .mapToLong(one -> Math.max(0, (one.isStopped() ? one.stopPosition() : livePosition) - one.startPosition()))
                .sum();
        } catch (final UncheckedIOException e) {
            return 0;
        }
    }
}
