package godwit.edge.fanout;

import godwit.edge.memory.ByteBudget;
import godwit.edge.request.ChatHolds;
import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What the shard's thread knows of one local connection: its session, what it was pushed, and where to hand things.
 * Single-threaded.
 */
public final class Link {
    /** No session. */
    public static final long NO_SESSION = 0;
    /** Entries of which an acknowledgement may leave out the chat. */
    public static final int RECENT_MAX = 1_024;
    /** Newest entries whose copies take no place: more than a window that is pushed again. */
    private static final int COPIES = 512;
    /** Of them, those that are kept whatever other connections hold: a window. */
    private static final int PUSHED_SURE = 256;
    private static final int SHOWN_SURE = 128;
    /** Of what was shown as an answer the number has this bit, and says how many entries had been pushed before. */
    private static final long ANSWER = 1L << 60;
    /** It was acknowledged. */
    private static final long ANSWER_ACKNOWLEDGED = 1L << 61;
    private static final long ANSWER_AFTER = ANSWER - 1;

    /** No Resync is so long under way: it was lost, or the shard is one that does not say when it comes to it. */
    private static final long RESYNC_ANSWER_MS = 2_000;
    /** Within this time the shard's answer to a Resync is there, or something got lost again, and that was noticed. */
    private static final long CHANGES_TOLD_MS = 10_000;
    private static final long FRESH = Long.MAX_VALUE;
    private static final long RESTARTED = 0;

    private final Request.Attach attach;
    private final int shard;
    private final long afterCorrelationId;
    private final RecentEntries pushed;
    private final RecentEntries shown;
    private final ChatHolds holds = new ChatHolds();
    private final Long2ObjectHashMap<StoredWait> waits = new Long2ObjectHashMap<>();
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private final LiveChats live = new LiveChats(this);
    private Long2LongHashMap lastPushed = new Long2LongHashMap(FRESH);
    private long session = NO_SESSION;
    private boolean attached;
    private boolean gone;
    private int attachesUnanswered;
    private long attachOfferedMs;
    private long changeSeen;
    private long changeHeard;
    private long changesAskedMs;
    private boolean toldMissing;
    private long highestAnswered = Long.MIN_VALUE;
    private long latestSession = NO_SESSION;
    private long deafUntilMs;
    private int reads;

    Link(final Request.Attach attach, final int shard, final long afterCorrelationId, final ByteBudget recent) {
        this.attach = attach;
        this.shard = shard;
        this.afterCorrelationId = afterCorrelationId;
        this.pushed = new RecentEntries(RECENT_MAX + COPIES, COPIES, PUSHED_SURE, recent);
        this.shown = new RecentEntries(RECENT_MAX, COPIES, SHOWN_SURE, recent);
    }

    /** The request that the connection began with. */
    public Request.Attach attach() {
        return attach;
    }

    /** The edge's name for the connection. */
    public long connectionId() {
        return attach.connectionId();
    }

    /** The shard of its user, which gives it its session. */
    public int shard() {
        return shard;
    }

    /** Whether its user's shard answers an Attach of its own by this, and not one that the connection gave up before. */
    public boolean asked(final long correlationId) {
        return correlationId > afterCorrelationId;
    }

    /** Whose connection it is. */
    public String userId() {
        return attach.userId();
    }

    /** Of which device. */
    public String deviceId() {
        return attach.deviceId();
    }

    /** Hears what the shard says. */
    public Connection connection() {
        return attach.connection();
    }

    /** The shard's number of the session, or {@link #NO_SESSION}. */
    public long session() {
        return session;
    }

    /** The session that it has, or had last; {@link #NO_SESSION}: it never had one. */
    public long latestSession() {
        return latestSession;
    }

    /** Whether the connection was told that it is attached; stays so when the session is lost. */
    public boolean attached() {
        return attached;
    }

    /** Whether its connection is forgotten: nothing is to begin for it any more. */
    public boolean isGone() {
        return gone;
    }

    void gone() {
        gone = true;
        forgetEntries();
    }

    /** It resolves no acknowledgement any more. */
    void forgetEntries() {
        pushed.close();
        shown.close();
    }

    /** An Attach was offered and is not answered. */
    public void attachOffered(final long nowMs) {
        attachesUnanswered++;
        attachOfferedMs = nowMs;
    }

    /** One of the offered Attaches was answered, or will never be. */
    public void attachAnswered() {
        attachesUnanswered = Math.max(0, attachesUnanswered - 1);
    }

    /** Whether the shard is not known to have answered to each Attach; the answer may be lost. */
    public boolean attachUnanswered() {
        return attachesUnanswered > 0;
    }

    /** Whether the answer to an Attach may be under way: one that was offered longer ago is lost. */
    public boolean attachUnderWay(final long nowMs, final long answerMs) {
        return attachesUnanswered > 0 && nowMs - attachOfferedMs < answerMs;
    }

    /** Whether the connection was told that something is missing, and the shard is not known to know that. */
    public boolean toldMissing() {
        return toldMissing;
    }

    /** Says so. */
    public void toldMissing(final boolean told) {
        toldMissing = told;
    }

    /** The change stamp up to which the connection was handed all receipts: of what was said since, something may be lost. */
    public long changeSeen() {
        return changeSeen;
    }

    /** A receipt of this stamp was handed to the connection. What is told again comes in no order. */
    public void sawChange(final long change) {
        changeHeard = Math.max(changeHeard, change);
    }

