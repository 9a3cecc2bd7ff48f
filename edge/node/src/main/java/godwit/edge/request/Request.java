package godwit.edge.request;

import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.Visibility;
import java.util.List;

/**
 * Something that a connection wants of the shard; immutable, so that it may wait, be offered again, and come back with
 * its answer.
 */
public sealed interface Request {
    /** A number that was left out. */
    long NULL_VALUE = -1;
    /** What a request takes with all that is kept of it while it waits, its texts left out. */
    long OBJECTS_BYTES = 512;
    /** What a text takes beside its characters. */
    long TEXT_BYTES = 64;

    /** The edge's own name for the connection; never reused. */
    long connectionId();

    /** The client's name for the request, or null. */
    String reqId();

    /** The chat whose shard it is for; {@link #NULL_VALUE}: it is for the user's. An acknowledgement is for both. */
    default long chatId() {
        return NULL_VALUE;
    }

    /** Whether the shard accepts it only of a live session of a live edge. */
    default boolean fenced() {
        return false;
    }

    /** Whether it only asks what is: may be left unanswered once nobody waits for it. */
    default boolean reads() {
        return false;
    }

    /** What it takes on the heap while it waits, in bytes, about; 0: so little, or so needed, that it is never refused for it. */
    default long heldBytes() {
        return OBJECTS_BYTES;
    }

    /** What a list of ids takes on the heap, in bytes, about. */
    private static long heldBytesOf(final List<String> userIds) {
        long bytes = 0;
        for (final String userId : userIds) {
            bytes += TEXT_BYTES + userId.length();
        }
        return bytes;
    }

    /**
     * A device connected; every other request of the connection follows it.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param userId       of the good token.
     * @param deviceId     as asked for.
     * @param askedMs      when, monotonic, or before.
     * @param connection   hears the answers.
     */
    record Attach(
        long connectionId, String reqId, String userId, String deviceId, long askedMs, Connection connection)
        implements Request {
        @Override
        public boolean fenced() {
            return true;
        }
    }

    /**
     * The connection is gone; it hears nothing more.
     *
     * @param connectionId of the connection.
     * @param away         it was sent away: its client is expected back elsewhere.
     */
    record Detach(long connectionId, boolean away) implements Request {
        /** The connection went by itself. */
        public Detach(final long connectionId) {
            this(connectionId, false);
        }

        @Override
        public String reqId() {
            return null;
        }

        @Override
        public long heldBytes() {
            return 0;
        }
    }

    /**
     * The connection dropped entries because its socket was slow, and has room again: push from the cursors.
     *
     * @param connectionId of the connection.
     * @param droppedFrom  of its entries so many were handed to it before the first dropped one.
     */
    record Restart(long connectionId, long droppedFrom) implements Request {
        @Override
        public String reqId() {
            return null;
        }

        @Override
        public long heldBytes() {
            return 0;
        }
    }

    /**
     * A message.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param chatId       where to.
     * @param clientMsgId  the sender's key.
     * @param contentKind  what the body is.
     * @param body         never changed after.
     * @param position     counts the connection's sends.
     */
    record Send(
        long connectionId, String reqId, long chatId, String clientMsgId, ContentKind contentKind, byte[] body,
        long position) implements Request {
        @Override
        public long heldBytes() {
            return OBJECTS_BYTES + body.length;
        }
    }

    /**
     * A new chat.
     *
     * @param connectionId   of the connection.
     * @param reqId          or null.
     * @param participantIds the others; the creator may be among them, and some repeated.
     * @param title          or null.
     * @param clientChatId   null only of a direct chat.
     */
    record CreateChat(
        long connectionId, String reqId, List<String> participantIds, String title, String clientChatId)
        implements Request {
        @Override
        public long heldBytes() {
            return OBJECTS_BYTES + (title == null ? 0 : 2L * title.length()) + heldBytesOf(participantIds);
        }
    }

