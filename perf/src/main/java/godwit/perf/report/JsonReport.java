package godwit.perf.report;

import godwit.perf.PerfOptions;
import godwit.perf.Scenario;
import godwit.perf.check.ChatLedger;
import godwit.perf.floor.Floor;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The one JSON document of a run. */
public final class JsonReport {
    private JsonReport() {
    }

    /**
     * Writes it.
     *
     * @param options      what was asked for.
     * @param measurements what came of it.
     * @param stages       latencies inside the server.
     * @param problems     why the figures must not be used.
     * @return one line of JSON.
     */
    public static String of(
        final PerfOptions options, final Measurements measurements, final List<StageLatency> stages,
        final List<String> problems) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("scenario", options.scenario().text());
            json.writeNumberProperty("rate_target", options.rate());
            json.writeNumberProperty("rate_achieved", round(measurements.rateAchieved()));
            json.writeNumberProperty("duration_s", options.duration().toMillis() / 1000.0);
            json.writeNumberProperty("warmup_s", options.warmup().toMillis() / 1000.0);
            crowd(json, options);
            json.writeNumberProperty("seed", options.seed());
            counts(json, measurements);
            if (options.scenario().wording().wrong() != null) {
                json.writeNumberProperty("wrong", measurements.counts().wrong);
            }
            measurements.figures().forEach(figure -> figure(json, figure));
            json.writeObjectPropertyStart("latency_us");
            measurements.logs().forEach(log -> percentiles(json, log.name(), log.total()));
            json.writeEndObject();
            percentiles(json, "generator_lag_us", measurements.generatorLagUs());
            stages(json, stages);
            floor(json, measurements.floor());
            json.writeBooleanProperty("valid", problems.isEmpty());
            json.writeArrayPropertyStart("problems");
            problems.forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("report", options.out().toString());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void crowd(final JsonGenerator json, final PerfOptions options) {
        json.writeNumberProperty("users", options.connections());
        if (options.scenario() == Scenario.GROUP) {
            json.writeNumberProperty("groups", options.crowd().groups());
            json.writeNumberProperty("members", options.crowd().members());
        } else if (options.scenario() == Scenario.PRESENCE_CHURN) {
            json.writeNumberProperty("peers", options.crowd().peers());
        }
    }

    private static void figure(final JsonGenerator json, final Figure figure) {
        if (figure.value() == Math.rint(figure.value())) {
            json.writeNumberProperty(figure.name(), (long) figure.value());
        } else {
            json.writeNumberProperty(figure.name(), figure.value());
        }
    }

    private static void counts(final JsonGenerator json, final Measurements measurements) {
        final ChatLedger.Counts counts = measurements.counts();
        json.writeNumberProperty("sent", measurements.left());
        json.writeNumberProperty("acked", measurements.sent());
        json.writeNumberProperty("delivered", measurements.received());
        json.writeNumberProperty("lost", counts.lost);
        json.writeNumberProperty("duplicated", counts.duplicated);
        json.writeNumberProperty("reordered", counts.reordered);
        json.writeNumberProperty("redelivered", counts.redelivered);
        json.writeNumberProperty("corrupted", counts.corrupted);
        json.writeNumberProperty("conflicting", counts.conflicting);
        json.writeNumberProperty("holes", counts.holes);
        json.writeNumberProperty("retries", measurements.retries());
        json.writeNumberProperty("unanswered", measurements.unanswered());
        numbers(json, "refusals", measurements.refusals());
        numbers(json, "disconnects", measurements.disconnects());
    }

    private static void numbers(final JsonGenerator json, final String name, final Map<String, Long> values) {
        json.writeObjectPropertyStart(name);
        values.forEach(json::writeNumberProperty);
        json.writeEndObject();
    }

    private static void percentiles(final JsonGenerator json, final String name, final Histogram histogram) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("p50", histogram.getValueAtPercentile(50));
        json.writeNumberProperty("p90", histogram.getValueAtPercentile(90));
        json.writeNumberProperty("p99", histogram.getValueAtPercentile(99));
        json.writeNumberProperty("p999", histogram.getValueAtPercentile(99.9));
        json.writeNumberProperty("max", histogram.getMaxValue());
        json.writeEndObject();
    }

    private static void stages(final JsonGenerator json, final List<StageLatency> stages) {
        json.writeObjectPropertyStart("stages_us");
        for (final StageLatency stage : stages) {
            json.writeObjectPropertyStart(stage.stage());
            stage.quantiles().forEach((quantile, value) ->
                json.writeNumberProperty(name(quantile), value));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void floor(final JsonGenerator json, final Floor floor) {
        json.writeObjectPropertyStart("floor_us");
        if (floor.syncNs() != null) {
            floor(json, "fdatasync", floor.syncNs());
        }
        floor(json, "wake", floor.wakeNs());
        json.writeEndObject();
    }

    private static void floor(final JsonGenerator json, final String name, final Histogram ns) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("p50", round(ns.getValueAtPercentile(50) / 1e3));
        json.writeNumberProperty("p99", round(ns.getValueAtPercentile(99) / 1e3));
        json.writeEndObject();
    }

    private static String name(final String quantile) {
        return switch (quantile) {
            case "0.5" -> "p50";
            case "0.9" -> "p90";
            case "0.99" -> "p99";
            case "0.999" -> "p999";
            case "1", "1.0" -> "max";
            default -> "q" + quantile;
        };
    }

    private static double round(final double value) {
        return Math.round(value * 10) / 10.0;
    }
}
