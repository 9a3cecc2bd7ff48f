package godwit.sequencer.log;

import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The catalogue of an archive, read from its file as it is now. */
final class Catalogue {
    static final String NAME = "archive.catalog";

    private static final int FIRST_OFFSET = CatalogHeaderDecoder.BLOCK_LENGTH;
    private static final int HEADER_LENGTH = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;

    private Catalogue() {
    }

    /** Every valid recording, in the order of their ids. */
    static List<Recording> read(final Path archiveFolder) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes(archiveFolder.resolve(NAME)));
        final List<Recording> recordings = new ArrayList<>();
        forEach(buffer, offset -> recordings.add(recording(buffer, offset + HEADER_LENGTH)));
        return recordings;
    }

    /** Where the descriptor of a valid recording begins, with its header. */
    static int offsetOf(final UnsafeBuffer buffer, final long recordingId) {
        final int[] found = {-1};
        forEach(buffer, offset -> {
            if (recording(buffer, offset + HEADER_LENGTH).id() == recordingId) {
                found[0] = offset;
            }
        });
        if (found[0] < 0) {
            throw new IllegalArgumentException("the archive's catalogue lacks recording_id=" + recordingId);
        }
        return found[0];
    }

    private static void forEach(final UnsafeBuffer buffer, final IntConsumer consumer) {
        if (buffer.capacity() < FIRST_OFFSET) {
            return;
        }
        final int alignment = new CatalogHeaderDecoder()
            .wrap(buffer, 0, CatalogHeaderDecoder.BLOCK_LENGTH, CatalogHeaderDecoder.SCHEMA_VERSION).alignment();
        final RecordingDescriptorHeaderDecoder header = new RecordingDescriptorHeaderDecoder();
        int offset = FIRST_OFFSET;
        while (alignment > 0 && offset + HEADER_LENGTH <= buffer.capacity()) {
            header.wrap(buffer, offset, HEADER_LENGTH, RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
            final int length = header.length();
            if (length < RecordingDescriptorDecoder.BLOCK_LENGTH
                || length > buffer.capacity() - offset - HEADER_LENGTH) {
                break;
            }
            if (header.state() == RecordingState.VALID) {
                consumer.accept(offset);
            }
            offset += BitUtil.align(HEADER_LENGTH + length, alignment);
        }
    }

    private static Recording recording(final UnsafeBuffer buffer, final int offset) {
        final RecordingDescriptorDecoder descriptor = new RecordingDescriptorDecoder().wrap(buffer, offset,
            RecordingDescriptorDecoder.BLOCK_LENGTH, RecordingDescriptorDecoder.SCHEMA_VERSION);
        return new Recording(descriptor.recordingId(), descriptor.startPosition(), descriptor.stopPosition(),
            descriptor.initialTermId(), descriptor.termBufferLength(), descriptor.segmentFileLength(),
            descriptor.streamId());
    }

    private static byte[] bytes(final Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("the archive's catalogue cannot be read " + file, e);
        }
    }
}
