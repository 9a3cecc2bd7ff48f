package godwit.edge.inbound;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The fields of client frames that this version knows, all types together; any other is skipped.
 */
enum Field {
    AFTER_SEQ,
    BEFORE_SEQ,
    CHAT_ID,
    CLIENT_CHAT_ID,
    CONTENT,
    CURSOR,
    DEVICE_ID,
    LAST_SEEN,
    LIMIT,
    MEDIA,
    MSG_ID,
    PARTICIPANT_IDS,
    REQ_ID,
    ROLE,
    SINCE,
    STATE,
    STATUS,
    TEXT,
    TITLE,
    TOKEN,
    TYPE,
    USER_ID,
    USER_IDS;

    static final int COUNT = values().length;

    private static final Map<String, Field> BY_WIRE_NAME = byWireName();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The field of a name, or null. */
    static Field of(final String wireName) {
        return BY_WIRE_NAME.get(wireName);
    }

    String wireName() {
        return wireName;
    }

    private static Map<String, Field> byWireName() {
        final Map<String, Field> fields = new HashMap<>();
        for (final Field field : values()) {
            fields.put(field.wireName, field);
        }
        return fields;
    }
}
