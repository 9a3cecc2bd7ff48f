package godwit.edge.outbound;

/**
 * The pieces of JSON between the values: every field's name as PROTOCOL spells it, with the punctuation around it.
 */
final class Names {
    static final byte[] AS_OF = next("as_of");
    static final byte[] BY = next("by");
    static final byte[] CHANGE = next("change");
    static final byte[] CHATS = next("chats");
    static final byte[] CHAT_ID = next("chat_id");
    static final byte[] CHAT_ID_FIRST = first("chat_id");
    static final byte[] CLIENT_CHAT_ID = next("client_chat_id");
    static final byte[] CLIENT_MSG_ID = next("client_msg_id");
    static final byte[] CODE = next("code");
    static final byte[] CONNECTED = next("connected");
    static final byte[] CONTENT = next("content");
    static final byte[] CREATED_BY = next("created_by");
    static final byte[] DELIVERED_SEQ = next("delivered_seq");
    static final byte[] DEVICES = next("devices");
    static final byte[] DEVICE_ID = next("device_id");
    static final byte[] DEVICE_ID_FIRST = first("device_id");
    static final byte[] DUPLICATE = next("duplicate");
    static final byte[] FRAME_BYTES_FIRST = first("frame_bytes");
    static final byte[] HEARTBEAT_MS = next("heartbeat_ms");
    static final byte[] IN_FLIGHT = next("in_flight");
    static final byte[] KIND = next("kind");
    static final byte[] LAST_MESSAGE = next("last_message");
    static final byte[] LAST_SEEN = next("last_seen");
    static final byte[] LAST_SEQ = next("last_seq");
    static final byte[] LIMITS = next("limits");
    static final byte[] MEMBER = next("member");
    static final byte[] MESSAGE = next("message");
    static final byte[] MESSAGES = next("messages");
    static final byte[] MORE = next("more");
    static final byte[] MSG_ID = next("msg_id");
    static final byte[] NEXT = next("next");
    static final byte[] PARTICIPANTS = next("participants");
    static final byte[] PARTICIPANTS_COUNT = next("participants_count");
    static final byte[] PEERS_DELIVERED_SEQ = next("peers_delivered_seq");
    static final byte[] PEERS_READ_SEQ = next("peers_read_seq");
    static final byte[] PEER_ID = next("peer_id");
    static final byte[] READ_SEQ = next("read_seq");
    static final byte[] REASON = next("reason");
    static final byte[] RECONNECT_AFTER_MS = next("reconnect_after_ms");
    static final byte[] REQ_ID = next("req_id");
    static final byte[] RESUMED = next("resumed");
    static final byte[] RETRYABLE = next("retryable");
    static final byte[] RETRY_AFTER_MS = next("retry_after_ms");
    static final byte[] ROLE = next("role");
    static final byte[] SENDER_ID = next("sender_id");
    static final byte[] SEQ = next("seq");
    static final byte[] SERVER_TIME = next("server_time");
    static final byte[] SESSION_ID = next("session_id");
    static final byte[] STATE = next("state");
    static final byte[] STATUS = next("status");
    static final byte[] TEXT = next("text");
    static final byte[] TEXT_BYTES = next("text_bytes");
    static final byte[] TITLE = next("title");
    static final byte[] TS = next("ts");
    static final byte[] UNACKED = next("unacked");
    static final byte[] UNREAD = next("unread");
    static final byte[] USER_ID = next("user_id");
    static final byte[] USER_ID_FIRST = first("user_id");
    static final byte[] USER_IDS = next("user_ids");
    static final byte[] USER_IDS_COUNT = next("user_ids_count");
    static final byte[] VERSION = next("version");

    private Names() {
    }

    /** The begin of a frame up to and with its type. */
    static byte[] type(final String type) {
        return FrameSink.ascii("{\"type\":\"" + type + '"');
    }

    private static byte[] first(final String name) {
        return FrameSink.ascii('"' + name + "\":");
    }

    private static byte[] next(final String name) {
        return FrameSink.ascii(",\"" + name + "\":");
    }
}
