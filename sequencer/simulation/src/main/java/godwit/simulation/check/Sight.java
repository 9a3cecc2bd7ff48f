package godwit.simulation.check;

/** What is worth checking only if it happens: among the seeds of a test each has to be seen. */
public enum Sight {
    /** A device had as much in flight as it may. */
    WINDOW_FULL,
    /** The same with the window that a shard has by default. */
    DEFAULT_WINDOW_FULL,
    /** A send was refused for now. */
    SEND_REFUSED,
    /** A send was refused since its sender was no member. */
    SEND_FORBIDDEN,
    /** A device was not shown what came while its user was no member. */
    AWAY_TIME_SKIPPED,
    /** A row of a group so large that receipts are not told. */
    WIDE_ROW,
    /** A row of a chat that the user had left. */
    FORMER_ROW,
    /** History was refused to one who was never a member. */
    PAGE_FORBIDDEN,
    /** A device was removed by another one of its user. */
    DEVICE_REMOVED,
    /** A removed device came back, and began as a new one. */
    DEVICE_BEGAN_ANEW,
    /** A chat was not shown to one who is no member. */
    CHAT_FORBIDDEN,
    /** A group was asked for again with the same client_chat_id. */
    GROUP_ASKED_AGAIN,
    /** A change was refused: whoever asked was no admin, or no member. */
    CHANGE_FORBIDDEN,
    /** A change would have been none that may be. */
    CHANGE_INVALID,
    /** A change changed nothing. */
    CHANGED_NOTHING,
    /** A change was asked again, since it was not known what became of it. */
    CHANGE_IN_DOUBT,
    /** The last admin left, and the longest member succeeded. */
    SUCCESSION,
    /** A user came back into a group. */
    JOINED_AGAIN,
    /** Of one who came back into a group, unread messages were not counted exactly. */
    UNREAD_INEXACT,
    /** A page of history had entries only that were not in the table yet. */
    PAGE_NOT_STORED,
    /** A page of history had entries that were in the table, and entries that were not. */
    PAGE_OVER_THE_SEAM
}
