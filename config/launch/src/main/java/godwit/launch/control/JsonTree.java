package godwit.launch.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A small JSON document as maps, lists, texts, numbers and booleans.
 */
public final class JsonTree {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonTree() {
    }

    /**
     * Parses a whole document.
     *
     * @param text one JSON value.
     * @return a Map, List, String, Number, Boolean or null.
     */
    public static Object parse(final String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("empty");
            }
            return value(parser);
        }
    }

    /**
     * What must be an object.
     *
     * @param value of {@link #parse}.
     * @return its fields.
     */
    public static Map<String, Object> object(final Object value) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("not an object");
        }
        map.forEach((name, field) -> fields.put((String) name, field));
        return fields;
    }

    /**
     * What must be a list of objects; absent is empty.
     *
     * @param value of a field.
     * @return the objects.
     */
    public static List<Map<String, Object>> objects(final Object value) {
        return value instanceof List<?> list ? list.stream().map(JsonTree::object).toList() : List.of();
    }

    private static Object value(final JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("unexpected " + parser.currentToken());
        };
    }

    private static Map<String, Object> fields(final JsonParser parser) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static List<Object> elements(final JsonParser parser) {
        final List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }
}
