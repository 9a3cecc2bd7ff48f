package godwit.settings;

import java.time.Duration;

/**
 * Times as people write them in settings and options: {@code 500ms}, {@code 5s}, {@code 10min}, {@code 1h}, {@code 30d}.
 */
public final class DurationText {
    private DurationText() {
    }

    /**
     * The time of a text; throws {@link SettingsException} when it is none.
     *
     * @param name of the option, for the error.
     * @param text as written.
     * @return the time.
     */
    public static Duration parse(final String name, final String text) {
        final long value = Unit.DURATION_MS.parse(text);
        if (value == Unit.NULL_VALUE) {
            throw new SettingsException(name + "=" + text + " expected a time like 500ms, 20s, 10min or 1h");
        }
        return Duration.ofMillis(value);
    }
}
