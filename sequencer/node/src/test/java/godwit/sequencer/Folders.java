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
    private static final int CHUNK = 1 << 16;

    private Folders() {
    }

    /**
     * As a kill leaves it. What is written meanwhile is there only with all that was written before it, as after a kill: what
     * names recordings is copied before them, spools before logs, their files from the last to the first and each from its
     * end, and then the catalogues, which have a recording before it has files.
     */
    static Path copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            final List<Path> files = all.sorted(
                Comparator.comparingInt(Folders::turn).thenComparing(Folders::positionOf, Comparator.reverseOrder())).toList();
            for (final Path file : files) {
                final Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    copyFromItsEnd(file, target);
                }
            }
        }
        return to;
    }

    private static int turn(final Path file) {
        if (Files.isDirectory(file)) {
            return 0;
        }
        if (file.getFileName().toString().equals("archive.catalog")) {
            return 4;
        }
        return !isSegment(file) ? 1 : file.getParent().endsWith("spool") ? 2 : 3;
    }

    private static long positionOf(final Path file) {
        return isSegment(file) ? position(file) : 0;
    }

    private static boolean isSegment(final Path file) {
        return file.toString().endsWith(".rec");
    }

    /** Holes stay holes. */
    private static void copyFromItsEnd(final Path file, final Path target) throws IOException {
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        final ByteBuffer blank = ByteBuffer.allocate(CHUNK);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
            RandomAccessFile out = new RandomAccessFile(target.toFile(), "rw")) {
            final long length = in.length();
            out.setLength(length);
            for (long at = (length - 1) / CHUNK * CHUNK; at >= 0 && length > 0; at -= CHUNK) {
                chunk.clear().limit((int) Math.min(CHUNK, length - at));
                while (chunk.hasRemaining() && in.getChannel().read(chunk, at + chunk.position()) >= 0) {
                    // All of it.
                }
                chunk.flip();
                if (!chunk.equals(blank.clear().limit(chunk.limit()))) {
                    out.getChannel().write(chunk, at);
                }
            }
        }
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

    /** What is behind is not there at all. */
    static void shorten(final Path file, final long length) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(length);
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
