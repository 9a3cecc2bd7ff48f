package godwit.sequencer.log;

import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.codecs.RecordingDescriptorEncoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderEncoder;
import io.aeron.archive.codecs.RecordingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Changes an archive's files while no archive has them open: an archive refuses to start on an end that a kill tore, and
 * offers no way to shorten a recording whose bytes are damaged.
 */
final class ArchiveFiles {
    private static final int HEADER_LENGTH = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;

    private final Path folder;

    ArchiveFiles(final Path folder) {
        this.folder = folder;
    }

    /** Ends a recording at a position behind one of its frames; what lies behind is blank or gone. */
    void cut(final Recording recording, final long position) {
        final long base = position - position % recording.segmentLength();
        removeFiles(recording.id(), fileBase -> fileBase > base || fileBase == position);
        final Path file = folder.resolve(SegmentFiles.name(recording.id(), base));
        if (position > base && Files.exists(file)) {
            blank(file, (int) (position - base), recording.segmentLength());
        }
    }

    /** Notes in the catalogue that a recording was stopped at a position. */
    void stopAt(final long recordingId, final long position) {
        edit(recordingId, (header, descriptor) ->
            descriptor.stopPosition(position).stopTimestamp(System.currentTimeMillis()));
    }

    /** Forgets a recording. */
    void remove(final long recordingId) {
        edit(recordingId, (header, descriptor) -> header.state(RecordingState.DELETED));
        removeFiles(recordingId, base -> true);
    }

    /** Forgets all. */
    void clear() {
        try (Stream<Path> all = Files.list(folder)) {
            for (final Path file : (Iterable<Path>) all::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the archive's folder cannot be cleared " + folder, e);
        }
    }

    /** Removes files of recordings that are not among these: a new recording would be given their names. */
    void removeOthers(final Collection<Long> recordingIds) {
        try (Stream<Path> all = Files.list(folder)) {
            for (final Path file : (Iterable<Path>) all::iterator) {
                final long id = SegmentFiles.recordingId(file);
                if (id != SegmentFiles.NO_RECORDING && !recordingIds.contains(id)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the archive's folder cannot be cleared " + folder, e);
        }
    }

    private void removeFiles(final long recordingId, final LongPredicate which) {
        try {
            for (final long base : SegmentFiles.bases(folder, recordingId)) {
                if (which.test(base)) {
                    Files.deleteIfExists(folder.resolve(SegmentFiles.name(recordingId, base)));
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the archive's files cannot be removed " + folder, e);
        }
    }

    /**
     * Zeros in place and the last ones first: broken off at any moment it leaves a torn end again, and it needs no room on
     * the disk.
     */
    private static void blank(final Path file, final int from, final int length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, Math.min(length, channel.size()));
            try {
                blank(new UnsafeBuffer(mapped), from);
                mapped.force();
            } finally {
                BufferUtil.free(mapped);
            }
            if (channel.size() < length) {
                channel.write(ByteBuffer.allocate(1), length - 1L);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the archive's file cannot be shortened " + file, e);
        }
    }

    private static void blank(final UnsafeBuffer segment, final int from) {
        for (int offset = segment.capacity() - 1; offset >= from; offset--) {
            // What is zero may have no block yet.
            if (segment.getByte(offset) != 0) {
                segment.putByte(offset, (byte) 0);
            }
        }
    }

    private interface Edit {
        void apply(RecordingDescriptorHeaderEncoder header, RecordingDescriptorEncoder descriptor);
    }

    private void edit(final long recordingId, final Edit edit) {
        final Path file = folder.resolve(Catalogue.NAME);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            try {
                edit(new UnsafeBuffer(mapped), recordingId, edit);
                mapped.force();
            } finally {
                BufferUtil.free(mapped);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the archive's catalogue cannot be changed " + file, e);
        }
    }

    private static void edit(final UnsafeBuffer catalogue, final long recordingId, final Edit edit) {
        final int offset = Catalogue.offsetOf(catalogue, recordingId);
        final RecordingDescriptorHeaderEncoder header = new RecordingDescriptorHeaderEncoder().wrap(catalogue, offset);
        edit.apply(header, new RecordingDescriptorEncoder().wrap(catalogue, offset + HEADER_LENGTH));
        final int length = new RecordingDescriptorHeaderDecoder()
            .wrap(catalogue, offset, HEADER_LENGTH, RecordingDescriptorHeaderDecoder.SCHEMA_VERSION).length();
        header.checksum(Checksums.crc32c().compute(catalogue.addressOffset(), offset + HEADER_LENGTH, length));
    }
}
