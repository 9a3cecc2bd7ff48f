package godwit.core;

/**
 * Every bound of the state machine. Those that may be set are part of its state and of the log, so that replicas and replays
 * agree; the constants are the same for all releases that read each other's logs.
 *
 * @param inFlightMax           sends of a connection that may be unanswered; 4 times as many keys are kept per device.
 * @param unacknowledgedMax     entries that may be unacknowledged by a device, over all its chats.
 * @param payloadBytesMax       bytes of message bodies and names kept in memory; the oldest leave first.
 * @param unjournaledEntriesMax messages that may wait for the journal; beyond, sends are refused as UNAVAILABLE.
 * @param unjournaledBytesMax   what messages that wait for the journal may take, each its key, its body and 168 bytes; once reached, sends
 *                              are refused as UNAVAILABLE. Chats, receipts and inbox rows are not counted.
 * @param inboxEntriesMax       entries that may wait for a device in one chat; beyond, the oldest are given up and the device is not resumed, but
 *                              not while a connection has some of them unacknowledged.
 * @param inboxRetentionMs      how long an entry waits for a device.
 * @param leaseMs               an edge that is silent for so long has lost its sessions.
 * @param redeliverMs           an entry unacknowledged for so long is pushed again, then after twice the time, and so on.
 * @param inboxGraceMs          an entry unacknowledged for so long gets a row in the inbox table.
 * @param bodyBytesMax          a message's body.
 * @param usersMax              users of a shard that ever connected; beyond, attaches are refused as UNAVAILABLE. And as many users that its
 *                              chats only name; beyond, creations and additions are refused as UNAVAILABLE. Those that other shards' chats name
 *                              are counted there.
 * @param chatsMax              chats of a shard; beyond, creations are refused as UNAVAILABLE. It bounds their members too: see
 *                              {@link #membersMax}.
 * @param chatsPerUserMax       chats that a user of this shard is in; beyond, creations and additions are refused as INVALID. So are they beyond
 *                              twice as many that the user is in, or left and that are remembered. Users of other shards are
 *                              taken over it: their chats are not known where the chat is made.
 * @param keysMax               idempotency keys of a shard; beyond, those of who sent nothing for longest go first and a retry of theirs is a message anew.
 * @param groupMembersMax       members of a group; beyond, creations and additions are refused as INVALID. As many former ones are remembered:
 *                              who left longest ago may not read the history of that time any more.
 * @param fanoutMax             members of a group up to which deliveries name devices and receipts are pushed.
 * @param presenceMax           users times edges that want to know of them; beyond, subscriptions are refused as UNAVAILABLE.
 * @param membershipTimesMax    times that somebody was in a chat; of more the oldest is forgotten, and with it what may be read of it.
 * @param ownRunsMax            runs of own messages above a user's read mark; of more the two oldest are counted as one, so that unread is exact
 *                              again above them.
 * @param linkRecordsMax        records under way to another shard; the rest waits, as one record for each chat or mark.
 * @param commandUsersMax       users named in one command; more are refused as TOO_LARGE.
 */
