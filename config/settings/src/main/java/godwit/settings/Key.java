package godwit.settings;

import java.util.regex.Pattern;

/**
 * One setting: its name, type, default and a sentence that says what it is for.
 *
 * @param <T> the value.
 */
public final class Key<T> {
    private final String name;
    private final ValueType<T> type;
    private final T defaultValue;
    private final String sentence;

    private Key(final String name, final ValueType<T> type, final String defaultText, final String sentence) {
        this.name = name;
        this.type = type;
        this.sentence = sentence;
        this.defaultValue = parse(defaultText);
    }

    static Key<Long> count(
        final String name, final long min, final long max, final long defaultValue, final String sentence) {
        return new Key<>(name, new NumberType(Unit.COUNT, min, max), Long.toString(defaultValue), sentence);
    }

    static Key<Long> powerOfTwo(
        final String name, final long min, final long max, final long defaultValue, final String sentence) {
        return new Key<>(name, new PowerOfTwoType(Unit.COUNT, min, max), Long.toString(defaultValue), sentence);
    }

    static Key<Long> bytes(
        final String name, final String min, final String max, final String defaultText, final String sentence) {
        final NumberType type = new NumberType(Unit.BYTES, Unit.BYTES.parse(min), Unit.BYTES.parse(max));
        return new Key<>(name, type, defaultText, sentence);
    }

    static Key<Long> segment(
        final String name, final String min, final String max, final String defaultText, final String sentence) {
        final PowerOfTwoType type = new PowerOfTwoType(Unit.BYTES, Unit.BYTES.parse(min), Unit.BYTES.parse(max));
        return new Key<>(name, type, defaultText, sentence);
    }

    static Key<Long> duration(
        final String name, final String min, final String max, final String defaultText, final String sentence) {
        final NumberType type =
            new NumberType(Unit.DURATION_MS, Unit.DURATION_MS.parse(min), Unit.DURATION_MS.parse(max));
        return new Key<>(name, type, defaultText, sentence);
    }

    static <E extends Enum<E>> Key<E> choice(
        final String name, final Class<E> choices, final String defaultText, final String sentence) {
        return new Key<>(name, new ChoiceType<>(choices), defaultText, sentence);
    }

    static Key<String> text(
        final String name, final String pattern, final String expected, final String defaultText,
        final String sentence) {
        return new Key<>(name, new TextType(Pattern.compile(pattern), expected, false), defaultText, sentence);
    }

    static Key<String> secret(final String name, final String sentence) {
        return new Key<>(name, new TextType(Pattern.compile("\\P{Cntrl}*"), "a text", true), "", sentence);
    }

    /**
     * The name, as in {@code --set NAME=VALUE} and in the file.
     *
     * @return segments of lower-case words, joined by dots.
     */
    public String name() {
        return name;
    }

    /**
     * What the setting is for.
     *
     * @return one sentence.
     */
    public String sentence() {
        return sentence;
    }

    /**
     * What is allowed.
     *
     * @return as it stands in an error: {@code 1..1024}.
     */
    public String expected() {
        return type.expected();
    }

    /**
     * The default, as it would be written in the file.
     *
     * @return its text.
     */
    public String defaultText() {
        return type.format(defaultValue);
    }

    T defaultValue() {
        return defaultValue;
    }

    T parse(final String text) {
        final T value = type.parse(text);
        if (value == null) {
            final String shown = type.isSecret() ? "***" : shown(text);
            throw new SettingsException(name + "=" + shown + " expected " + type.expected());
        }
        return value;
    }

    T cast(final Object value) {
        return type.valueClass().cast(value);
    }

    String show(final Object value) {
        return type.isSecret() ? "***" : type.format(cast(value));
    }

    private static String shown(final String text) {
        final String oneLine = text.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= 80 ? oneLine : oneLine.substring(0, 80) + "…";
    }
}
