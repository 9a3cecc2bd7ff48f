package godwit.edge.inbound;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of frames that a client may send in this version; their names are those on the wire.
 */
enum FrameType {
    CONNECT,
    CREATE_CHAT,
    ADD_PARTICIPANTS,
    REMOVE_PARTICIPANTS,
    SET_ROLE,
    UPDATE_CHAT,
    LEAVE_CHAT,
    LIST_CHATS,
    GET_CHAT,
    SEND_MESSAGE,
    MESSAGE_ACK,
    HISTORY,
    HEARTBEAT,
    LIST_DEVICES,
    REMOVE_DEVICE,
    PRESENCE_SUBSCRIBE,
    PRESENCE_UNSUBSCRIBE,
    SET_PRIVACY,
    TYPING;

    private static final Map<String, FrameType> BY_NAME =
        Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FrameType::name, Function.identity()));

    /** The type of a name, or null. */
    static FrameType of(final String name) {
        return BY_NAME.get(name);
    }
}
