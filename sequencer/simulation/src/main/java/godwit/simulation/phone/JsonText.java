package godwit.simulation.phone;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A frame of a client while it is written. */
final class JsonText {
    private final StringBuilder text = new StringBuilder("{");

    static JsonText frame(final String type) {
        return new JsonText().with("type", type);
    }

    JsonText with(final String name, final String value) {
        name(name).append('"');
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                text.append(value, from, i).append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : "\\" + c);
                from = i + 1;
            }
        }
        text.append(value, from, value.length()).append('"');
        return this;
    }

    JsonText with(final String name, final long value) {
        name(name).append(value);
        return this;
    }

    JsonText list(final String name, final List<String> elements) {
        name(name).append('[');
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "\"" : ",\"").append(elements.get(i)).append('"');
        }
        text.append(']');
        return this;
    }

    private StringBuilder name(final String name) {
        return text.append(text.length() == 1 ? "\"" : ",\"").append(name).append("\":");
    }

    byte[] bytes() {
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
