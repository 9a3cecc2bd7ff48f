package godwit.journal.write;

/** What a write does to which table; its values stand in the order that the constant's sentence names. */
public enum Table {
    /**
     * A row of messages: chat, bucket, msg id, seq, sender, device, client key, sender's ordinal, kind, text, blob, ts,
     * status, the chat's ordinal where it is not the seq.
     */
    MESSAGE,
    /** The status of a row of messages: status, chat, bucket, msg id. */
    STATUS,
    /** A row of chats: chat, kind, title, creator, client key, version, ts. */
    CHAT,
    /** The title, or its removal, and the version of a row of chats: title, version, chat. */
    CHAT_CHANGED,
    /** The role of a row of chat_participants: chat, user, role. */
    PARTICIPANT,
    /** Removes a row of chat_participants, its cursors, too: chat, user. */
    PARTICIPANT_GONE,
    /** The cursors of a row of chat_participants: delivered, read, chat, user. */
    CURSORS,
    /** A row of chats_by_user: user, chat, ts, of the joining or, records not telling them apart, of the last role. */
    CHAT_OF_USER,
    /** Removes a row of chats_by_user: user, chat. */
    CHAT_OF_USER_GONE,
    /** A row of inbox: client, chat, msg id, seq, seconds to live. */
    INBOX,
    /** Removes rows of inbox: client, chat, highest msg id. */
    INBOX_ACKNOWLEDGED,
    /** Removes all rows of a client's inbox: client. */
    INBOX_FORGOTTEN
}
