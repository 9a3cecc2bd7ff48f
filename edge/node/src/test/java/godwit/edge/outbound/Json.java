package godwit.edge.outbound;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a frame back with a reader that is not ours, into maps and lists; refuses what is not valid UTF-8 and JSON.
 */
final class Json {
    private static final JsonFactory FACTORY =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {
    }

    static Map<String, Object> read(final FrameSink frame) {
        final String text = text(frame);
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            final Map<String, Object> object = object(json);
            if (json.nextToken() != null) {
                throw new AssertionError("something follows: " + text);
            }
            return object;
        }
    }

    static String text(final FrameSink frame) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame.copy())).toString();
        } catch (final CharacterCodingException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> object(final JsonParser json) {
        final Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String name = json.currentName();
            json.nextToken();
            object.put(name, value(json));
        }
        return object;
    }

    private static Object value(final JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> list(json);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new AssertionError("unexpected " + json.currentToken());
        };
    }

    private static List<Object> list(final JsonParser json) {
        final List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(json));
        }
        return list;
    }
}
