package godwit.core;

import org.agrona.DirectBuffer;

/**
 * The core's way out: answers and deliveries for edges, records for the journal. Called inside a {@link CoreCommands}
 * call, on its thread, in the same order on every replica; what is passed is valid during the call only.
 * <p>
 * Buffers are whole ids and bodies ({@code capacity()} is the length). A delivery names the edge that it goes to; an
 * answer also the correlation of its command.
 */
public interface CoreListener {
    /** Instead of a chat's id: whichever. */
    long EVERY_CHAT = 0;

    // ---- to edges: sessions

    /**
     * Where an edge's deliveries go from now on, and its lease's epoch.
     *
     * @param subscribedMax how many entries that a connection was handed by subscriptions may be unacknowledged by it: the
     *                      rest of a device's window is for what the shard pushes to its session.
     * @param redeliverMs   after so long a silence the edge reports a subscription as lagging.
     */
    void onEdgeOpened(
        long edgeId, long correlationId, long epoch, long incarnation, long leaseMs, int subscribedMax, long redeliverMs,
        int streamId, DirectBuffer channel);

    /** An edge's lease is over, by silence or in order; nothing is delivered to it any more. */
    void onEdgeEnded(long edgeId);

    /** A device has a session; its inbox follows. */
    void onAttached(
        long edgeId, long correlationId, long connectionId, long session, boolean resumed, long change);

    /** A session was ended by the shard; {@code reason} is one of {@link SessionEnds}. */
    void onSessionEnded(long edgeId, long connectionId, long session, int reason);

    /** A command was refused; {@code code} is one of {@link Refusal}, {@code detail} one of its details. */
    void onRefused(long edgeId, long correlationId, long session, int code, int detail, int retryAfterMs);

    /** A command without another answer is committed; correlation 0: an edge's lease is renewed. */
    void onDone(long edgeId, long correlationId);

    // ---- to edges: chats and messages

    /** A message has its place; {@code duplicate}: it had it before. */
    void onSent(
        long edgeId, long correlationId, long chatId, long msgId, long sequence, long timestampMs, boolean duplicate);

    /** A chat, as an answer ({@code correlationId} not 0, no targets) or pushed to the targets' sessions. */
    void onChatCreated(long edgeId, long correlationId, ChatView chat, Targets targets);

    /** A change of a chat has its place; the asker's devices get it as an entry, too. */
    void onChanged(long edgeId, long correlationId, EntryView entry);

    /** A change of a chat that changes nothing; {@code version} is the chat's. */
    void onUnchanged(long edgeId, long correlationId, long chatId, long version);

    /**
     * An entry for the devices of one edge; a target's previous sequence is the entry that this one follows there. A target
     * that is live follows the chat's subscription from the next entry on: until {@link #onUnsubscribed}, its session's end,
     * or the edge itself says that it lags or asks for a resync, it is not named any more.
     *
     * @param subscribed    whether the entry is also for all sessions that follow the chat's subscription, each the next of
     *                      the chat for it; after the targets.
     * @param passedSession the one of them that sent the entry and is not shown it; 0: none.
     */
    void onMessage(long edgeId, EntryView entry, Targets targets, boolean subscribed, long passedSession);

    /**
     * A session ({@code session} 0: any) does not follow the chat's subscription any more: it is named from now on. With
     * {@link #EVERY_CHAT} it follows none, and all that it is to know is said anew from here on: its resync begins.
     */
    void onUnsubscribed(long edgeId, long session, long chatId);

    /**
     * All devices that the session's user may have are connected, and a further one replaces the one heard of longest ago:
     * the edge says from now on when this one says something, by {@link Receipts#SEEN}.
     */
    void onSeenWanted(long edgeId, long session);

    /** Entries that left memory, for one session; {@code journaled}: the edge finds them in Cassandra, else they are in the spool. */
    void onStoredEntries(
        long edgeId, long session, long chatId, long previousSequence, long fromSequence, long toSequence,
        boolean journaled, long fromOutputSequence);

    /**
     * How far a user received ({@link Receipts#DELIVERED}) or read ({@link Receipts#READ}) a chat.
     *
     * @param timestampMs when the mark moved, or this shard heard that it did, in milliseconds since 1970; of the user's own
     *                    read mark when this is said, if that is not kept.
     */
    void onReceipt(
        long edgeId, long chatId, long msgId, long sequence, long timestampMs, long change, int status,
        DirectBuffer userId, Targets targets);

    /** A row of the page that {@link #onChatsPage} ends, or the head of a {@link #onChatDetail}. */
    void onChatRow(long edgeId, long correlationId, ChatRowView row);

    /** Ends a page of chats. */
    void onChatsPage(long edgeId, long correlationId, long asOf, long next, int count);

