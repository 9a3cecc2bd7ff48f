package godwit.perf.report;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Latency over percentile as an inline SVG: nines to the right, both axes logarithmic. */
final class PercentileCurve {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 26;
    private static final int BOTTOM = 30;
    private static final int LEGEND_GAP = 45;
    private static final int LETTER = 7;
    private static final double NINES_MAX = 5;
    private static final String[] TICKS = {"0", "90", "99", "99.9", "99.99", "99.999"};

    private PercentileCurve() {
    }

    static String svg(final Measurements measurements) {
        final IntervalLog first = measurements.curves().get(0);
        final IntervalLog second = measurements.curves().get(1);
        final double highest = Math.ceil(Math.log10(Math.max(1_000,
            Math.max(first.total().getMaxValue(), second.total().getMaxValue()))));
        final double lowest = 2;
        final StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Latency by percentile\">\n", WIDTH, HEIGHT));
        for (int power = (int) lowest; power <= highest; power++) {
            final double y = y(power, lowest, highest);
            svg.append(line(LEFT, y, WIDTH - RIGHT, y));
            svg.append(label(LEFT - 8, y + 4, "end", decade(power)));
        }
        for (int nines = 0; nines <= NINES_MAX; nines++) {
            final double x = x(nines);
            svg.append(line(x, TOP, x, HEIGHT - BOTTOM));
            svg.append(label(x, HEIGHT - BOTTOM + 18, nines == NINES_MAX ? "end" : "middle", TICKS[nines] + " %"));
        }
        svg.append(curve(first.total(), "var(--a)", lowest, highest))
            .append(curve(second.total(), "var(--b)", lowest, highest));
        svg.append(legend(LEFT, "var(--a)", first.title()))
            .append(legend(LEFT + LEGEND_GAP + LETTER * first.title().length(), "var(--b)", second.title()));
        return svg.append("</svg>\n").toString();
    }

    private static String curve(
        final Histogram histogram, final String colour, final double lowest, final double highest) {
        final StringBuilder points = new StringBuilder();
        final double last = Math.min(NINES_MAX, Math.log10(Math.max(2, histogram.getTotalCount())));
        for (double nines = 0; nines <= last; nines += 0.02) {
            final double value = histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -nines)));
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(nines),
                y(Math.log10(Math.max(1, value)), lowest, highest)));
        }
        return "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\" points=\"" + points + "\"/>\n";
    }

    private static double x(final double nines) {
        return LEFT + nines / NINES_MAX * (WIDTH - LEFT - RIGHT);
    }

    private static double y(final double power, final double lowest, final double highest) {
        final double share = Math.max(0, Math.min(1, (power - lowest) / (highest - lowest)));
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private static String decade(final int power) {
        return switch (power) {
            case 2 -> "0.1 ms";
            case 3 -> "1 ms";
            case 4 -> "10 ms";
            case 5 -> "100 ms";
            case 6 -> "1 s";
            case 7 -> "10 s";
            default -> "100 s";
        };
    }

    private static String line(final double x1, final double y1, final double x2, final double y2) {
        return String.format(Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"var(--line)\"/>\n", x1, y1, x2, y2);
    }

    private static String label(final double x, final double y, final String anchor, final String text) {
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor,
            text);
    }

    private static String legend(final int x, final String colour, final String text) {
        return "<rect x=\"" + x + "\" y=\"6\" width=\"12\" height=\"4\" fill=\"" + colour + "\"/>"
            + label(x + 18, 13, "start", text);
    }
}
