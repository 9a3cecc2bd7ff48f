package godwit.sequencer.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The files of one recording, of which one is mapped at a time; read only. */
final class SegmentFiles implements AutoCloseable {
    /** What {@link #recordingId} answers to another file. */
    static final long NO_RECORDING = -1;

    private static final String SUFFIX = ".rec";

    private final TreeMap<Long, Path> files = new TreeMap<>();
    private final UnsafeBuffer segment = new UnsafeBuffer(0, 0);
    private MappedByteBuffer mapped;

    SegmentFiles(final Path archiveFolder, final long recordingId) {
        for (final long base : bases(archiveFolder, recordingId)) {
            files.put(base, archiveFolder.resolve(name(recordingId, base)));
        }
    }

    /** How the archive names a file. */
    static String name(final long recordingId, final long basePosition) {
        return recordingId + "-" + basePosition + SUFFIX;
    }

    /** Of which recording a file is. */
    static long recordingId(final Path file) {
        final String name = file.getFileName().toString();
        return name.matches("\\d{1,18}-\\d{1,18}\\.rec") ? Long.parseLong(name.substring(0, name.indexOf('-'))) : NO_RECORDING;
    }

    /** Where the files of a recording begin, in order. */
    static List<Long> bases(final Path archiveFolder, final long recordingId) {
        final String prefix = recordingId + "-";
        try (Stream<Path> all = Files.list(archiveFolder)) {
            return all.map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith(prefix) && name.endsWith(SUFFIX))
                .map(name -> Long.parseLong(name.substring(prefix.length(), name.length() - SUFFIX.length())))
                .sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("the archive's folder cannot be read " + archiveFolder, e);
        }
    }

    boolean has(final long basePosition) {
        return files.containsKey(basePosition);
    }

    boolean hasAfter(final long basePosition) {
        return files.higherKey(basePosition) != null;
    }

    /**
     * The file that begins at a position; valid until the next one is opened.
     *
     * @param length of a file; one that was just made has none yet.
     * @throws DamagedLogException when it is shorter: the archive gives it its length in one step.
     */
    UnsafeBuffer open(final long basePosition, final int length) {
        close();
        try (FileChannel channel = FileChannel.open(files.get(basePosition))) {
            if (channel.size() > 0 && channel.size() < length) {
                throw new DamagedLogException(basePosition, files.get(basePosition).getFileName() + " is cut off, bytes="
                    + channel.size() + " expected " + length);
            }
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            segment.wrap(mapped);
            return segment;
        } catch (final IOException e) {
            throw new DamagedLogException(basePosition, "the file cannot be read (" + e + ")");
        }
    }

    @Override
    public void close() {
        segment.wrap(0, 0);
        BufferUtil.free(mapped);
        mapped = null;
    }
}
