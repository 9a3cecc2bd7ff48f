package godwit.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a number counts, and so how it is written: {@code 32}, {@code 64KiB}, {@code 500ms}.
 */
enum Unit {
    /** A plain number. */
    COUNT(new String[] {""}, new long[] {1}),
    /** Bytes; a bare number means bytes. */
    BYTES(new String[] {"", "B", "KiB", "MiB", "GiB", "TiB"}, new long[] {1, 1, 1L << 10, 1L << 20, 1L << 30, 1L << 40}),
    /** Time, kept in milliseconds; a bare number would leave the unit to guesswork and is refused. */
    DURATION_MS(
        new String[] {"ms", "s", "min", "m", "h", "d"},
        new long[] {1, 1_000, 60_000, 60_000, 3_600_000, 86_400_000});

    /** What {@link #parse} answers to a text that is no number of this unit. */
    static final long NULL_VALUE = Long.MIN_VALUE;

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

    private final String[] suffixes;
    private final long[] factors;

    Unit(final String[] suffixes, final long[] factors) {
        this.suffixes = suffixes;
        this.factors = factors;
    }

    long parse(final String text) {
        final Matcher matcher = NUMBER.matcher(text.strip());
        if (!matcher.matches()) {
            return NULL_VALUE;
        }
        for (int i = 0; i < suffixes.length; i++) {
            if (suffixes[i].equals(matcher.group(2))) {
                return multiply(Long.parseLong(matcher.group(1)), factors[i]);
            }
        }
        return NULL_VALUE;
    }

    String format(final long value) {
        if (value == 0) {
            return "0" + suffixes[0];
        }
        for (int i = suffixes.length - 1; i > 0; i--) {
            if (value % factors[i] == 0 && !suffixes[i].equals("B") && !suffixes[i].equals("m")) {
                return value / factors[i] + suffixes[i];
            }
        }
        return value + suffixes[0];
    }

    private static long multiply(final long number, final long factor) {
        final long high = Math.multiplyHigh(number, factor);
        return high == 0 && number * factor >= 0 ? number * factor : NULL_VALUE;
    }
}
