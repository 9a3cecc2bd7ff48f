package godwit.core;

/** Why a command was refused: a code for programs, a detail from which the edge makes a sentence. */
public final class Refusal {
    /** Not a member, or no such chat as far as the asker may know. */
    public static final int FORBIDDEN = 1;
    /** The message is not of that chat. */
    public static final int NOT_FOUND = 2;
    /** Over a bound of length. */
    public static final int TOO_LARGE = 3;
    /** Well-formed, and still not possible. */
    public static final int INVALID = 4;
    /** Over a rate. */
    public static final int RATE_LIMITED = 5;
    /** Not now; the same command may succeed later. */
    public static final int UNAVAILABLE = 6;
    /** The edge's lease is over: it has to open and attach again. */
    public static final int STALE_EDGE = 7;
    /** The session was replaced or ended. */
    public static final int STALE_SESSION = 8;

    private Refusal() {
    }

    /** The second half of a refusal. */
    public static final class Detail {
        /** Nothing to add. */
        public static final int NONE = 0;
        /** Not a member, or no such chat. */
        public static final int NOT_A_MEMBER = 1;
        /** No participant but the creator. */
        public static final int ONESELF_ALONE = 2;
        /** An empty body. */
        public static final int EMPTY_BODY = 4;
        /** A body over the bound. */
        public static final int BODY_TOO_LARGE = 5;
        /** Too much waits for the journal. */
        public static final int JOURNAL_BEHIND = 6;
        /** The shard is full: users. */
        public static final int USERS_FULL = 7;
        /** The shard is full: chats, or chats of a user. */
        public static final int CHATS_FULL = 8;
        /** The shard is full: edges. */
        public static final int EDGES_FULL = 10;
        /** A cursor or stamp that no page gave. */
        public static final int BAD_CURSOR = 11;
        /** That message is not of that chat. */
        public static final int NO_SUCH_MESSAGE = 12;
        /** The chat's sequence is at its highest. */
        public static final int CHAT_FULL = 13;
        /** An id, key or name that is empty, too long, or a number that has no meaning. */
        public static final int BAD_FIELD = 14;
        /** The message that this one follows was refused: first that one again. */
        public static final int EARLIER_REFUSED = 15;
        /** No administrator of the group. */
        public static final int NOT_AN_ADMIN = 16;
        /** A direct chat's members, roles and title do not change. */
        public static final int DIRECT_CHAT = 17;
        /** The group has, or would have, too many members. */
        public static final int GROUP_FULL = 18;
        /** Whoever it is about is no member of the group. */
        public static final int NOT_IN_GROUP = 19;
        /** The group would have no administrator. */
        public static final int LAST_ADMIN = 20;
        /** Too many subscriptions to presence. */
        public static final int PRESENCE_FULL = 21;
        /** More users than one command may name. */
        public static final int TOO_MANY_NAMED = 22;
        /** The shard is full: members of chats. */
        public static final int MEMBERS_FULL = 23;

        private Detail() {
        }
    }
}
