package godwit.edge.outbound;

import godwit.protocol.codecs.ChatKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a CHAT_CREATED. Reused; single-threaded.
 */
public final class ChatCreatedFields {
    /** Members that an answer lists at most. */
    public static final int ANSWER_LISTED_MAX = 100;
    /** Members that a push lists at most. */
    public static final int PUSH_LISTED_MAX = 25;

    final List<String> participants = new ArrayList<>();
    String reqId;
    long chatId;
    ChatKind kind = ChatKind.DIRECT;
    long version;
    int participantsCount;
    String title = "";
    String createdBy = "";
    String clientChatId;

    /**
     * What the chat is. Forgets the participants told before.
     *
     * @param newChatId            its id.
     * @param newKind              direct or group.
     * @param newVersion           of its members and title.
     * @param newParticipantsCount all members, however many are listed.
     * @return this.
     */
    public ChatCreatedFields chat(
        final long newChatId, final ChatKind newKind, final long newVersion, final int newParticipantsCount) {
        chatId = newChatId;
        kind = newKind;
        version = newVersion;
        participantsCount = newParticipantsCount;
        participants.clear();
        return this;
    }

    /**
     * Who made it and how it is called.
     *
     * @param newCreatedBy    a user's id.
     * @param newTitle        null or empty if it has none.
     * @param newClientChatId null or empty if it has none.
     * @return this.
     */
    public ChatCreatedFields names(final String newCreatedBy, final String newTitle, final String newClientChatId) {
        createdBy = newCreatedBy;
        title = newTitle == null ? "" : newTitle;
        clientChatId = newClientChatId == null || newClientChatId.isEmpty() ? null : newClientChatId;
        return this;
    }

    /**
     * Lists one more member.
     *
     * @param userId the member.
     * @return this.
     */
    public ChatCreatedFields participant(final String userId) {
        participants.add(userId);
        return this;
    }

    /**
     * Which request it answers.
     *
     * @param newReqId null for a push.
     * @return this.
     */
    public ChatCreatedFields reqId(final String newReqId) {
        reqId = newReqId;
        return this;
    }
}
