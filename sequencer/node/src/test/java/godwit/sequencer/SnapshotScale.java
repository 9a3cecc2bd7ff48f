package godwit.sequencer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * How long a real shard stands still for a snapshot of a large state, in full and with an image, what senders see of it, and
 * how long the next start takes; prints a line for each figure. Arguments: an empty folder, users, direct chats, sends a
 * second. The clock of a send runs from when it was due, not from when it was taken.
 */
final class SnapshotScale {
    private static final String NEVER = "1TiB";

    private final Path folder;
    private final int users;
    private final int chats;
    private final int perSecond;

    private SnapshotScale(final Path folder, final int users, final int chats, final int perSecond) {
        this.folder = folder;
        this.users = users;
        this.chats = chats;
        this.perSecond = perSecond;
    }

    /**
     * Prints the figures.
     *
     * @param arguments folder, users, direct chats, sends a second.
     * @throws Exception when the shard fails, or does not answer within a minute.
     */
    public static void main(final String[] arguments) throws Exception {
        new SnapshotScale(Files.createDirectories(Path.of(arguments[0])), Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])).run();
    }

    private void run() throws Exception {
        try (TestShard shard = started("32MiB")) {
            try (Population population = new Population(shard)) {
                final long startNs = System.nanoTime();
                population.addUsers(users);
                population.addChats(users, chats);
                System.out.printf(Locale.ROOT, "%,d users, %,d chats: %,d MiB of state in %,d ms%n", users, chats,
                    shard.node().stateBytes() >> 20, ms(startNs));
                snapshot(shard, population, "nothing but sends before it");
                snapshot(shard, population, "the same once more");
            }
        }
        try (TestShard shard = started(NEVER); Population population = new Population(shard)) {
            population.addChats(users, 10_000);
            snapshot(shard, population, "in full");
        }
        started("32MiB").close();
    }

    private TestShard started(final String imageBytes) {
        final Map<String, String> settings = new HashMap<>(Map.of("sequencer.snapshot-image-bytes", imageBytes,
            "sequencer.snapshot-log-bytes", "16GiB", "disk.log-bytes", NEVER, "disk.spool-bytes", NEVER,
            "sequencer.users", String.valueOf(users + 1_000), "sequencer.chats", String.valueOf(chats + 1_000),
            "sequencer.spool-hold-back", "0ms"));
        final TestShard shard = new TestShard(folder, settings);
        final long startNs = System.nanoTime();
        try {
            shard.start();
        } catch (final RuntimeException | Error e) {
            shard.close();
            throw e;
        }
        System.out.printf(Locale.ROOT, "started in %,d ms%n", ms(startNs));
        shard.open();
        return shard;
    }

    private void snapshot(final TestShard shard, final Population population, final String what) throws InterruptedException {
        final Thread asking = new Thread(() -> ask(shard));
        final long startNs = System.nanoTime();
        asking.start();
        final long sends = population.sendWhile(asking, perSecond);
        final Histogram latencies = population.latenciesUs();
        System.out.printf(Locale.ROOT, "%s: the shard stood still for %,d ms and wrote %,d KiB, %,d MiB of image before; "
            + "%,d of %,d sends answered in %,d ms: p50 %,d us, p99 %,d us, the longest %,d us%n", what,
            shard.node().snapshotCost().pauseMs(), shard.node().snapshotCost().bytes() >> 10,
            shard.node().snapshotCost().imageBytes() >> 20, latencies.getTotalCount(), sends, ms(startNs),
            latencies.getValueAtPercentile(50), latencies.getValueAtPercentile(99), latencies.getMaxValue());
    }

    private static void ask(final TestShard shard) {
        try {
            shard.node().snapshot();
        } catch (final InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long ms(final long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
}