    /** The session begins: receipts above a stamp are on their way. */
    public void changesFollow(final long change, final long nowMs) {
        changeSeen = change;
        changeHeard = change;
        changesAskedMs = nowMs;
    }

    /** Something got lost: whatever came until now was whole if what was asked for before that had its time to come. */
    public void changesLost(final long nowMs) {
        if (nowMs - changesAskedMs >= CHANGES_TOLD_MS) {
            changeSeen = changeHeard;
        }
        changesAskedMs = nowMs;
    }

    /** The shard was asked for receipts above {@link #changeSeen()}. */
    public void changesAsked(final long nowMs) {
        changesAskedMs = nowMs;
    }

    /** Holds the order of sends over refusals that come from behind the event loop. */
    public ChatHolds holds() {
        return holds;
    }

    /** Entries that the connection was pushed. */
    public RecentEntries pushed() {
        return pushed;
    }

    /** Entries that the connection saw otherwise: by HISTORY, its own sends, or answers to its changes. */
    public RecentEntries shown() {
        return shown;
    }

    /** The connection has an entry as the answer to its change, and is pushed it as well, perhaps later. */
    public void onAnswered(final long msgId, final long chatId, final long sequence) {
        shown.add(msgId, chatId, sequence, RecentEntries.ORDINAL_UNKNOWN, ANSWER | pushed.added());
        highestAnswered = Math.max(highestAnswered, msgId);
    }

    /**
     * Whether an acknowledgement may be of an answer, and not of the push that was written behind that: the first one may.
     * What came before the push may not have arrived then, and is not to be taken for acknowledged.
     */
    public boolean isOfAnswer(final long msgId) {
        final int index = msgId > highestAnswered ? RecentEntries.NOT_FOUND : shown.find(msgId);
        final long number = index == RecentEntries.NOT_FOUND ? 0 : shown.number(index);
        if ((number & ANSWER) == 0 || (number & ANSWER_ACKNOWLEDGED) != 0
            || pushed.isAmongFirst(msgId, number & ANSWER_AFTER)) {
            return false;
        }
        shown.number(index, number | ANSWER_ACKNOWLEDGED);
        return true;
    }

    /** What it was pushed and did not acknowledge. */
    public Unacknowledged unacknowledged() {
        return unacknowledged;
    }

    /** The chats whose subscriptions it follows. */
    public LiveChats live() {
        return live;
    }

    /** Chats of which stored entries are being read. */
    public Long2ObjectHashMap<StoredWait> waits() {
        return waits;
    }

    /**
     * Whether an entry that follows this one is next.
     *
     * @param chatId           of the chat.
     * @param previousSequence that the shard pushed before; 0: it pushes from the cursor.
     * @return false if something is missing before it.
     */
    public boolean follows(final long chatId, final long previousSequence) {
        return previousSequence <= lastPushed.get(chatId);
    }

    /** An entry was handed to the connection. */
    public void onPushed(final long chatId, final HeldEntry entry) {
        pushedUpTo(chatId, entry.sequence());
        pushed.add(entry.msgId(), chatId, entry.sequence(), entry.messageOrdinal());
        unacknowledged.onShown(chatId, entry.sequence());
    }

    /** All up to an entry was handed to the connection, or passed over. */
    public void pushedUpTo(final long chatId, final long sequence) {
        lastPushed.put(chatId, sequence);
    }

    /** The connection's socket did not take what it was pushed after the first so many entries: it was not pushed. */
    public void dropped(final long fromNumber) {
        pushed.forgetFrom(fromNumber);
    }

    /** Pages that its client asked for, of all shards. */
    public int reads() {
        return reads;
    }

    /** One more, or one less. */
    public void read(final int difference) {
        reads += difference;
    }

    /**
     * Something got lost, and the shard is asked for a resync. Until it says that it comes to that nothing is taken: what it
     * says before follows what was lost, the announcement of a chat for example. From then on it pushes from its cursors.
     */
    public void restart() {
        deafUntilMs = Long.MAX_VALUE;
        live.endAll();
        lastPushed = new Long2LongHashMap(RESTARTED);
        waits.clear();
    }

    /** The shard is told that something got lost. */
    public void onResyncOffered(final long nowMs) {
        if (deafUntilMs == Long.MAX_VALUE) {
            deafUntilMs = nowMs + RESYNC_ANSWER_MS;
        }
    }

    /** The shard heard that something got lost, and says everything anew. */
    public void onResynced() {
        deafUntilMs = 0;
    }

    /** Whether what the shard pushes was said before it heard that something got lost. */
    public boolean awaitsResync(final long nowMs) {
        return nowMs < deafUntilMs;
    }

    /** As {@link #restart()} for one chat. */
    public void restart(final long chatId) {
        live.end(chatId);
        if (lastPushed.missingValue() == RESTARTED) {
            lastPushed.remove(chatId);
        } else {
            lastPushed.put(chatId, RESTARTED);
        }
        waits.remove(chatId);
    }

    void session(final long newSession) {
        live.clear();
        deafUntilMs = 0;
        session = newSession;
        latestSession = newSession == NO_SESSION ? latestSession : newSession;
        attached |= newSession != NO_SESSION;
        lastPushed = new Long2LongHashMap(FRESH);
        waits.clear();
        unacknowledged.clear();
    }
}
