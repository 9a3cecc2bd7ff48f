package godwit.core;

import org.agrona.DirectBuffer;

/** A row of a user's list of chats, valid during the call. */
public interface ChatRowView {
    /** The chat's id. */
    long chatId();

    /** One of {@link ChatView#DIRECT}, {@link ChatView#GROUP}. */
    int kind();

    /** The chat's version. */
    long version();

    /** How many members the chat has. */
    int memberCount();

    /** Whether the user is a member now. */
    boolean member();

    /** The user's role. */
    int role();

    /** The chat's highest sequence; 0: none yet. */
    long lastSequence();

    /** How far the user received. */
    long deliveredSequence();

    /** How far the user read. */
    long readSequence();

    /** The least of the others' received cursors, or {@link CoreCommands#NULL_VALUE}. */
    long peersDeliveredSequence();

    /** The least of the others' read cursors, or {@link CoreCommands#NULL_VALUE}. */
    long peersReadSequence();

    /** Others' messages above the user's read cursor, at most 1,000. */
    int unread();

    /** The other one of a direct chat; length 0: none. */
    DirectBuffer peerId();

    /** The chat's title; length 0: none. */
    DirectBuffer title();

    /** The last message, or null when it is not in memory or there is none. */
    EntryView lastEntry();
}
