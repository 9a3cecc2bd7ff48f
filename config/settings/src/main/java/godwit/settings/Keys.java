package godwit.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            throw new SettingsException("unknown setting " + name + ", did you mean " + nearest(name) + "?");
        }
        return key;
    }

    static String nearest(final String name) {
        return BY_NAME.keySet().stream().min(Comparator.comparingInt(known -> distance(name, known))).orElseThrow();
    }

    private static int distance(final String a, final String b) {
        final String last = b.substring(b.indexOf('.') + 1);
        return Math.min(2 * EditDistance.between(a, b), 2 * EditDistance.between(a, last) + 1);
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
