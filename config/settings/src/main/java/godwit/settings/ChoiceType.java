package godwit.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One of the names of an enum, in lower case.
 *
 * @param valueClass the enum.
 * @param <E>        the enum.
 */
record ChoiceType<E extends Enum<E>>(Class<E> valueClass) implements ValueType<E> {
    @Override
    public E parse(final String text) {
        for (final E choice : valueClass.getEnumConstants()) {
            if (format(choice).equals(text)) {
                return choice;
            }
        }
        return null;
    }

    @Override
    public String format(final E value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String expected() {
        return Arrays.stream(valueClass.getEnumConstants()).map(this::format).collect(Collectors.joining("|"));
    }
}
