package godwit.journal.write;

/** What a write does to which table; its values stand in the order that the constant's sentence names. */
public enum Table {
    /**
     * A row of messages: chat, bucket, msg id, seq, sender, device, client key, ordinal, kind, text, blob, ts,
     * status.
     */
    MESSAGE,
    /** The status of a row of messages: status, chat, bucket, msg id. */
    STATUS,
    /** A row of chats: chat, kind, title, creator, client key, version, ts. */
    CHAT,
    /** The role of a row of chat_participants: chat, user, role. */
    PARTICIPANT,
    /** The cursors of a row of chat_participants: delivered, read, chat, user. */
    CURSORS,
    /** A row of chats_by_user: user, chat, ts. */
    CHAT_OF_USER,
    /** A row of inbox: client, chat, msg id, seq, seconds to live. */
    INBOX,
    /** Removes rows of inbox: client, chat, highest msg id. */
    INBOX_ACKNOWLEDGED,
    /** Removes all rows of a client's inbox: client. */
    INBOX_FORGOTTEN
}
