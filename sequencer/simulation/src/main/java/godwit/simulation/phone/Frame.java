package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Change;
import godwit.simulation.check.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A frame of the server, taken apart. */
final class Frame {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Object> fields;
    private final int length;

    private Frame(final Map<String, Object> fields, final int length) {
        this.fields = fields;
        this.length = length;
    }

    static Frame of(final byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8, 0, utf8.length)) {
            parser.nextToken();
            return new Frame(object(parser), utf8.length);
        }
    }

    private static Map<String, Object> object(final JsonParser parser) {
        final Map<String, Object> object = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            final String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static Object value(final JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> new Frame(object(parser), 0);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static List<Object> array(final JsonParser parser) {
        final List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /** Of a whole frame, in bytes; 0: it is a part of one. */
    int length() {
        return length;
    }

    String text(final String name) {
        return (String) fields.get(name);
    }

    long number(final String name) {
        final Object value = fields.get(name);
        return value == null ? 0 : (Long) value;
    }

    long id(final String name) {
        return Long.parseLong(text(name));
    }

    boolean flag(final String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    boolean has(final String name) {
        return fields.containsKey(name);
    }

    List<String> texts(final String name) {
        final List<String> texts = new ArrayList<>();
        for (final Object element : (List<?>) fields.getOrDefault(name, List.of())) {
            texts.add((String) element);
        }
        return texts;
    }

    long number(final String name, final long absent) {
        return has(name) ? number(name) : absent;
    }

    long chatId() {
        return ChatIds.parse(text("chat_id"));
    }

    /** RECEIVE_MESSAGE or CHAT_UPDATED, alone or in a page. */
    Shown shown() {
        final boolean change = text("type").equals("CHAT_UPDATED");
        return new Shown(chatId(), number("seq"), id("msg_id"), number("ts"), text(change ? "by" : "sender_id"),
            text("client_msg_id"), change ? null : body(), change ? change() : null);
    }

    private Change change() {
        return new Change(text("change"), texts("user_ids"), number("user_ids_count"), text("role"), text("title"),
            number("version"));
    }

    private byte[] body() {
        return has("content") ? Base64.getDecoder().decode(text("content"))
            : text("text").getBytes(StandardCharsets.UTF_8);
    }

    Frame frame(final String name) {
        return (Frame) fields.get(name);
    }

    List<Frame> frames(final String name) {
        final List<Frame> frames = new ArrayList<>();
        for (final Object element : (List<?>) fields.get(name)) {
            frames.add((Frame) element);
        }
        return frames;
    }

    @Override
    public String toString() {
        final String shown = fields.toString();
        return shown.length() > 300 ? shown.substring(0, 300) : shown;
    }
}
