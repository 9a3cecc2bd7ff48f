package godwit.edge.http;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The numbers that {@code /metrics} shows. Nothing is counted here: each is asked for when the page is, so that counting
 * costs its owner a plain field or a counter of his own. Labels are fixed at the start; none comes from a client.
 * <p>
 * Any thread; suppliers are called on event loops and must answer at once.
 */
public final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Metrics shared;

    /** A page of its own. */
    public Metrics() {
        this(null);
    }

    /**
     * A page that shows another one's numbers, too: those that all edges of a process share.
     *
     * @param shared the other one's; null: none.
     */
    public Metrics(final Metrics shared) {
        this.shared = shared;
    }

    /**
     * A number that only grows.
     *
     * @param name  like {@code godwit_edge_frames_received}; {@code _total} is added.
     * @param help  one sentence.
     * @param value asked at each scrape.
     * @return this.
     */
    public Metrics counter(final String name, final String help, final LongSupplier value) {
        CounterWithCallback.builder().name(name).help(help)
            .callback(sample -> sample.call(value.getAsLong())).register(registry);
        return this;
    }

    /**
     * Numbers that only grow, told apart by a label.
     *
     * @param name   like {@code godwit_edge_errors_sent}.
     * @param help   one sentence.
     * @param label  the label's name.
     * @param values by the label's value.
     * @return this.
     */
    public Metrics counters(
        final String name, final String help, final String label, final Map<String, LongSupplier> values) {
        final Map<String, LongSupplier> fixed = Map.copyOf(values);
        CounterWithCallback.builder().name(name).help(help).labelNames(label)
            .callback(sample -> fixed.forEach((value, number) -> sample.call(number.getAsLong(), value)))
            .register(registry);
        return this;
    }

    /**
     * A number that comes and goes.
     *
     * @param name  like {@code godwit_edge_connections}.
     * @param help  one sentence.
     * @param value asked at each scrape.
     * @return this.
     */
    public Metrics gauge(final String name, final String help, final DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help)
            .callback(sample -> sample.call(value.getAsDouble())).register(registry);
        return this;
    }

    /**
     * Numbers that come and go, told apart by a label.
     *
     * @param name   like {@code godwit_disk_bytes}.
     * @param help   one sentence.
     * @param label  the label's name.
     * @param values by the label's value.
     * @return this.
     */
    public Metrics gauges(
        final String name, final String help, final String label, final Map<String, DoubleSupplier> values) {
        final Map<String, DoubleSupplier> fixed = Map.copyOf(values);
        GaugeWithCallback.builder().name(name).help(help).labelNames(label)
            .callback(sample -> fixed.forEach((value, number) -> sample.call(number.getAsDouble(), value)))
            .register(registry);
        return this;
    }

    /**
     * Distributions, told apart by labels, as quantiles since the start.
     *
     * @param name   like {@code godwit_stage_latency_us}.
     * @param help   one sentence.
     * @param source asked at each scrape.
     * @param labels the labels' names.
     * @return this.
     */
    public Metrics summaries(
        final String name, final String help, final Consumer<SummarySink> source, final String... labels) {
        SummaryWithCallback.builder().name(name).help(help).labelNames(labels)
            .callback(sample -> source.accept((count, sum, quantiles, values, labelValues) ->
                sample.call(count, sum, quantiles(quantiles, values), labelValues)))
            .register(registry);
        return this;
    }

    private static Quantiles quantiles(final double[] quantiles, final double[] values) {
        final Quantiles.Builder builder = Quantiles.builder();
        for (int i = 0; i < quantiles.length; i++) {
            builder.quantile(quantiles[i], values[i]);
        }
        return builder.build();
    }

    /** Takes one distribution. */
    @FunctionalInterface
    public interface SummarySink {
        /**
         * A distribution.
         *
         * @param count       how many values were recorded.
         * @param sum         of them all.
         * @param quantiles   0 to 1.
         * @param values      at these quantiles.
         * @param labelValues of the labels, in their order.
         */
        void sample(long count, double sum, double[] quantiles, double[] values, String... labelValues);
    }

    /** The page in Prometheus' text format. */
    byte[] scrape() {
        final ByteArrayOutputStream page = new ByteArrayOutputStream(8 * 1024);
        try {
            writer.write(page, snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toByteArray();
    }

    private MetricSnapshots snapshots() {
        if (shared == null) {
            return registry.scrape();
        }
        final MetricSnapshots.Builder all = MetricSnapshots.builder();
        registry.scrape().forEach(all::metricSnapshot);
        shared.registry.scrape().forEach(all::metricSnapshot);
        return all.build();
    }
}
