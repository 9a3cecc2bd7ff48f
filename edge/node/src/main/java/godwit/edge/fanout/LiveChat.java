package godwit.edge.fanout;

/**
 * One chat of one connection that follows the chat's subscription, or did: where it stands, and which of the entries that
 * it was handed by it are not acknowledged. Lives as long as the connection's session. Single-threaded.
 */
public final class LiveChat {
    /** As the sequence of what lags: all that is unacknowledged is to be pushed again. */
    public static final long FROM_CURSOR = -1;

    private final Link link;
    private final long session;
    private final long chatId;
    private final HandedEntries handed = new HandedEntries();
    private State state = State.NAMED;
    private ChatFollowers followers;
    private int index;
    private long position;
    private long lagSequence;
    private boolean isReported;
    private boolean isWatched;
    private long checkMs;
    private long oldestMs;
    private long newestMs;

    private enum State {
        /** The shard names the session where the chat's entries are for it. */
        NAMED,
        /** The connection is handed what is for the subscription. */
        LIVE,
        /** It was, and something is missing: the shard is told, and pushes to the session what is. */
        LAGGING
    }

    LiveChat(final Link link, final long chatId) {
        this.link = link;
        this.session = link.session();
        this.chatId = chatId;
    }

    /** Whose. */
    public Link link() {
        return link;
    }

    /** Of which session. */
    public long session() {
        return session;
    }

    /** Of which chat. */
    public long chatId() {
        return chatId;
    }

    /** The chat's last entry that the connection was handed, or that was passed over for it. */
    public long position() {
        return position;
    }

    /** Whether it follows. */
    public boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether it does no more, and the shard is told so. */
    public boolean isLagging() {
        return state == State.LAGGING;
    }

    void begin(final ChatFollowers chat, final long sequence) {
        state = State.LIVE;
        position = sequence;
        followers = chat;
        index = chat.add(this);
    }

    void movedTo(final int newIndex) {
        index = newIndex;
    }

    /** It does not follow any more, and nobody is told. */
    public void end() {
        if (state == State.LIVE) {
            followers.remove(index);
            followers = null;
            link.pushedUpTo(chatId, position);
            if (handed.count() > 0) {
                link.unacknowledged().onShown(chatId, handed.last());
            }
        }
        state = State.NAMED;
    }

    /**
     * It does not follow any more, and the shard has to know.
     *
     * @param sequence its position; {@link #FROM_CURSOR}: it met with silence.
     */
    public void lag(final long sequence) {
        end();
        state = State.LAGGING;
        lagSequence = sequence;
    }

    /** What the shard is to be told of one that lags. */
    public long lagSequence() {
        return lagSequence;
    }

    /**
     * The shard names the session in a delivery of the chat: to its knowledge it does not follow.
     *
     * @param previousSequence what the delivery follows.
     * @return false if it lags, and this is of before the shard knew that: what is missing comes.
     */
    public boolean onNamed(final long previousSequence) {
        if (state == State.LAGGING && previousSequence > position) {
            return false;
        }
        end();
        return true;
    }

    /** The entry after its position was handed to the connection, or waits to be. */
    public void onHanded(final long sequence, final long nowMs) {
        position = sequence;
        newestMs = nowMs;
        if (handed.count() == 0) {
            oldestMs = nowMs;
        }
        if (handed.count() == 0 || handed.last() < sequence) {
            handed.add(sequence);
            link.live().onHanded();
        }
    }

    /** The entry after its position is its own: passed over. */
    public void onPassed(final long sequence) {
        position = sequence;
    }

    /** All up to an entry is acknowledged; how many of what was handed. */
    int onAcknowledged(final long sequence, final long nowMs) {
        final int removed = handed.removeUpTo(sequence);
        if (removed > 0) {
            oldestMs = nowMs;
        }
        return removed;
    }

    /** Whether something that was handed by the subscription is not acknowledged. */
    public boolean isUnacknowledged() {
        return handed.count() > 0;
    }

    /**
     * When what is unacknowledged meets with silence: so long after the newest of it was handed, or after the connection
     * acknowledged anything, but at most twice as long after the oldest.
     */
    public long silentMs(final long redeliverMs) {
        return Math.min(Math.max(newestMs, link.live().acknowledgedMs()) + redeliverMs, oldestMs + 2 * redeliverMs);
    }

    /** Whether it is in the queue of those that are looked at. */
    public boolean isWatched() {
        return isWatched;
    }

    /** When it is looked at next. */
    public long checkMs() {
        return checkMs;
    }

    /** It is looked at then. */
    public void watch(final long atMs) {
        isWatched = true;
        checkMs = atMs;
    }

    /** It is being looked at. */
    public void unwatch() {
        isWatched = false;
    }

    /** Whether it is in the queue of what is told the shard. */
    public boolean isReported() {
        return isReported;
    }

    /** Says so. */
    public void reported(final boolean reported) {
        isReported = reported;
    }
}
