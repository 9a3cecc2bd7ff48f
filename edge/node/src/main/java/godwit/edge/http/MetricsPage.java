package godwit.edge.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

/**
 * Shows the numbers to Prometheus.
 */
final class MetricsPage implements HttpPage {
    private final Metrics metrics;

    MetricsPage(final Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public FullHttpResponse answer(final FullHttpRequest request) {
        return Answers.of(HttpResponseStatus.OK, PrometheusTextFormatWriter.CONTENT_TYPE, metrics.scrape());
    }
}