public record CoreLimits(
    int inFlightMax,
    int unacknowledgedMax,
    long payloadBytesMax,
    long unjournaledEntriesMax,
    long unjournaledBytesMax,
    long inboxEntriesMax,
    long inboxRetentionMs,
    long leaseMs,
    long redeliverMs,
    long inboxGraceMs,
    int bodyBytesMax,
    long usersMax,
    long chatsMax,
    int chatsPerUserMax,
    long keysMax,
    int groupMembersMax,
    int fanoutMax,
    long presenceMax,
    int membershipTimesMax,
    int ownRunsMax,
    int linkRecordsMax,
    int commandUsersMax) {

    /** Members a chat, over all chats that there may be: twice what direct chats have. */
    public static final int MEMBERS_PER_CHAT = 4;

    /** Edges of a shard; one more is refused as UNAVAILABLE. */
    public static final int EDGES_MAX = 1_024;
    /** Devices of a user; one more takes the place of the one that is away longest. */
    public static final int DEVICES_PER_USER_MAX = 8;
    /** Shards that there may be; of a topology with more nothing is put in force. */
    public static final int SHARDS_MAX = 1_024;
    /** Runs of partitions that a topology may have; with more nothing of it is put in force. */
    public static final int PARTITION_RANGES_MAX = 1_024;
    /** Bytes of a user's or device's id; a longer one is refused as INVALID. */
    public static final int ID_BYTES_MAX = 64;
    /** Bytes of an idempotency key, of a message or a group; a longer one is refused as INVALID. */
    public static final int KEY_BYTES_MAX = 64;
    /** Bytes of a title; a longer one is refused as TOO_LARGE. */
    public static final int TITLE_BYTES_MAX = 256;

    /** Entries on a page of history; asked for more, so many are shown. */
    public static final int HISTORY_PAGE_MAX = 100;
    /** Bytes of bodies on a page of history; before the entry that would go over, the page ends. */
    public static final int HISTORY_BYTES_MAX = 192 * 1024;
    /** Chats on a page of a user's list; asked for more, so many are shown. */
    public static final int CHATS_PAGE_MAX = 100;
    /** Bytes of last messages on a page of a user's list; behind the chat that goes over, the page ends. */
    public static final int CHATS_BYTES_MAX = 160 * 1024;
    /** Members on a page of GET_CHAT; the rest is on the next. */
    public static final int PARTICIPANTS_PAGE_MAX = 500;
    /** Members that the answer to a creation names; beside them stands how many there are. */
    public static final int NAMED_IN_ANSWER_MAX = 100;
    /** Members that a chat's announcement names; beside them stands how many there are. */
    public static final int NAMED_IN_PUSH_MAX = 25;
    /** Users that a change of a chat names; beside them stands how many there are. */
    public static final int NAMED_IN_CHANGE_MAX = 100;
    /** Members of another shard's chat without receipts that are known by name; the rest is not. */
    public static final int NAMED_OF_WIDE_MAX = 25;
    /**
     * Changes of groups that are remembered of a user, over all devices and whatever the edges' {@code in_flight}: more than an
     * edge lets all of them have unanswered, 64 each, so that what is offered again finds its first. As many again that were
     * refused, or had nothing to change. Of more the oldest go, and would be judged anew.
     */
    public static final int CHANGES_REMEMBERED_MAX = 1 + 64 * DEVICES_PER_USER_MAX;
    /** Unread messages that a list of chats counts; of more it says so many. */
    public static final int UNREAD_MAX = 1_000;
    /** Read marks, and members whose marks are told as receipts, at an attach or a resync: those that moved last. */
    public static final int RECEIPTS_REPEATED_MAX = 1_000;

    /** Steps of one call that pushes to a session: the rest goes with its next acknowledgement. */
    public static final int PUSH_STEPS_MAX = 4_096;
    /** Entries that one call looks through for what a device is not to be pushed: the rest counts as to be pushed. */
    public static final int STEPS_OVER_ENTRIES_MAX = 1_024;
    /** Sessions of lost edges that one tick ends; the rest is of the next. */
    public static final int SESSIONS_ENDED_PER_TICK = 1_000;
    /** Entries of silent sessions that one tick pushes again, and chats that it looks at for that; the rest is of the next. */
    public static final int REDELIVERIES_PER_TICK = 1_000;
    /**
     * Cursors of devices that are looked at before each entry of the log, behind the inbox's grace; the rest is of the next
     * entries and of the tick. A message to a quiet chat makes one for each device that gets it, and a look costs about a
     * microsecond where memory is large: so where there is traffic, a tick finds none of it.
     */
    public static final int INBOX_LOOKS_PER_ENTRY = 8;
    /** Entries that are considered for the inbox table before each entry of the log, likewise; each costs two or three microseconds. */
    public static final int INBOX_ROWS_PER_ENTRY = 2;
    /** Cursors that one tick looks at beside that, where there are few entries: some ten milliseconds. The rest is of the next. */
    public static final int INBOX_LOOKS_PER_TICK = 16_000;
    /**
     * Entries that one tick considers for the inbox table, each for one device; the rest is of the next. Only what a device
     * leaves unacknowledged comes so far; each is a row for the journal to write.
     */
    public static final int INBOX_ROWS_PER_TICK = 4_000;
    /** Expired keys that one tick forgets; the rest is of the next. */
    public static final int KEYS_FORGOTTEN_PER_TICK = 1_000;
    /** Memberships that are over for long that one tick forgets; the rest is of the next. */
    public static final int MEMBERSHIPS_FORGOTTEN_PER_TICK = 100;
    /** Sessions looked at and edges told by one tick: all of an edge of some ten thousand connections. The rest is of the next. */
    public static final int PRESENCE_STEPS_PER_TICK = 32_000;
    /** Subscriptions to presence of lost edges that one tick forgets; the rest is of the next. */
    public static final int SUBSCRIPTIONS_FORGOTTEN_PER_TICK = 10_000;
    /** Entries that one tick, or one word of the journal, takes for journaled, lets leave memory and forgets, so many of each; the rest is of the next. */
    public static final int ENTRY_STEPS_PER_TICK = 4_096;
    /** Chats, and marks, that one tick or one acknowledgement of a shard lets tell it; the rest is of the next. */
    public static final int LINK_STEPS_PER_TICK = 4_096;
    /** To look at so many members and entries, to tell a shard of a chat, counts as one of them. */
    public static final int LINK_LOOKS_PER_STEP = 16;

    /** How long a device is expected back whose edge closed in order, or sent it away; then its user counts as offline. */
    public static final long AWAY_MS = 10_000;
    /** How long after its lease an edge counts as lost by those who watch: it may have died just before it was to renew it. */
    public static final long LOST_AFTER_MS = 1_000;
    /** An Attach that waited at its edge for no longer came at once: the edge's clock and the log's need not agree to the ms. */
    public static final int ATTACH_AT_ONCE_MS = 100;
    /** How often the time doubles after which what is not acknowledged is pushed again; then it comes at that pace. */
    public static final int REDELIVERY_DOUBLINGS_MAX = 6;

    /** Between two records of one mark to another shard, and between two acknowledgements to it: what moves meanwhile is in the next. */
    public static final long LINK_COALESCED_MS = 100;
    /** A shard that acknowledges nothing for so long is told anew what is under way. */
    public static final long LINK_SILENCE_MS = 1_000;
    /** How often that time doubles while it goes on; then it is told at that pace. */
    public static final int LINK_DOUBLINGS_MAX = 3;
    /** Members in one record to another shard, as many as a creation makes: with the longest ids they fit a frame. The rest is in the next. */
    public static final int LINK_MEMBERS_MAX = 1_001;
    /** Entries looked through for a chat's last change; if it is further back, it counts as there. */
    public static final int LINK_CHANGE_STEPS_MAX = 4_096;

    /** What {@link #commandUsersMax} may be at most: what a core has room for, and another shard is told in one record. */
    public static final int COMMAND_USERS_CEILING = 1_000;
    /** What {@link #linkRecordsMax} may be at least: so many are under way again after a loss. */
    public static final int LINK_RECORDS_FLOOR = 64;

    private static final int MEMBERSHIP_TIMES = 64;
    private static final int OWN_RUNS = 64;
    private static final int LINK_RECORDS = 8_192;

    /** What a shard starts with. */
    public static final CoreLimits DEFAULT = new CoreLimits(
        32, 256, 64L << 20, 2_000_000, 4L << 30, 10_000, 30L * 24 * 3600 * 1000, 10_000, 5_000, 10_000, 16 * 1024,
        4_000_000, 8_000_000, 10_000, 64_000_000, 5_000, 25, 8_000_000);

    private static final int LISTED_CEILING = 4_096;
    private static final int LINK_RECORDS_CEILING = 65_536;
    private static final int GROUP_MEMBERS_CEILING = 20_000;
    private static final int BODY_BYTES_CEILING = 48 * 1024;
    private static final long PAYLOAD_BYTES_FLOOR = 1 << 20;

    /** Those that settings and older entries of the log name; the rest is as standard. */
    public CoreLimits(
        final int inFlightMax, final int unacknowledgedMax, final long payloadBytesMax, final long unjournaledEntriesMax,
        final long unjournaledBytesMax, final long inboxEntriesMax, final long inboxRetentionMs, final long leaseMs,
        final long redeliverMs, final long inboxGraceMs, final int bodyBytesMax, final long usersMax,
        final long chatsMax, final int chatsPerUserMax, final long keysMax, final int groupMembersMax,
        final int fanoutMax, final long presenceMax) {
        this(inFlightMax, unacknowledgedMax, payloadBytesMax, unjournaledEntriesMax, unjournaledBytesMax,
            inboxEntriesMax, inboxRetentionMs, leaseMs, redeliverMs, inboxGraceMs, bodyBytesMax, usersMax, chatsMax,
            chatsPerUserMax, keysMax, groupMembersMax, fanoutMax, presenceMax, MEMBERSHIP_TIMES, OWN_RUNS, LINK_RECORDS,
            COMMAND_USERS_CEILING);
    }

    /** The same with other bounds of what a record lists, a link carries and a command names. */
    public CoreLimits listing(final int membershipTimes, final int ownRuns, final int linkRecords, final int commandUsers) {
        return new CoreLimits(inFlightMax, unacknowledgedMax, payloadBytesMax, unjournaledEntriesMax, unjournaledBytesMax,
            inboxEntriesMax, inboxRetentionMs, leaseMs, redeliverMs, inboxGraceMs, bodyBytesMax, usersMax, chatsMax,
            chatsPerUserMax, keysMax, groupMembersMax, fanoutMax, presenceMax, membershipTimes, ownRuns, linkRecords,
            commandUsers);
    }

    /**
     * The same, but so low that what they bound fits together into a heap: payloads into a quarter of it, then unjournaled
     * entries, keys, subscriptions, users and chats into shares of the rest, each into what those before it leave. A bound
     * that the heap cannot hold would never be reached.
     *
     * @param bytes that the state may take.
     * @return limits of which none is higher.
     */
    public CoreLimits fittingInto(final long bytes) {
        final long payloadBytes = Math.min(payloadBytesMax, Math.max(PAYLOAD_BYTES_FLOOR, bytes / 4));
        final HeapShares rest = new HeapShares(Math.max(0, bytes - payloadBytes));
        final long entries = rest.serve(HeapShares.Share.ENTRIES, unjournaledEntriesMax);
        final long keys = rest.serve(HeapShares.Share.KEYS, keysMax);
        final long presence = rest.serve(HeapShares.Share.PRESENCE, presenceMax);
        final long users = rest.serve(HeapShares.Share.USERS, usersMax);
        final long chats = rest.serve(HeapShares.Share.CHATS, chatsMax);
        return new CoreLimits(inFlightMax, unacknowledgedMax, payloadBytes, entries, unjournaledBytesMax, inboxEntriesMax,
            inboxRetentionMs, leaseMs, redeliverMs, inboxGraceMs, bodyBytesMax, users, chats, chatsPerUserMax, keys,
            groupMembersMax, fanoutMax, presence)
            .listing(membershipTimesMax, ownRunsMax, linkRecordsMax, commandUsersMax);
    }

    /** Whether a shard can work with them; others are never put in force. */
    public boolean isValid() {
        return inFlightMax > 0 && inFlightMax <= 65_536
            && unacknowledgedMax > 0 && unacknowledgedMax <= 65_536
            && payloadBytesMax >= PAYLOAD_BYTES_FLOOR
            && unjournaledEntriesMax > 0 && unjournaledBytesMax > 0
            && inboxEntriesMax > 0 && inboxRetentionMs > 0
            && leaseMs > 0 && redeliverMs > 0 && redeliverMs <= 3_600_000 && inboxGraceMs > 0
            && bodyBytesMax > 0 && bodyBytesMax <= BODY_BYTES_CEILING
            && usersMax > 0 && chatsMax > 0 && chatsPerUserMax > 0 && keysMax > 0
            && groupMembersMax > 1 && groupMembersMax <= GROUP_MEMBERS_CEILING
            && fanoutMax > 1 && fanoutMax <= 1_000 && presenceMax > 0
            && membershipTimesMax > 0 && membershipTimesMax <= LISTED_CEILING
            && ownRunsMax > 0 && ownRunsMax <= LISTED_CEILING
            && linkRecordsMax >= LINK_RECORDS_FLOOR && linkRecordsMax <= LINK_RECORDS_CEILING
            && commandUsersMax > 0 && commandUsersMax <= COMMAND_USERS_CEILING;
    }

    /**
     * How many members the chats of a shard may have together, former ones that are remembered and those of other shards'
     * chats that are known here included; beyond, creations and additions are refused as UNAVAILABLE. One group always can
     * have all that it may.
     */
    public long membersMax() {
        return chatsMax * MEMBERS_PER_CHAT + groupMembersMax;
    }

    /**
     * How many entries handed to a connection by chats' subscriptions may be unacknowledged by it: half of its window, for
     * the edge counts these and the shard counts what it pushes to the session. 0: nobody follows subscriptions.
     */
    public int subscribedMax() {
        return unacknowledgedMax / 2;
    }
}
