package godwit.sequencer.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the ends of an archive's recordings whole before the archive starts: a kill in the middle of a write leaves half
 * an entry, which was never synced and so never acknowledged, and on which the archive would refuse to start. Damage
 * that is followed by more is none of an end's: it is left for the archive to refuse.
 * <p>
 * The end found is noted in the catalogue, so that the archive does not look for it: its own look (Aeron 1.51.0,
 * {@code Catalog.recoverStopOffset}) reads by the MiB and breaks off where the last entry crosses one.
 */
public final class RecordedEnds {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedEnds.class);
    private static final String REMEDY = "; put the data folder back from a backup";

    private RecordedEnds() {
    }

    /**
     * Cuts torn ends off, and takes away a last file that has no length yet.
     *
     * @param archiveFolder of an archive that does not run.
     * @param onCut         gets the stream of each recording that was cut.
     * @throws DamagedLogException when a last file is cut off, which no kill does: the archive would take what it has for
     *                             all there was.
     */
    public static void mend(final Path archiveFolder, final IntConsumer onCut) {
        if (Files.isRegularFile(archiveFolder.resolve(Catalogue.NAME))) {
            for (final Recording recording : Catalogue.read(archiveFolder)) {
                if (!recording.isStopped() && mend(archiveFolder, recording)) {
                    onCut.accept(recording.streamId());
                }
            }
        }
    }

    private static boolean mend(final Path archiveFolder, final Recording recording) {
        final List<Long> bases = SegmentFiles.bases(archiveFolder, recording.id());
        if (bases.isEmpty()) {
            return false;
        }
        final long last = bases.get(bases.size() - 1);
        final boolean isUnmade = length(archiveFolder, recording, last) == 0;
        try (RecordedFrames frames = new RecordedFrames(archiveFolder, recording)) {
            final long end = frames.read(Math.max(recording.startPosition(), last),
                (buffer, offset, length, endPosition, flags) -> true);
            final ArchiveFiles files = new ArchiveFiles(archiveFolder);
            final boolean isTorn = isUnmade || !frames.isBlankAt(end);
            if (isTorn) {
                files.cut(recording, end);
            }
            files.stopAt(recording.id(), end);
            if (!isTorn) {
                return false;
            }
            LOG.warn("recording {} in {}: its end was {}, cut at position {}", recording.id(),
                archiveFolder.getFileName(), isUnmade ? "a file without a length" : "half written", end);
            return true;
        } catch (final DamagedLogException e) {
            LOG.error("recording {} in {} is damaged before its end: {}", recording.id(),
                archiveFolder.getFileName(), e.getMessage());
            return false;
        }
    }

    private static long length(final Path archiveFolder, final Recording recording, final long base) {
        final Path file = archiveFolder.resolve(SegmentFiles.name(recording.id(), base));
        try {
            final long length = Files.size(file);
            if (length > 0 && length < recording.segmentLength()) {
                throw new DamagedLogException(base, "the log's file " + file + " is cut off, bytes=" + length + " expected "
                    + recording.segmentLength(), REMEDY);
            }
            return length;
        } catch (final IOException e) {
            throw new UncheckedIOException("the log's file cannot be looked at " + file, e);
        }
    }
}
