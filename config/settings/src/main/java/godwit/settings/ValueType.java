package godwit.settings;

/**
 * How a setting's text becomes a value and back, and what is allowed.
 *
 * @param <T> the value.
 */
interface ValueType<T> {
    /** The value of a text, or null when the text is not what {@link #expected} says. */
    T parse(String text);

    /** A text that {@link #parse} turns into this value. */
    String format(T value);

    /** What is allowed, as it stands in an error: {@code 1..1024}. */
    String expected();

    /** The class of the value. */
    Class<T> valueClass();

    /** Whether the value must never be shown. */
    default boolean isSecret() {
        return false;
    }
}