    /** A participant of the chat that {@link #onChatDetail} ends. */
    void onParticipant(
        long edgeId, long correlationId, DirectBuffer userId, int role, long deliveredSequence, long readSequence);

    /** Ends the answer to a GetChat. */
    void onChatDetail(long edgeId, long correlationId, long next, int count);

    /** An entry of a history page that is in memory. */
    void onHistoryEntry(long edgeId, long correlationId, EntryView entry);

    /** A member's cursors, from which the status of the page's entries is made; before {@link #onHistoryPage}. */
    void onHistoryCursor(
        long edgeId, long correlationId, DirectBuffer userId, long deliveredSequence, long readSequence);

    /**
     * Ends the answer to a ReadHistory: the page is {@code fromSequence} to {@code toSequence}, both included.
     *
     * @param spoolAboveSequence entries above are not journaled yet: those not in memory are in the spool, from
     * @param fromOutputSequence this record on ({@link CoreCommands#NULL_VALUE}: none is).
     */
    void onHistoryPage(
        long edgeId, long correlationId, long chatId, long fromSequence, long toSequence, long spoolAboveSequence,
        long fromOutputSequence, boolean more, boolean newestFirst);

    /** A device of the list that {@link #onDevicesPage} ends. */
    void onDevice(long edgeId, long correlationId, DirectBuffer deviceId, boolean connected, long lastSeenMs);

    /** Ends the answer to a ListDevices. */
    void onDevicesPage(long edgeId, long correlationId, int count);

    // ---- to edges: presence

    /**
     * A user's presence.
     *
     * @param correlationId 0: it changed.
     * @param lastSeenMs    or {@link CoreCommands#NULL_VALUE}: not told.
     * @param visible       of an answer: whether the edge is told of changes, on behalf of this asker; of a change: whether
     *                      anybody may see the user.
     */
    void onPresence(
        long edgeId, long correlationId, DirectBuffer userId, boolean online, long lastSeenMs, boolean visible);

    // ---- who types: said outside of the log, by the leader only, see Core#onTyping

    /** A user types in a chat, or does no more ({@code starts} false). */
    void onTyping(long edgeId, long chatId, DirectBuffer userId, boolean starts, Targets targets);

    /** The same for another shard that members are on, whose {@link Core#onLinkTyping} is to be called. */
    void onLinkTyping(int toShard, long chatId, DirectBuffer userId, boolean starts);

    // ---- to other shards; see the commands of the same names

    /** Tells another shard of a chat. */
    void onLinkChat(int toShard, long generation, long number, LinkedChat chat, LinkedMembers members);

    /** Sends another shard an entry. */
    void onLinkEntry(int toShard, long generation, long number, LinkedEntry entry, LinkedMembers members);

    /** Tells a chat's owner how far a user came. */
    void onLinkMark(
        int toShard, long generation, long number, long chatId, DirectBuffer userId, long deliveredSequence,
        long readSequence, long readOthers, long msgId, int status);

    /** Tells a shard of members how far another member came. */
    void onLinkPeer(
        int toShard, long generation, long number, long chatId, int partition, DirectBuffer userId,
        long deliveredSequence, long readSequence, long msgId, int status);

    /** Tells another shard which of its records were applied. */
    void onLinkAck(int toShard, long generation, long number);

    // ---- to the journal; output sequences are dense from 1, write times grow with them

    /** A message to be stored. */
    void onJournalMessage(long outputSequence, long writeTimeUs, EntryView entry, DirectBuffer senderDeviceId);

    /** A chat to be stored, with its members and their roles. */
    void onJournalChat(long outputSequence, long writeTimeUs, ChatView chat, long timestampMs);

    /** Members of a chat came, went or have another role, or its title changed: so many at a time as fit a record. */
    void onJournalMembers(
        long outputSequence, long writeTimeUs, long chatId, long version, long timestampMs, DirectBuffer title,
        MemberChanges changes);

    /** A user's cursors in a chat moved. */
    void onJournalReceipt(
        long outputSequence, long writeTimeUs, long chatId, int chatKind, DirectBuffer userId, long delivered,
        long read, long previousDelivered, long previousRead);

    /** Entries that stayed unacknowledged by a device over the grace. */
    void onJournalInboxAdd(
        long outputSequence, long writeTimeUs, long timestampMs, long chatId, DirectBuffer userId,
        DirectBuffer deviceId, InboxEntries entries);

    /** A device acknowledged stored entries up to this one; {@code chatId} 0: the device is forgotten. */
    void onJournalInboxRemove(
        long outputSequence, long writeTimeUs, long chatId, long msgId, long sequence, DirectBuffer userId,
        DirectBuffer deviceId);
}
