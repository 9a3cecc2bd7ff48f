package godwit.perf.report;

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
     * @param rate         what was asked for, a second.
     * @param measurements what came of it.
     * @return one sentence for each thing that makes the figures unusable.
     */
    public static List<String> problems(final double rate, final Measurements measurements) {
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
        if (measurements.unanswered() > 0) {
            problems.add("unanswered=" + measurements.unanswered() + " sends expected 0 after the drain");
        }
        if (!measurements.refusals().isEmpty()) {
            problems.add("refused for good: " + measurements.refusals());
        }
        return problems;
    }
}
