package godwit.edge.outbound;

import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.Role;

/**
 * The fields of a row of CHATS and of the head of CHAT. Mutable so that rows may be reused or kept; single-threaded.
 */
public final class ChatFields {
    /** A peers' cursor that is not told. */
    public static final long NOT_TOLD = -1;

    /** Its objects, and its place in a page. */
    private static final long OBJECTS_BYTES = 320;

    long chatId;
    long version;
    int participantsCount;
    ChatKind kind = ChatKind.DIRECT;
    String title = "";
    String peerId;
    boolean member;
    Role role = Role.MEMBER;
    long lastSequence;
    long deliveredSequence;
    long readSequence;
    long peersDeliveredSequence = NOT_TOLD;
    long peersReadSequence = NOT_TOLD;
    int unread;
    MessageFields lastMessage;

    /**
     * What the chat is.
     *
     * @param newChatId            its id.
     * @param newKind              direct or group.
     * @param newVersion           of its members and title.
     * @param newParticipantsCount all members.
     * @return this.
     */
    public ChatFields chat(
        final long newChatId, final ChatKind newKind, final long newVersion, final int newParticipantsCount) {
        chatId = newChatId;
        kind = newKind;
        version = newVersion;
        participantsCount = newParticipantsCount;
        return this;
    }

    /**
     * What it is called.
     *
     * @param newTitle  empty if it has none.
     * @param newPeerId the other member of a direct chat; null or empty for a group.
     * @return this.
     */
    public ChatFields names(final String newTitle, final String newPeerId) {
        title = newTitle == null ? "" : newTitle;
        peerId = newPeerId == null || newPeerId.isEmpty() ? null : newPeerId;
        return this;
    }

    /**
     * What the asker is in it.
     *
     * @param isMember whether still a member.
     * @param newRole  the role.
     * @return this.
     */
    public ChatFields membership(final boolean isMember, final Role newRole) {
        member = isMember;
        role = newRole;
        return this;
    }

    /**
     * Where the asker stands.
     *
     * @param newLastSequence      of the chat.
     * @param newDeliveredSequence the user's own.
     * @param newReadSequence      the user's own.
     * @param newUnread            others' messages above the read cursor.
     * @return this.
     */
    public ChatFields cursors(
        final long newLastSequence, final long newDeliveredSequence, final long newReadSequence, final int newUnread) {
        lastSequence = newLastSequence;
        deliveredSequence = newDeliveredSequence;
        readSequence = newReadSequence;
        unread = newUnread;
        return this;
    }

    /**
     * The least of the others' cursors.
     *
     * @param newDeliveredSequence or {@link #NOT_TOLD}.
     * @param newReadSequence      or {@link #NOT_TOLD}.
     * @return this.
     */
    public ChatFields peers(final long newDeliveredSequence, final long newReadSequence) {
        peersDeliveredSequence = newDeliveredSequence;
        peersReadSequence = newReadSequence;
        return this;
    }

    /** What it takes on the heap while a page is gathered, in bytes, about. */
    public long heldBytes() {
        return OBJECTS_BYTES + 2L * title.length() + (lastMessage == null ? 0 : lastMessage.heldBytes());
    }

    /**
     * The newest message.
     *
     * @param newLastMessage null if there is none or it is not told; kept until the row is encoded.
     * @return this.
     */
    public ChatFields lastMessage(final MessageFields newLastMessage) {
        lastMessage = newLastMessage;
        return this;
    }
}
