package godwit.perf.report;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The latency of one stage inside the server, since it started, as its {@code /metrics} tells.
 *
 * @param stage      its name.
 * @param quantiles  microseconds by quantile, "0.5" and the like; of several shards the slowest one's.
 */
public record StageLatency(String stage, Map<String, Double> quantiles) {
    private static final Pattern LINE = Pattern.compile(
        "godwit_stage_latency_us\\{([^}]*)\\}\\s+([0-9.eE+-]+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /**
     * Asks the server behind a WebSocket address.
     *
     * @param ws its address.
     * @return its stages; empty when it does not tell.
     */
    public static List<StageLatency> of(final URI ws) {
        try {
            final HttpResponse<String> response = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://" + ws.getAuthority() + "/metrics"))
                    .timeout(Duration.ofSeconds(5)).build(),
                HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? parse(response.body()) : List.of();
        } catch (final IOException e) {
            return List.of();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    static List<StageLatency> parse(final String metrics) {
        final Map<String, Map<String, Double>> stages = new TreeMap<>();
        final Matcher line = LINE.matcher(metrics);
        while (line.find()) {
            final Map<String, String> labels = new TreeMap<>();
            final Matcher label = LABEL.matcher(line.group(1));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            if (labels.containsKey("stage") && labels.containsKey("quantile")) {
                stages.computeIfAbsent(labels.get("stage"), name -> new TreeMap<>())
                    .merge(labels.get("quantile"), Double.valueOf(line.group(2)), Math::max);
            }
        }
        final List<StageLatency> result = new ArrayList<>();
        stages.forEach((stage, quantiles) -> result.add(new StageLatency(stage, quantiles)));
        return result;
    }
}
