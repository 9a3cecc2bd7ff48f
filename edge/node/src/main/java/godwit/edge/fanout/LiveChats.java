package godwit.edge.fanout;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * The chats whose subscriptions a connection follows, or did in its session, and how much it was handed by them and did not
 * acknowledge. Single-threaded.
 * <p>
 * The shard says in the stream of deliveries whenever somebody begins ({@code live}) or ceases to (Unsubscribed, or a
 * delivery that names the session and is not {@code live}). Where the edge ceases by itself it tells the shard (Lagging,
 * Resync), and until the shard knows nobody pushes. If what it told gets lost, so does the leader, the connection or a part
 * of the stream, and a Resync follows.
 * <p>
 * What the shard said before it knew of a resync may come after that was asked for. Until the Resync is offered it is not
 * believed, for all of it is said again. Later it makes a follower of whom the shard believes none, once it comes to the
 * Resync; but one to whom everything up to there was pushed, so that it is handed what is for it, in order, until the shard
 * names it with the chat's next entry. What is not for it comes behind its leaving, of which the shard tells every session
 * of the user, followers or not.
 */
public final class LiveChats {
    private final Link link;
    private Long2ObjectHashMap<LiveChat> byChat;
    private int handed;
    private long acknowledgedMs;
    private boolean isResyncAsked;
    private boolean isUncertain;
    private boolean isAcknowledged;

    LiveChats(final Link link) {
        this.link = link;
    }

    /** A chat that the connection follows, or did; null if it never did. */
    public LiveChat of(final long chatId) {
        return byChat == null ? null : byChat.get(chatId);
    }

    void begin(final ChatFollowers chat, final long sequence) {
        if (byChat == null) {
            byChat = new Long2ObjectHashMap<>();
        }
        LiveChat live = byChat.get(chat.chatId());
        if (live == null) {
            live = new LiveChat(link, chat.chatId());
            byChat.put(chat.chatId(), live);
        }
        live.begin(chat, sequence);
    }

    /** How many entries it was handed by subscriptions and did not acknowledge. */
    public int handed() {
        return handed;
    }

    void onHanded() {
        handed++;
    }

    /** When it acknowledged anything last. */
    long acknowledgedMs() {
        return acknowledgedMs;
    }

    /** The client acknowledged all of a chat up to an entry. */
    public void onAcknowledged(final long chatId, final long sequence, final long nowMs) {
        acknowledgedMs = nowMs;
        isAcknowledged |= of(chatId) != null;
        onPassedOver(chatId, sequence, nowMs);
    }

    /** All of a chat up to an entry is acknowledged for it: nothing of that is awaited. */
    public void onPassedOver(final long chatId, final long sequence, final long nowMs) {
        final LiveChat live = of(chatId);
        if (live != null) {
            handed -= live.onAcknowledged(sequence, nowMs);
        }
    }

    /** It does not follow a chat any more, if it did. */
    public void end(final long chatId) {
        final LiveChat live = of(chatId);
        if (live != null) {
            live.end();
        }
    }

    /** It follows nothing any more. What it was handed stays counted: it has it, and may acknowledge it. */
    void endAll() {
        if (byChat != null) {
            byChat.values().forEach(LiveChat::end);
        }
    }

    /** A resync is asked for: the shard will push from the cursors. */
    public void onResyncAsked() {
        isResyncAsked = true;
        endAll();
    }

    /** Whether one is, and the shard was not told yet. */
    public boolean isResyncAsked() {
        return isResyncAsked;
    }

    /** The shard was told. */
    public void onResyncOffered() {
        isResyncAsked = false;
        isUncertain |= byChat != null;
        endAll();
    }

    /** The shard was told that it lags. */
    public void onLaggingOffered() {
        isUncertain = true;
    }

    /**
     * What the shard was told may be lost with the way to it.
     *
     * @return whether that would leave it thinking that the connection follows something.
     */
    public boolean onCommandsLost() {
        final boolean was = isUncertain;
        isUncertain = false;
        return was;
    }

    /**
     * The same of acknowledgements.
     *
     * @return whether some were of what it was handed by a subscription: the shard would not find it silent, and never ask.
     */
    public boolean onAcknowledgementsLost() {
        final boolean was = isAcknowledged;
        isAcknowledged = false;
        return was;
    }

    /** The session is another one, or over. */
    void clear() {
        endAll();
        byChat = null;
        handed = 0;
        isResyncAsked = false;
        isUncertain = false;
        isAcknowledged = false;
    }
}
