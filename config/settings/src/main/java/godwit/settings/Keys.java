package godwit.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All the settings there are, and which is meant by a name.
 */
public final class Keys {
    private static final Map<String, Key<?>> BY_NAME = byName();

    private Keys() {
    }

    /**
     * Every setting, in the order of the example file.
     *
     * @return unmodifiable.
     */
    public static List<Key<?>> all() {
        return List.copyOf(BY_NAME.values());
    }

    static Key<?> named(final String name) {
        final Key<?> key = BY_NAME.get(name);
        if (key == null) {
            throw new SettingsException("unknown setting " + name + nearest(name)
                .map(known -> ", did you mean " + known + "?").orElse("; godwit up --show-settings lists them all"));
        }
        return key;
    }

    /** A known name that is near, or whose last part is: people forget which part of the system a setting is of. */
    private static Optional<String> nearest(final String name) {
        final Optional<String> whole = NearestName.of(name, BY_NAME.keySet());
        return whole.isPresent() ? whole : BY_NAME.keySet().stream()
            .filter(known -> NearestName.isNear(last(name), last(known)))
            .min(Comparator.comparingInt(known -> EditDistance.between(last(name), last(known))));
    }

    private static String last(final String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Map<String, Key<?>> byName() {
        final List<Key<?>> all = new ArrayList<>();
        all.addAll(SequencerKeys.ALL);
        all.addAll(CoreKeys.ALL);
        all.addAll(EdgeKeys.ALL);
        all.addAll(JournalKeys.ALL);
        final Map<String, Key<?>> byName = new LinkedHashMap<>();
        for (final Key<?> key : all) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalStateException("declared twice: setting=" + key.name());
            }
        }
        return byName;
    }
}