    /**
     * A change of a group.
     *
     * @param connectionId of the connection.
     * @param reqId        or null: no answer but the push.
     * @param chatId       which.
     * @param change       what about it.
     * @param role         of {@link ChangeKind#ROLE}: the new one; else null.
     * @param userIds      whom it is about, of {@link ChangeKind#ADDED}, {@link ChangeKind#REMOVED}, and one of
     *                     {@link ChangeKind#ROLE}; else empty.
     * @param title        of {@link ChangeKind#TITLE}: the new one; else empty.
     */
    record ChangeChat(
        long connectionId, String reqId, long chatId, ChangeKind change, Role role, List<String> userIds,
        String title) implements Request {
        @Override
        public long heldBytes() {
            return OBJECTS_BYTES + 2L * title.length() + heldBytesOf(userIds);
        }
    }

    /**
     * Entries up to one were stored or read.
     *
     * @param connectionId of the connection.
     * @param reqId        or null: no answer.
     * @param chatId       or {@link #NULL_VALUE}.
     * @param msgId        the last of them.
     * @param status       DELIVERED or READ.
     * @param taken        the connection's socket took so many entries of those handed to it, from the first one on.
     */
    record Acknowledge(long connectionId, String reqId, long chatId, long msgId, ReceiptStatus status, long taken)
        implements Request {
        @Override
        public boolean fenced() {
            return true;
        }
    }

    /**
     * A page of the user's chats.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param since        or {@link #NULL_VALUE}.
     * @param cursor       or {@link #NULL_VALUE}.
     * @param pageLimit    rows.
     */
    record ListChats(long connectionId, String reqId, long since, long cursor, int pageLimit) implements Request {
        @Override
        public boolean fenced() {
            return true;
        }

        @Override
        public boolean reads() {
            return true;
        }
    }

    /**
     * One chat with its participants.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param chatId       which.
     * @param cursor       or {@link #NULL_VALUE}.
     */
    record GetChat(long connectionId, String reqId, long chatId, long cursor) implements Request {
        @Override
        public boolean reads() {
            return true;
        }
    }

    /**
     * A page of a chat's history.
     *
     * @param connectionId   of the connection.
     * @param reqId          or null.
     * @param chatId         which.
     * @param beforeSequence exclusive, or {@link #NULL_VALUE}.
     * @param afterSequence  exclusive, or {@link #NULL_VALUE}.
     * @param pageLimit      entries.
     */
    record ReadHistory(
        long connectionId, String reqId, long chatId, long beforeSequence, long afterSequence, int pageLimit)
        implements Request {
        @Override
        public boolean reads() {
            return true;
        }
    }

    /**
     * The user's devices.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     */
    record ListDevices(long connectionId, String reqId) implements Request {
        @Override
        public boolean fenced() {
            return true;
        }

        @Override
        public boolean reads() {
            return true;
        }
    }

    /**
     * A device is to be forgotten.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param deviceId     which.
     */
    record RemoveDevice(long connectionId, String reqId, String deviceId) implements Request {
        @Override
        public boolean fenced() {
            return true;
        }
    }

    /**
     * The presence of users is wanted now and whenever it changes.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param userIds      whose; some may be repeated.
     */
    record PresenceSubscribe(long connectionId, String reqId, List<String> userIds) implements Request {
        @Override
        public long heldBytes() {
            return OBJECTS_BYTES + heldBytesOf(userIds);
        }
    }

    /**
     * The presence of users is not wanted any more.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param userIds      whose.
     */
    record PresenceUnsubscribe(long connectionId, String reqId, List<String> userIds) implements Request {
        @Override
        public long heldBytes() {
            return OBJECTS_BYTES + heldBytesOf(userIds);
        }
    }

    /**
     * Who may see when the user is online.
     *
     * @param connectionId of the connection.
     * @param reqId        or null.
     * @param visibility   who.
     */
    record SetPrivacy(long connectionId, String reqId, Visibility visibility) implements Request {
        @Override
        public boolean fenced() {
            return true;
        }
    }

    /**
     * The user types in a chat, or does no more. Has no answer, and may be lost.
     *
     * @param connectionId of the connection.
     * @param chatId       which.
     * @param starts       to type, or ends.
     */
    record Typing(long connectionId, long chatId, boolean starts) implements Request {
        @Override
        public String reqId() {
            return null;
        }
    }

    /**
     * The client said something. Has no answer, and may be lost.
     *
     * @param connectionId of the connection.
     * @param heardMs      when, on the edge's monotonic clock.
     */
    record Seen(long connectionId, long heardMs) implements Request {
        @Override
        public String reqId() {
            return null;
        }
    }
}
