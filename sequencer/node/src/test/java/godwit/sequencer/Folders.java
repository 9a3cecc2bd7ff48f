package godwit.sequencer;

import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.BitUtil;

/** Copies, damages and looks at the files of a shard. */
final class Folders {
    private Folders() {
    }

    /** As a kill leaves it: whatever is in the files now. */
    static Path copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (final Path file : (Iterable<Path>) all::iterator) {
                final Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    /** The files of recordings, by recording and position. */
    static List<Path> segments(final Path archive) throws IOException {
        try (Stream<Path> all = Files.list(archive)) {
            return all.filter(file -> file.toString().endsWith(".rec"))
                .sorted(Comparator.comparingLong(Folders::recordingId).thenComparingLong(Folders::position)).toList();
        }
    }

    static long recordingId(final Path segment) {
        final String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    /** The stream of a segment's first frame; 0: there is none. */
    static int streamId(final Path segment) throws IOException {
        final ByteBuffer first = ByteBuffer.allocate(DataHeaderFlyweight.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(segment)) {
            channel.read(first);
        } catch (final NoSuchFileException e) {
            return 0;
        }
        return first.getInt(DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET);
    }

    private static long position(final Path segment) {
        final String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
    }

    /** The offset behind the last byte that is not 0. */
    static int end(final Path segment) throws IOException {
        final byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    /** The offset behind the frame that a byte of a segment belongs to. */
    static int endOfFrameAt(final Path segment, final int offset) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        int end = 0;
        while (end <= offset && bytes.getInt(end) > 0) {
            end += BitUtil.align(bytes.getInt(end), FrameDescriptor.FRAME_ALIGNMENT);
        }
        return end;
    }

    static void flip(final Path file, final long offset) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            final int before = access.read();
            access.seek(offset);
            access.write(before ^ 0x10);
        }
    }

    /** Everything from there on as if it had never been written. */
    static void blank(final Path file, final long offset) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            final long length = access.length();
            access.setLength(offset);
            access.setLength(length);
        }
    }
}
