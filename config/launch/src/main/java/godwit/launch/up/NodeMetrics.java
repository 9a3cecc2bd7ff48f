package godwit.launch.up;

import godwit.edge.http.Metrics;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.SequencerNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The shards' numbers on the edges' pages of metrics, where event loops wait for them: none may ask an archive. */
final class NodeMetrics {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1.0};
    private static final String SHARD = "shard";

    private final Metrics metrics;
    private final List<SequencerNode> nodes;

    private NodeMetrics(final Metrics metrics, final List<SequencerNode> nodes) {
        this.metrics = metrics;
        this.nodes = nodes;
    }

    static void register(
        final Metrics metrics, final List<SequencerNode> nodes, final List<HeapBounds.Bound> bounds) {
        final Map<String, DoubleSupplier> inForce = new HashMap<>();
        bounds.forEach(bound -> inForce.put(bound.setting(), bound::inForce));
        metrics.gauges("godwit_shard_limit", "Limits in force of each shard; the heap may have lowered what is set.",
            "setting", inForce);
        new NodeMetrics(metrics, nodes).register();
    }

    private void register() {
        for (final NodeCounter counter : NodeCounter.values()) {
            final Map<String, LongSupplier> values = new HashMap<>();
            nodes.forEach(node -> values.put(String.valueOf(node.shard()), () -> node.counters().get(counter)));
            metrics.counters("godwit_shard_" + counter.label(), counter.sentence(), SHARD, values);
        }
        gauge("serving", "1 when the shard's leader is here and takes commands", node -> node.isServing() ? 1 : 0);
        gauge("log_position", "the log's position that the state is at", SequencerNode::logPosition);
        gauge("output_sequence", "the last journal record", SequencerNode::outputSequence);
        gauge("keys", "idempotency keys that are known; their limit is sequencer.keys", SequencerNode::keys);
        gauge("links_refused", "other shards that send what this one cannot read: their links stand still",
            node -> node.counters().refusedLinks().shards().length);
        gauge("journal_position", "the last journal record that is stored", SequencerNode::journalPosition);
        gauge("snapshot_pause_ms", "how long the shard stood still for its last snapshot; -1: none since the start",
            node -> node.snapshotCost().pauseMs());
        gauge("snapshot_bytes", "what was written of the last snapshot in that time",
            node -> node.snapshotCost().bytes());
        gauge("snapshot_image_bytes", "what had been written of the last snapshot before; 0: it had no image",
            node -> node.snapshotCost().imageBytes());
        metrics.summaries("godwit_stage_latency_us", "how long a message takes in a stage, microseconds since the start",
            sink -> nodes.forEach(node -> node.latencies().forEach((stage, histogram) ->
                sample(sink, String.valueOf(node.shard()), stage, histogram))), SHARD, "stage");
    }

    private void gauge(final String name, final String help, final ToDoubleFunction<SequencerNode> value) {
        final Map<String, DoubleSupplier> values = new HashMap<>();
        nodes.forEach(node -> values.put(String.valueOf(node.shard()), () -> value.applyAsDouble(node)));
        metrics.gauges("godwit_shard_" + name, help, SHARD, values);
    }

    private static void sample(
        final Metrics.SummarySink sink, final String shard, final String stage, final Histogram histogram) {
        final double[] values = new double[QUANTILES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = histogram.getValueAtPercentile(QUANTILES[i] * 100);
        }
        final long count = histogram.getTotalCount();
        sink.sample(count, histogram.getMean() * count, QUANTILES, values, shard, stage);
    }
}
