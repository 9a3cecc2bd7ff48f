package godwit.simulation;

import godwit.simulation.check.Sights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs a range of seeds on all cores and appends what came of it to a file: {@code A..B FILE}. */
public final class Batch {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    /** So many seeds come to every fault and every sight, or what they should test is not tested. */
    private static final long COVERING_SEEDS = 2_000;
    private static final long SAID_EVERY_NS = 30_000_000_000L;

    private final long last;
    private final long first;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final Sights sights = new Sights();
    private final List<String> failures = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private long saidNs = startNs;
    private long slowest;
    private long slowestNs;

    Batch(final long first, final long last) {
        this.first = first;
        this.next = new AtomicLong(first);
        this.last = last;
    }

    /** Runs the seeds; any thread may run some. */
    private void work() {
        for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
            final Sights seen = new Sights();
            final long fromNs = System.nanoTime();
            try {
                add(Simulation.runAll(Long.toString(seed), null, seen), seen, seed, System.nanoTime() - fromNs);
            } catch (final Error e) {
                // A thread that ended unseen would leave its seeds out, and the rest would look whole.
                add(List.of("seed=" + seed + ": " + e), seen, seed, 0);
                throw e;
            }
            done.incrementAndGet();
        }
    }

    private synchronized void add(final List<String> failed, final Sights seen, final long seed, final long tookNs) {
        if (tookNs > slowestNs) {
            slowestNs = tookNs;
            slowest = seed;
        }
        failed.forEach(System.out::println);
        failures.addAll(failed);
        sights.add(seen);
        if (System.nanoTime() - saidNs > SAID_EVERY_NS) {
            saidNs = System.nanoTime();
            System.out.println("up to " + Math.min(last, next.get() - 1) + ", failures=" + failures.size());
        }
    }

    /** What came of all, in one line. */
    String result(final String range) {
        final long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        return "seeds=" + range + " failures=" + failures.size() + " took_s=" + tookMs / 1000 + " threads=" + THREADS
            + " ms_a_seed=" + tookMs / (last - first + 1)
            + " slowest=" + slowest + " slowest_ms=" + slowestNs / 1_000_000;
    }

    /** Runs a range {@code A..B} on all cores. */
    static Batch run(final String range) throws InterruptedException {
        final String[] bounds = range.split("\\.\\.");
        final Batch batch = new Batch(Long.parseLong(bounds[0]), Long.parseLong(bounds[bounds.length - 1]));
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            final Thread thread = new Thread(batch::work, "simulation-" + i);
            thread.start();
            threads.add(thread);
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        if (batch.done.get() != batch.last - batch.first + 1) {
            batch.failures.add("ran " + batch.done.get() + " seeds only of " + range);
        }
        if (batch.done.get() >= COVERING_SEEDS && !batch.sights.never().isEmpty()) {
            batch.failures.add("so many seeds have to come to each of these, and did not: " + batch.sights.never());
        }
        return batch;
    }

    List<String> failures() {
        return failures;
    }

    Sights sights() {
        return sights;
    }

    /** See the class. */
    public static void main(final String[] arguments) throws IOException, InterruptedException {
        final Batch batch = run(arguments[0]);
        final List<String> lines = new ArrayList<>(batch.failures);
        lines.add(batch.result(arguments[0]));
        lines.add(batch.sights.table());
        System.out.println(lines.get(lines.size() - 2));
        System.out.println(lines.get(lines.size() - 1));
        Files.write(Path.of(arguments[1]), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (!batch.failures.isEmpty()) {
            throw new IllegalStateException("failures=" + batch.failures.size());
        }
    }
}
