package godwit.core;

/**
 * Every bound of the state machine that may be set; part of its state and of the log, so that replicas and replays agree.
 *
 * @param inFlightMax           sends of a connection that may be unanswered; 4 times as many keys are kept per device.
 * @param unacknowledgedMax     entries that may be unacknowledged by a device, over all its chats.
 * @param payloadBytesMax       bytes of message bodies and names kept in memory; the oldest leave first.
 * @param unjournaledEntriesMax messages that may wait for the journal; beyond, sends are refused as UNAVAILABLE.
 * @param unjournaledBytesMax   what messages that wait for the journal may take, each its key, its body and 168 bytes; once reached, sends
 *                              are refused as UNAVAILABLE. Chats, receipts and inbox rows are not counted.
 * @param inboxEntriesMax       entries that may wait for a device in one chat; beyond, the oldest are given up and the device is not resumed.
 * @param inboxRetentionMs      how long an entry waits for a device.
 * @param leaseMs               an edge that is silent for so long has lost its sessions.
 * @param redeliverMs           an entry unacknowledged for so long is pushed again, then after twice the time, and so on.
 * @param inboxGraceMs          an entry unacknowledged for so long gets a row in the inbox table.
 * @param bodyBytesMax          a message's body.
 * @param usersMax              users of a shard that ever connected; beyond, attaches are refused as UNAVAILABLE. And as many users that its
 *                              chats only name; beyond, creations and additions are refused as UNAVAILABLE. Those that other shards' chats name
 *                              are counted there.
 * @param chatsMax              chats of a shard; beyond, creations are refused as UNAVAILABLE.
 * @param chatsPerUserMax       chats of a user; beyond, creations are refused as INVALID.
 * @param keysMax               idempotency keys of a shard; beyond, those of who sent nothing for longest go first and a retry of theirs is a message anew.
 * @param groupMembersMax       members of a group; beyond, creations and additions are refused as INVALID. As many former ones are remembered:
 *                              who left longest ago may not read the history of that time any more.
 * @param fanoutMax             members of a group up to which deliveries name devices and receipts are pushed.
 * @param presenceMax           users times edges that want to know of them; beyond, subscriptions are refused as UNAVAILABLE.
 * @param membershipTimesMax    times that somebody was in a chat; of more the oldest is forgotten, and with it what may be read of it.
 * @param ownRunsMax            runs of own messages above a user's read mark; of more the two oldest are counted as one, so that unread is exact
 *                              again above them.
 * @param linkRecordsMax        records under way to another shard; the rest waits, as one record for each chat or mark.
 * @param commandUsersMax       users named in one command; more are refused as INVALID.
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

    /** What one takes at most, its shares of tables, indexes and names; two devices a user, each with its keys' owner, and one only named. */
    private static final long ENTRY_BYTES = 168;
    private static final long KEY_BYTES = 48;
    private static final long USER_BYTES = 940;
    private static final long CHAT_BYTES = 1_460;
    private static final long PRESENCE_BYTES = 80;
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
     * entries, keys, chats and users into shares of the rest. A bound that the heap cannot hold would never be reached.
     *
     * @param bytes that the state may take.
     * @return limits of which none is higher.
     */
    public CoreLimits fittingInto(final long bytes) {
        final long payloadBytes = Math.min(payloadBytesMax, Math.max(PAYLOAD_BYTES_FLOOR, bytes / 4));
        final long rest = Math.max(0, bytes - payloadBytes);
        return new CoreLimits(inFlightMax, unacknowledgedMax, payloadBytes,
            fitting(unjournaledEntriesMax, rest * 38 / 100, ENTRY_BYTES), unjournaledBytesMax, inboxEntriesMax,
            inboxRetentionMs, leaseMs, redeliverMs, inboxGraceMs, bodyBytesMax,
            fitting(usersMax, rest * 15 / 100, USER_BYTES), fitting(chatsMax, rest * 20 / 100, CHAT_BYTES),
            chatsPerUserMax, fitting(keysMax, rest * 8 / 100, KEY_BYTES), groupMembersMax, fanoutMax,
            fitting(presenceMax, rest * 5 / 100, PRESENCE_BYTES))
            .listing(membershipTimesMax, ownRunsMax, linkRecordsMax, commandUsersMax);
    }

    private static long fitting(final long max, final long bytes, final long each) {
        return Math.max(1, Math.min(max, bytes / each));
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
     * How many entries handed to a connection by chats' subscriptions may be unacknowledged by it: half of its window, for
     * the edge counts these and the shard counts what it pushes to the session. 0: nobody follows subscriptions.
     */
    public int subscribedMax() {
        return unacknowledgedMax / 2;
    }
}
