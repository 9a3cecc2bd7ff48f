package godwit.simulation.check;

/** What is worth checking only if it happens: among the seeds of a test each has to be seen. */
public enum Sight {
    /** A device had as much in flight as it may. */
    WINDOW_FULL,
    /** The same with the window that a shard has by default. */
    DEFAULT_WINDOW_FULL,
    /** A device had as much in flight as it may, of a chat whose members may follow a subscription and of one that only names them. */
    WINDOW_FULL_OF_BOTH,
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
    /** A chat was announced to one who had left it, or was about to, before the entry that says so. */
    FORMER_TOLD,
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
    PAGE_OVER_THE_SEAM,
    /** A member came back from a snapshot and the log after it. */
    RESTORED,
    /** The same with an image that had been written between entries. */
    RESTORED_WITH_IMAGE,
    /** A snapshot was taken when its image had only a part of the state yet. */
    IMAGE_NOT_THROUGH,
    /** The newest snapshot was passed over, since neither spool nor journal have what came before it. */
    OLDER_SNAPSHOT_CHOSEN,
    /** A member that had followed took over, as it was. */
    MEMBER_TOOK_OVER,
    /** A leader that had stood still went on in its old term, while another one led. */
    FORMER_LEADER_SPOKE,
    /** A snapshot was taken while a link had lost something, and was about to begin anew. */
    SNAPSHOT_WHILE_LINK_BEHIND,
    /** A group came to have more members than the fan-out threshold. */
    CROSSED_UP,
    /** A group came to have no more members than that. */
    CROSSED_DOWN,
    /** One or the other when nothing was under way, so that each entry has to come once. */
    CROSSED_IN_QUIET,
    /** One or the other while a link of its shard had lost something, so that the crossing is told again. */
    CROSSED_WHILE_LINK_BEHIND,
    /** A device connected that missed more than its window holds. */
    DRAIN_BEGAN,
    /** A device connected anew while its old connection stood and was being given what it missed. */
    TAKE_OVER_WHILE_DRAINING,
    /** Nobody was connected any more, and a little later everybody was again. */
    EVERYBODY_CAME_BACK,
    /** CONNECT was refused for now, and said again on the same connection. */
    CONNECT_REPEATED,
    /** A device connected anew again and again, before the connections before were known to be gone. */
    TAKEN_OVER_AT_ONCE,
    /** A member died while it came back. */
    DIED_WHILE_RESTORING,
    /** A leader was lost that had only just begun to lead after another one. */
    LEADER_LOST_AGAIN,
    /** A line between shards was cut while its link had lost something, and was about to begin anew. */
    LINE_CUT_WHILE_BEHIND,
    /** A journal, its link or Cassandra was lost while the journal came to what it had missed. */
    JOURNAL_LOST_WHILE_BEHIND,
    /** Something happened to an edge that was about to attach its sessions. */
    EDGE_STRUCK_WHILE_ATTACHING,
    /** A phone or its socket was lost while it was being given what it had missed. */
    PHONE_LOST_WHILE_DRAINING,
    /** A user came back into a group while a device of the user had not had all of the time before. */
    JOINED_AGAIN_WHILE_BEHIND,
    /** A send that came again was answered in another term than it came first. */
    SEND_AGAIN_IN_ANOTHER_TERM,
    /** A send that came again was known. */
    SEND_AGAIN_KNOWN,
    /** The same, and it had had its answer before. */
    SEND_AGAIN_ANSWERED,
    /** Several phones at once sent again what they had no answer to. */
    RETRY_STORM,
    /** A ninth device took the place of the one that was away longest. */
    DEVICE_EVICTED,
    /** Entries had left memory before they were stored, and were read back from the spool. */
    SPOOL_READ,
    /** Entries had left memory, and an edge read them from the table. */
    TABLE_READ,
    /** The table did not have, or did not give, what an edge wanted of it. */
    TABLE_READ_FAILED,
    /** An edge was told something by a leader that was none any more. */
    STALE_FRAME,
    /** An edge missed frames, and all its sessions were pushed again. */
    DELIVERY_GAP,
    /** An entry overtook another one, and was dropped. */
    ENTRY_OVERTOOK,
    /** An edge lost its lease, and attached its sessions again. */
    SESSIONS_ATTACHED_AGAIN,
    /** Requests were offered again to a new leader. */
    REQUEST_OFFERED_AGAIN,
    /** An edge said that it closes. */
    EDGE_CLOSED,
    /** A client was shown another user online. */
    SHOWN_ONLINE,
    /** A client was shown another user online soon after their first word to it. */
    MET,
    /** A client was shown when another user was there last. */
    SHOWN_LAST_SEEN,
    /** When somebody was there last was told of one of whom it is known. */
    LAST_SEEN_KNOWN,
    /** A user hid while somebody watched. */
    HIDDEN,
    /** A client was shown that somebody types. */
    SHOWN_TYPING,
    /** Unread messages were counted with runs of own messages that were counted as one. */
    OWN_RUNS_JOINED,
    /** A command named more users than may be. */
    TOO_MANY_NAMED,
    /** What a device had left unacknowledged for longer than the grace had to have a row of inbox. */
    INBOX_ROW_WANTED,
    /** What a device had left unacknowledged was in the inbox table. */
    INBOX_ROW_STORED,
    /** A device acknowledged an entry that its connection had not been sent: as if it had said nothing. */
    ACKNOWLEDGED_AHEAD,
    /** A device acknowledged an entry that was on its way to it. */
    ACKNOWLEDGED_UNHEARD,
    /** A device acknowledged what it had acknowledged long before. */
    ACKNOWLEDGED_BEHIND,
    /** A device acknowledged the same twice at once. */
    ACKNOWLEDGED_TWICE,
    /** A device acknowledged an entry of a chat in which its user never was. */
    ACKNOWLEDGED_FOREIGN,
    /** A device acknowledged an entry that came when its user had left the chat, for good or for a while. */
    ACKNOWLEDGED_AWAY,
    /** A device acknowledged what is not in that chat, or nowhere. */
    ACKNOWLEDGED_UNKNOWN,
    /** The answer to a wrong acknowledgement was that it be said again. */
    MISTAKE_SAID_AGAIN,
    /** A group was to have more members than may be. */
    LIMIT_GROUP_MEMBERS,
    /** A user was to have more chats than may be. */
    LIMIT_CHATS,
    /** More was to be watched than may be. */
    LIMIT_PRESENCE,
    /** A user's oldest time in a chat was forgotten. */
    LIMIT_MEMBERSHIP_TIMES,
    /** A send was left in doubt at an edge that was cut off, and its device had so much answered elsewhere that its key was forgotten. */
    KEY_FORGOTTEN_IN_DOUBT,
    /** A user's oldest time in a chat was forgotten before the user's shard was told that it began, or that it was over. */
    TIME_FORGOTTEN_UNTOLD,
    /** A key was forgotten for want of room, and came again as another message. */
    LIMIT_KEYS,
    /** What waited for a device was more than may be, and the oldest was given up. */
    LIMIT_INBOX_ENTRIES,
    /** What waited for a device did so for longer than it may, and was given up. */
    LIMIT_INBOX_RETENTION,
    /** A shard was told late who owns what: edges may have asked for a lease before. */
    TOLD_LATE,
    /** A leader was lost while all phones went for good. */
    LEADER_LOST_WHILE_ALL_GO,
    /** A group of more than 300 members. */
    LARGE_GROUP,
    /** A message to such a group, of which 20 or more members were connected. */
    LARGE_GROUP_CONNECTED
}
