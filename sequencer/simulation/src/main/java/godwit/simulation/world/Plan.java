package godwit.simulation.world;

import godwit.core.CoreLimits;

/**
 * What kind of run a seed makes.
 *
 * @param seed        of the run.
 * @param shards      on which users and chats are.
 * @param members     of each of them: one or three.
 * @param users       who talk with each other.
 * @param devicesMax  of one user.
 * @param edges       that phones connect to.
 * @param workMs      how long there is work and faults.
 * @param paceMs      between two things that a phone does, on average.
 * @param faultPaceMs between two faults, on average.
 * @param opaqueBytes the longest opaque body; 0: short texts only.
 * @param isCrowded   whether one of them has more devices than may be.
 * @param crowd       users for one large group, most of whom are never there; 0: none.
 * @param limits      of the shard.
 */
public record Plan(
    long seed, int shards, int members, int users, int devicesMax, int edges, long workMs, long paceMs, long faultPaceMs, int opaqueBytes,
    boolean isCrowded, int crowd, CoreLimits limits) {

    private static final int PAYLOAD_BYTES = 1 << 20;
    /** So busy that a device falls behind by the whole of a wide window, and so short that it does not take long. */
    private static final long WIDE_PACE_MAX_MS = 60;
    private static final long LONG_WORK_MAX_MS = 12_000;
    private static final long SHORT_WORK_MAX_MS = 2_500;
    private static final int BODY_BYTES = 16_384;
    private static final int NARROW_MAX = 8;
    private static final int OPAQUE_BYTES = 16_000;
    /** Where fewer may wait for the journal, entries leave memory before they are delivered. */
    public static final int SOME_ENTRIES = 1_000;
    private static final int CROWD_MIN = 320;
    private static final int CROWD_CONNECTED_MIN = 24;
    private static final int CROWD_CONNECTED_MAX = 40;
    private static final int KEYS_PER_IN_FLIGHT = 4;
    private static final int SCARCE_ONE_IN = 16;
    /** Of runs of several shards whose entries leave memory. */
    private static final int FEW_TIMES_ONE_IN = 4;
    private static final long RETENTION_MIN_MS = 300;
    private static final long RETENTION_MAX_MS = 3_000;
    private static final int CROWD_MAX = 4_990;

    /** Whether clients acknowledge what is wrong, or old, now and then. */
    public boolean hasMistakes() {
        return chance("mistakes").oneIn(5);
    }

    /** How many of the users of a large group are there, with a phone each. */
    public int crowdConnected() {
        final Draw chance = chance("connected");
        final int count = (int) chance.between(CROWD_CONNECTED_MIN, CROWD_CONNECTED_MAX);
        return crowd > 0 && chance.oneIn(2) ? count : 0;
    }

    /** Whether members of groups are removed and added again all the time. */
    public boolean hasChurn() {
        return !expires()
            && (chance("churn").oneIn(12) || limits.membershipTimesMax() < CoreLimits.DEFAULT.membershipTimesMax());
    }

    /**
     * Whether what waits for a device may do so for longer than an inbox keeps it. Nobody leaves a group then: that they were
     * in it would be forgotten in the same time.
     */
    public boolean expires() {
        return limits.inboxRetentionMs() < CoreLimits.DEFAULT.inboxRetentionMs();
    }

    /** Whether once in the run all phones send again, at once, what they have no answer to. */
    public boolean hasRetryStorm() {
        return chance("retry storm").oneIn(10) || limits.keysMax() < CoreLimits.DEFAULT.keysMax();
    }

    /** After so many later sends of a device its key is forgotten: so many are kept for each that may be under way. */
    public int sendsUntilForgotten() {
        return KEYS_PER_IN_FLIGHT * limits.inFlightMax() + 1;
    }

    /** Whether an edge hears late of what was sent to another shard than the sender's, before all else. */
    public boolean hasLateAnswers() {
        return shards > 1 && chance("answers come late").oneIn(12);
    }

    /** Whether edges are there before the shards are told who owns what. */
    public boolean isToldLate() {
        return !hasLateAnswers() && chance("told late").oneIn(8);
    }

    /** Whether a leader is lost while all go. */
    public boolean losesLeaderAtEnd() {
        return chance("lost at the end").oneIn(4);
    }

    /** Whether windows are small, and have two halves, since there may be groups whose members follow subscriptions. */
    public boolean sharesSmallWindows() {
        return limits.subscribedMax() > 0 && limits.unacknowledgedMax() <= NARROW_MAX && limits.fanoutMax() < users;
    }

    /** A chance of its own for something that is so in some runs: nothing else is drawn otherwise. */
    public Draw chance(final String of) {
        return new Draw(seed ^ (long) of.hashCode() << 16);
    }

    /** Whether a device may have as much in flight as it may by default. */
    public boolean isWide() {
        return limits.unacknowledgedMax() == CoreLimits.DEFAULT.unacknowledgedMax();
    }

    /** Whether what a device leaves unacknowledged is written to the table before a short run is over. */
    public boolean isPatient() {
        return limits.inboxGraceMs() < CoreLimits.DEFAULT.inboxGraceMs();
    }

    /** Whether entries leave memory early: in a long run they may all the same. */
    public boolean isHeavy() {
        return opaqueBytes > 0 || limits.unjournaledEntriesMax() < SOME_ENTRIES;
    }

    /**
     * The plan of a seed: most are short and small, some long, some heavy enough that entries leave the memory, some with
     * groups so large that receipts are not told.
     */
    public static Plan of(final long seed) {
        final Draw draw = new Draw(seed);
        final boolean longer = draw.oneIn(40);
        final boolean heavy = draw.oneIn(longer ? 3 : 8);
        final boolean narrow = draw.oneIn(3);
        final boolean wide = longer && !narrow && !heavy && draw.oneIn(2);
        final int shards = draw.oneIn(4) ? 1 : (int) draw.between(2, heavy && !longer ? 3 : 4);
        final int crowd = longer && !heavy && draw.oneIn(4) ? (int) draw.between(CROWD_MIN, draw.oneIn(2) ? 1_000 : CROWD_MAX) : 0;
        final CoreLimits d = CoreLimits.DEFAULT;
        final CoreLimits limits = new CoreLimits(
            narrow ? 4 : 32, narrow ? (int) draw.between(1, NARROW_MAX) : wide ? d.unacknowledgedMax() : 64, PAYLOAD_BYTES,
            draw.oneIn(5) ? 20 : 10_000, d.unjournaledBytesMax(), d.inboxEntriesMax(), d.inboxRetentionMs(),
            d.leaseMs(), d.redeliverMs(), narrow ? 300 : d.inboxGraceMs(), BODY_BYTES, 10_000, 1_000,
            d.chatsPerUserMax(), d.keysMax(), d.groupMembersMax(), draw.oneIn(3) ? (int) draw.between(2, 5) : d.fanoutMax(),
            d.presenceMax());
        final Draw few = new Draw(seed ^ CoreLimits.class.getName().hashCode());
        return new Plan(seed, shards, draw.oneIn(2) ? 1 : 3, (int) draw.between(3, longer ? 8 : 5), (int) draw.between(1, longer ? 3 : 2),
            (int) draw.between(1, longer ? 3 : 2),
            longer ? draw.between(4_000, LONG_WORK_MAX_MS) : draw.between(800, SHORT_WORK_MAX_MS),
            draw.between(heavy || longer ? 25 : 40, wide || heavy ? WIDE_PACE_MAX_MS : 300),
            draw.between(longer ? 300 : 100, longer ? 3_000 : 700), heavy ? OPAQUE_BYTES : 0,
            draw.oneIn(15), crowd, limits.listing(d.membershipTimesMax(), few.oneIn(4) ? (int) few.between(1, 3) : d.ownRunsMax(),
                few.oneIn(4) ? CoreLimits.LINK_RECORDS_FLOOR : d.linkRecordsMax(),
                crowd == 0 && few.oneIn(6) ? 2 : d.commandUsersMax())).scarce();
    }

    /** The same with some of the limits, in some runs, so small that they are reached. */
    private Plan scarce() {
        final Draw chance = chance("scarce");
        final CoreLimits l = limits;
        final int inGroup = rarely(chance, 3, Math.max(3, users - 1), l.groupMembersMax());
        final int chats = rarely(chance, 2, 5, l.chatsPerUserMax());
        final int presence = rarely(chance, 1, 1, (int) l.presenceMax());
        final int times = fewTimes(rarely(chance, 1, 2, l.membershipTimesMax()));
        final int keys = rarely(chance, 5, 30, (int) l.keysMax());
        final int inbox = rarely(chance, 5, 30, (int) l.inboxEntriesMax());
        final long retentionMs = rarely(
            chance("retention"), RETENTION_MIN_MS, RETENTION_MAX_MS, l.inboxRetentionMs());
        return new Plan(seed, shards, members, users, devicesMax, edges, workMs, paceMs, faultPaceMs, opaqueBytes, isCrowded,
            crowd, new CoreLimits(l.inFlightMax(), l.unacknowledgedMax(), l.payloadBytesMax(), l.unjournaledEntriesMax(),
            l.unjournaledBytesMax(), inbox, retentionMs, l.leaseMs(), l.redeliverMs(), l.inboxGraceMs(),
            l.bodyBytesMax(), l.usersMax(), l.chatsMax(), chats, keys, crowd == 0 ? inGroup : l.groupMembersMax(),
            l.fanoutMax(), presence)
            .listing(times, l.ownRunsMax(), l.linkRecordsMax(), l.commandUsersMax()));
    }

    /** More often where a shard may be told what came of entries only, and so of those times only that are remembered. */
    private int fewTimes(final int otherwise) {
        final Draw chance = chance("few times");
        final int few = (int) chance.between(1, 2);
        return opaqueBytes > 0 && shards > 1 && chance.oneIn(FEW_TIMES_ONE_IN) ? Math.min(few, otherwise) : otherwise;
    }

    private static int rarely(final Draw chance, final int from, final int to, final int otherwise) {
        return (int) rarely(chance, (long) from, to, otherwise);
    }

    private static long rarely(final Draw chance, final long from, final long to, final long otherwise) {
        final long small = chance.between(from, to);
        return chance.oneIn(SCARCE_ONE_IN) ? small : otherwise;
    }

    /** The limits without those that keep a run from its end: they hold until it heals. */
    public CoreLimits healedLimits() {
        final CoreLimits l = limits;
        return new CoreLimits(l.inFlightMax(), l.unacknowledgedMax(), l.payloadBytesMax(), l.unjournaledEntriesMax(),
            l.unjournaledBytesMax(), l.inboxEntriesMax(), l.inboxRetentionMs(), l.leaseMs(), l.redeliverMs(),
            l.inboxGraceMs(), l.bodyBytesMax(), l.usersMax(), l.chatsMax(), l.chatsPerUserMax(), l.keysMax(),
            l.groupMembersMax(), l.fanoutMax(), CoreLimits.DEFAULT.presenceMax())
            .listing(l.membershipTimesMax(), l.ownRunsMax(), l.linkRecordsMax(), l.commandUsersMax());
    }
}
