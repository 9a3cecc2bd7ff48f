package godwit.launch.up;

import godwit.edge.http.Metrics;
import godwit.launch.data.DataFolder;
import godwit.sequencer.SequencerNode;
import godwit.sequencer.SequencerStatus;
import godwit.settings.Settings;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then at what the log, the spool and Cassandra take, warns at 70 %, and tells a listener when one is full.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DiskWatch.class);
    private static final long PERIOD_S = 10;

    private final List<DiskUse> uses;
    private final Measure measure;
    private final Listener listener;
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();
    private final Map<String, DiskLevel> levels = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "disk-watch");
        thread.setDaemon(true);
        return thread;
    });

    DiskWatch(final List<DiskUse> uses, final Listener listener) {
        this(uses, use -> size(use.folder()), listener);
    }

    DiskWatch(final List<DiskUse> uses, final Measure measure, final Listener listener) {
        this.uses = uses;
        this.measure = measure;
        this.listener = listener;
    }

    /**
     * Watches what {@code up} keeps. A full log or spool is its node's to see to, which turns commands away; a full
     * Cassandra makes the journal pause, so that the bounds of these decide.
     */
    static DiskWatch of(
        final Settings settings, final DataFolder data, final List<SequencerNode> nodes, final JournalPart journal) {
        final DiskUse log = new DiskUse("log", "disk.log-bytes", data.logArchive(),
            settings.sequencer().log().diskBytesMax());
        final DiskUse spool = new DiskUse("spool", "disk.spool-bytes", data.spoolArchive(),
            settings.sequencer().spool().diskBytesMax());
        final DiskUse cassandra = new DiskUse("cassandra", "disk.cassandra-bytes", data.cassandra(),
            settings.cassandra().diskBytesMax());
        // The archives' files are laid out in full length and mostly holes: what is recorded counts, not their lengths.
        final Measure measure = use -> use == log ? sum(nodes, SequencerStatus::logBytes)
            : use == spool ? sum(nodes, SequencerStatus::spoolBytes) : size(use.folder());
        return new DiskWatch(List.of(log, spool, cassandra), measure, (use, level) -> {
            if (use == cassandra) {
                journal.pause(level == DiskLevel.FULL);
            }
        });
    }

    private static long sum(final List<SequencerNode> nodes, final ToLongFunction<SequencerStatus> bytes) {
        return nodes.stream().map(SequencerNode::status).mapToLong(bytes).sum();
    }

    /** Shows what is taken and what may be. */
    void register(final Metrics metrics) {
        final Map<String, DoubleSupplier> taken = new LinkedHashMap<>();
        final Map<String, DoubleSupplier> allowed = new LinkedHashMap<>();
        for (final DiskUse use : uses) {
            taken.put(use.name(), () -> bytes(use));
            allowed.put(use.name(), use::bytesMax);
        }
        metrics.gauges("godwit_disk_bytes", "What a part keeps on disk.", "part", taken);
        metrics.gauges("godwit_disk_bytes_max", "What a part may keep on disk.", "part", allowed);
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, 0, PERIOD_S, TimeUnit.SECONDS);
    }

    /** Bytes taken by a folder at the latest look. */
    long bytes(final DiskUse use) {
        return bytes.getOrDefault(use.name(), 0L);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    void look() {
        for (final DiskUse use : uses) {
            try {
                look(use);
            } catch (final IOException | RuntimeException e) {
                LOGGER.warn("cannot measure folder={}", use.folder(), e);
            }
        }
    }

    private void look(final DiskUse use) throws IOException {
        final long taken = measure.bytes(use);
        bytes.put(use.name(), taken);
        final DiskLevel before = levels.getOrDefault(use.name(), DiskLevel.LOW);
        final DiskLevel after = before.next(taken, use.bytesMax());
        if (after != before) {
            levels.put(use.name(), after);
            tell(use, taken, after);
        }
        if (after == DiskLevel.FULL || before == DiskLevel.FULL) {
            listener.onLevel(use, after);
        }
    }

    private static void tell(final DiskUse use, final long taken, final DiskLevel level) {
        final String text = String.format(Locale.ROOT, "%s takes %d MiB of the %d MiB that %s allows",
            use.name(), taken >> 20, use.bytesMax() >> 20, use.setting());
        switch (level) {
            case LOW -> LOGGER.info("{}", text);
            case HIGH -> LOGGER.warn("{}: raise it or free disk", text);
            case FULL -> LOGGER.error("{}: full; messages may be refused until there is room", text);
        }
    }

    private static long size(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        final long[] sum = new long[1];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(final Path file, final IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path visited, final IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    /** How much a part keeps on disk. */
    @FunctionalInterface
    interface Measure {
        /** Bytes now. */
        long bytes(DiskUse use) throws IOException;
    }

    /** What is done about a full folder. */
    @FunctionalInterface
    interface Listener {
        /**
         * Called at every look while a folder is full, and once when it no longer is.
         *
         * @param use   the folder.
         * @param level its level now.
         */
        void onLevel(DiskUse use, DiskLevel level);
    }
}
