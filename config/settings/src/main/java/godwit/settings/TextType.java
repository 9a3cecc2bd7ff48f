package godwit.settings;

import java.util.regex.Pattern;

/**
 * A text of a form.
 *
 * @param pattern  the form.
 * @param expected the form in words.
 * @param isSecret whether it must never be shown.
 */
record TextType(Pattern pattern, String expected, boolean isSecret) implements ValueType<String> {
    @Override
    public String parse(final String text) {
        return pattern.matcher(text).matches() ? text : null;
    }

    @Override
    public String format(final String value) {
        return value;
    }

    @Override
    public Class<String> valueClass() {
        return String.class;
    }
}
