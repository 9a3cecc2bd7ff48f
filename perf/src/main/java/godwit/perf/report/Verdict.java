package godwit.perf.report;

import godwit.perf.PerfOptions;
import godwit.perf.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a run's figures may be used, and if not, why. */
public final class Verdict {
    /** The generator itself may be late by this much, at its 99th percentile. */
    static final long GENERATOR_LAG_P99_MAX_US = 20_000;
    /** Of the asked rate, so much has to be answered while it is measured. */
    static final double RATE_SHARE_MIN = 0.98;

    private Verdict() {
    }

    /**
     * Judges a run.
     *
     * @param options      what was asked for.
     * @param measurements what came of it.
     * @return one sentence for each thing that makes the figures unusable.
     */
    public static List<String> problems(final PerfOptions options, final Measurements measurements) {
        final double rate = options.rate();
        final List<String> problems = new ArrayList<>();
        final long lagUs = measurements.generatorLagUs().getValueAtPercentile(99);
        if (lagUs > GENERATOR_LAG_P99_MAX_US) {
            problems.add("sends left late: generator_lag_us p99=" + lagUs + " expected at most "
                + GENERATOR_LAG_P99_MAX_US + "; the load's machine or the in-flight window held them back");
        }
        if (measurements.rateAchieved() < rate * RATE_SHARE_MIN) {
            problems.add(String.format(Locale.ROOT, "rate_achieved=%.1f expected at least %.1f: the rate was not held",
                measurements.rateAchieved(), rate * RATE_SHARE_MIN));
        }
        deliveries(rate * measurements.expectedPerMessage(), measurements.deliveriesAchieved(), problems);
        if (measurements.unanswered() > 0) {
            problems.add("unanswered=" + measurements.unanswered() + " sends expected 0 after the drain");
        }
        if (!measurements.refusals().isEmpty()) {
            problems.add("refused for good: " + measurements.refusals());
        }
        if (measurements.counts().wrong > 0) {
            problems.add("wrong=" + measurements.counts().wrong + " expected 0: "
                + options.scenario().wording().wrong());
        }
        if (options.scenario() == Scenario.PRESENCE_CHURN) {
            presence(measurements, problems);
        }
        return problems;
    }

    /**
     * Whether the figures may be used, and why not, for a person.
     *
     * @param problems why not; empty: they may.
     * @param broken   whether a rule of the protocol was broken.
     * @return lines that end.
     */
    public static String text(final List<String> problems, final boolean broken) {
        final String known = problems.isEmpty() ? "yes" : "no: " + String.join(System.lineSeparator() + " ".repeat(20), problems);
        return "valid           " + known + (broken ? "; a rule of the protocol was broken, see above" : "")
            + System.lineSeparator();
    }

    private static void deliveries(final double expected, final double achieved, final List<String> problems) {
        if (achieved < expected * RATE_SHARE_MIN) {
            problems.add(String.format(Locale.ROOT,
                "deliveries_per_second=%.1f expected at least %.1f: the members did not keep up", achieved,
                expected * RATE_SHARE_MIN));
        }
    }

    /** A change that nobody was told of is in no latency, and a lost connection is an event that nobody asked for. */
    private static void presence(final Measurements measurements, final List<String> problems) {
        if (measurements.counts().lost > 0) {
            problems.add("lost=" + measurements.counts().lost + " changes never told, expected 0");
        }
        if (!measurements.disconnects().isEmpty()) {
            problems.add("connections lost: " + measurements.disconnects() + ", expected none");
        }
        if (measurements.received() == 0) {
            problems.add("no change was told to anybody: the run is too short");
        }
    }
}
