package godwit.perf.load;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The few fields of a server's frame that the load client looks at. Reused; not thread-safe. */
final class ServerFrame {
    private static final JsonFactory FACTORY = new JsonFactory();

    String type;
    String chatId;
    String msgId;
    String clientMsgId;
    String status;
    String text;
    String code;
    String reason;
    String senderId;
    String userId;
    String reqId;
    String next;
    boolean retryable;
    boolean duplicate;
    long sequence;
    long retryAfterMs;
    int inFlight;
    int heartbeatMs;
    int unacked;
    /** Of a page of GET_CHAT. */
    final List<Marks> participants = new ArrayList<>();

    /**
     * How far a member has got.
     *
     * @param userId    who.
     * @param delivered everything up to this number came to a device.
     * @param read      everything up to this number was read.
     */
    record Marks(String userId, long delivered, long read) {
    }

    void parse(final byte[] utf8, final int length) {
        clear();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            fields(parser);
        }
    }

    private void fields(final JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            final String name = parser.currentName();
            final JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && "limits".equals(name)) {
                fields(parser);
            } else if (value == JsonToken.START_ARRAY && "participants".equals(name)) {
                participants(parser);
            } else if (value.isStructStart()) {
                parser.skipChildren();
            } else {
                field(name, value, parser);
            }
        }
    }

    private void participants(final JsonParser parser) {
        for (JsonToken value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser.nextToken()) {
            if (value == JsonToken.START_OBJECT) {
                participants.add(marks(parser));
            }
        }
    }

    private static Marks marks(final JsonParser parser) {
        String user = null;
        long delivered = 0;
        long read = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            final String name = parser.currentName();
            final JsonToken value = parser.nextToken();
            switch (name) {
                case "user_id" -> user = parser.getString();
                case "delivered_seq" -> delivered = parser.getLongValue();
                case "read_seq" -> read = parser.getLongValue();
                default -> {
                    if (value.isStructStart()) {
                        parser.skipChildren();
                    }
                }
            }
        }
        return new Marks(user, delivered, read);
    }

    private void field(final String name, final JsonToken value, final JsonParser parser) {
        switch (name) {
            case "type" -> type = parser.getString();
            case "chat_id" -> chatId = parser.getString();
            case "msg_id" -> msgId = parser.getString();
            case "client_msg_id" -> clientMsgId = parser.getString();
            case "status" -> status = parser.getString();
            case "text" -> text = parser.getString();
            case "code" -> code = parser.getString();
            case "reason" -> reason = parser.getString();
            case "sender_id" -> senderId = parser.getString();
            case "user_id" -> userId = parser.getString();
            case "req_id" -> reqId = parser.getString();
            case "next" -> next = parser.getString();
            case "retryable" -> retryable = value == JsonToken.VALUE_TRUE;
            case "duplicate" -> duplicate = value == JsonToken.VALUE_TRUE;
            case "seq" -> sequence = parser.getLongValue();
            case "retry_after_ms" -> retryAfterMs = parser.getLongValue();
            case "in_flight" -> inFlight = parser.getIntValue();
            case "unacked" -> unacked = parser.getIntValue();
            case "heartbeat_ms" -> heartbeatMs = parser.getIntValue();
            default -> {
            }
        }
    }

    private void clear() {
        type = "";
        chatId = null;
        msgId = null;
        clientMsgId = null;
        status = null;
        text = null;
        code = null;
        reason = null;
        senderId = null;
        userId = null;
        reqId = null;
        next = null;
        retryable = false;
        duplicate = false;
        sequence = 0;
        retryAfterMs = 0;
        inFlight = 0;
        heartbeatMs = 0;
        unacked = 0;
        participants.clear();
    }
}
