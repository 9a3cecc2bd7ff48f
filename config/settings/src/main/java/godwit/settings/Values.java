package godwit.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value and its origin for every key, the later source over the earlier.
 */
final class Values {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    Values() {
        for (final Key<?> key : Keys.all()) {
            values.put(key.name(), key.defaultValue());
            origins.put(key.name(), "default");
        }
    }

    void put(final String name, final String text, final String origin) {
        values.put(name, Keys.named(name).parse(text));
        origins.put(name, origin);
    }

    <T> T get(final Key<T> key) {
        return key.cast(values.get(key.name()));
    }

    long number(final Key<Long> key) {
        return get(key);
    }

    int integer(final Key<Long> key) {
        return Math.toIntExact(get(key));
    }

    String show(final Key<?> key) {
        return key.show(values.get(key.name()));
    }

    String origin(final Key<?> key) {
        return origins.get(key.name());
    }
}
