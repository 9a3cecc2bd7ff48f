package godwit.edge.http;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What every Java process should tell of itself.
 */
public final class ProcessMetrics {
    private static final double SECOND_MS = 1_000;

    private ProcessMetrics() {
    }

    /**
     * Adds heap, collections, threads and time running.
     *
     * @param metrics to add to.
     */
    public static void register(final Metrics metrics) {
        final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        final Map<String, DoubleSupplier> heap = Map.of(
            "used", () -> memory.getHeapMemoryUsage().getUsed(),
            "committed", () -> memory.getHeapMemoryUsage().getCommitted(),
            "max", () -> memory.getHeapMemoryUsage().getMax());
        metrics.gauges("jvm_heap_bytes", "Heap of this process.", "kind", heap);
        final Map<String, LongSupplier> collections = new HashMap<>();
        final Map<String, LongSupplier> pauses = new HashMap<>();
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.put(collector.getName(), collector::getCollectionCount);
            pauses.put(collector.getName(), collector::getCollectionTime);
        }
        metrics.counters("jvm_collections", "Garbage collections.", "collector", collections);
        metrics.counters("jvm_collection_ms", "Milliseconds spent in garbage collections.", "collector", pauses);
        metrics.gauge("jvm_threads", "Live threads.", () -> ManagementFactory.getThreadMXBean().getThreadCount());
        metrics.gauge("process_uptime_seconds", "Time since the process started.",
            () -> ManagementFactory.getRuntimeMXBean().getUptime() / SECOND_MS);
    }
}
