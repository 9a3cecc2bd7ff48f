package godwit.launch.up;

import godwit.edge.http.Metrics;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.SequencerNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/** The shard's numbers on the edge's page of metrics, where an event loop waits for them: none may ask an archive. */
final class NodeMetrics {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1.0};

    private NodeMetrics() {
    }

    static void register(final Metrics metrics, final SequencerNode node, final List<HeapBounds.Bound> bounds) {
        final Map<String, DoubleSupplier> inForce = new HashMap<>();
        bounds.forEach(bound -> inForce.put(bound.setting(), bound::inForce));
        metrics.gauges("godwit_shard_limit", "Limits in force; the heap may have lowered what is set.", "setting",
            inForce);
        for (final NodeCounter counter : NodeCounter.values()) {
            metrics.counter("godwit_shard_" + counter.label(), counter.sentence(), () -> node.counters().get(counter));
        }
        metrics.gauge("godwit_shard_serving", "1 when the shard's leader is here and takes commands",
            () -> node.isServing() ? 1 : 0);
        metrics.gauge("godwit_shard_log_position", "the log's position that the state is at",
            node::logPosition);
        metrics.gauge("godwit_shard_output_sequence", "the last journal record",
            node::outputSequence);
        metrics.gauge("godwit_shard_keys", "idempotency keys that are known; their limit is sequencer.keys",
            node::keys);
        metrics.gauge("godwit_shard_journal_position", "the last journal record that is stored",
            node::journalPosition);
        metrics.summaries("godwit_stage_latency_us", "how long a message takes in a stage, microseconds since the start",
            "stage", sink -> node.latencies().forEach((stage, histogram) -> sample(sink, stage, histogram)));
    }

    private static void sample(final Metrics.SummarySink sink, final String stage, final Histogram histogram) {
        final double[] values = new double[QUANTILES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = histogram.getValueAtPercentile(QUANTILES[i] * 100);
        }
        final long count = histogram.getTotalCount();
        sink.sample(stage, count, histogram.getMean() * count, QUANTILES, values);
    }
}
