package godwit.perf.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long a file system takes to have 512 bytes on the disk: written one behind the other into a file whose blocks are
 * there already, as a log is, each synced.
 */
final class SyncProbe {
    private static final int RECORD_LENGTH = 512;
    private static final int FILE_LENGTH = 4 << 20;

    private SyncProbe() {
    }

    /** Nanoseconds of one fdatasync after another; throws when the folder takes no file. */
    static Histogram measure(final Path folder, final long lengthNs) throws IOException {
        final Path file = Files.createTempFile(folder, ".floor-", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // Without a name nothing stays behind, however this process ends.
            Files.delete(file);
            channel.write(ByteBuffer.allocate(FILE_LENGTH), 0);
            channel.force(true);
            return measure(channel, lengthNs);
        }
    }

    private static Histogram measure(final FileChannel channel, final long lengthNs) throws IOException {
        final Histogram latencyNs = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_LENGTH);
        final long endNs = System.nanoTime() + lengthNs;
        int offset = 0;
        for (long nowNs = System.nanoTime(); nowNs - endNs < 0; nowNs = System.nanoTime()) {
            record.clear().putLong(0, nowNs);
            channel.write(record, offset);
            final long syncNs = System.nanoTime();
            channel.force(false);
            latencyNs.recordValue(System.nanoTime() - syncNs);
            offset = (offset + RECORD_LENGTH) % FILE_LENGTH;
        }
        return latencyNs;
    }
}
