package godwit.core;

import org.agrona.DirectBuffer;

/**
 * What may be asked of a shard's state machine: one call for each entry of its log, in the log's order, on one thread.
 * <p>
 * Ids and bodies are whole buffers ({@code capacity()} is the length), read during the call and never kept. A length of
 * 0 means "not given". Sequences and cursors that are not given are {@link #NULL_VALUE}. Times are milliseconds since
 * 1970 by the cluster's clock. A client's error is answered through {@link CoreListener}, never thrown; a throw means a
 * bug or damaged state, after which this instance must not be used again.
 */
public interface CoreCommands {
    /** "Not given" for a sequence, a cursor or a stamp. */
    long NULL_VALUE = -1;

    /**
     * Stands before every other call of the same log entry.
     *
     * @param timestampMs the entry's time; may go back, ids and stamps will not.
     */
    void onTime(long timestampMs);

    /**
     * A new leadership term began: time that passed without a leader counts for no lease.
     *
     * @param leadershipTermId grows.
     * @param timestampMs      the entry's time.
     */
    void onNewTerm(long leadershipTermId, long timestampMs);

    /** Some time passed: ends leases, pushes again what stays unacknowledged, writes inbox rows after their grace. */
    void onTick();

    /** An edge introduces itself; see {@link CoreListener#onEdgeOpened}. An edge id known already gets a new epoch and loses its sessions. */
    void onEdgeOpen(long edgeId, long correlationId, int streamId, DirectBuffer channel);

    /** Renews an edge's lease; of a stale epoch: refused to that edge by {@link Refusal#STALE_EDGE}, correlation 0. */
    void onEdgeKeepAlive(long edgeId, long epoch);

    /** An edge goes away in order. */
    void onEdgeClose(long edgeId, long epoch);

    /**
     * A device connected, or its edge attaches it again.
     *
     * @param previousSession 0: it connected. Else the one that the connection had last: if the device was removed or
     *                        connected elsewhere since, {@link CoreListener#onSessionEnded} says so of that session.
     * @param correlationId   higher than that of each Attach that the edge made before under this epoch: one that is not was
     *                        judged already, and makes nothing anew of what ended since.
     * @param waitedMs        how long the device's wish waited at its edge: it takes over no session that was asked for later.
     */
    void onAttach(
        long edgeId, long epoch, long correlationId, long connectionId, long previousSession, int waitedMs, int partition,
        DirectBuffer userId, DirectBuffer deviceId);

    /**
     * A connection is gone. Unknown or stale: nothing happens.
     *
     * @param away its edge sent it away, so it is expected back elsewhere: the user is shown offline later only.
     */
    void onDetach(long edgeId, long epoch, long session, boolean away);

    /** One session of a Resync: what is unacknowledged is pushed again, and receipts above {@code changeSeen}. */
    void onResync(long edgeId, long epoch, long session, long changeSeen);

    /**
     * A session of an edge does not follow the subscription of a chat any more (see {@link CoreListener#onMessage}): it has
     * as many unacknowledged entries by subscriptions as it may, missed one, or was silent too long. What is behind is pushed
     * to the session itself, until it follows again.
     *
     * @param sequence the last entry of the chat that the session was handed, or that was passed over for it;
     *                 {@link #NULL_VALUE}: what it was handed is to be pushed again, from the device's cursor on.
     */
    void onLagging(long edgeId, long epoch, long session, long chatId, long sequence);

    /**
     * A chat is to be created or changed, in two steps: this, then {@link #onCreateChat} or {@link #onChangeChat} with the
     * collected participants.
     *
     * @param partition     of that participant.
     * @param participantId whom it is about; of a creation also the creator again; repetitions count once.
     */
    void onParticipant(int partition, DirectBuffer participantId);

    /**
     * Creates a chat of the creator and the participants collected by {@link #onParticipant}: of one the direct chat of the
     * two, which is there once, of more a group, which is there once for each {@code clientChatId} of its creator.
     */
    void onCreateChat(
        long edgeId, long correlationId, int creatorPartition, DirectBuffer creatorId, DirectBuffer deviceId,
        DirectBuffer clientChatId, DirectBuffer title);

    /**
     * Changes a group: its members, by those collected by {@link #onParticipant}, a role, or its title. Takes the chat's
     * next sequence and is answered by {@link CoreListener#onChanged}; what changes nothing takes none and is answered by
     * {@link CoreListener#onUnchanged}. All or nothing.
     *
     * @param change one of {@link Changes}.
     * @param role   of {@link Changes#ROLE}: the new one, of {@link ChatView}.
     * @param userId who asks.
     * @param title  of {@link Changes#TITLE}: the new one.
     */
    void onChangeChat(
        long edgeId, long correlationId, long chatId, int change, int role, DirectBuffer userId, DirectBuffer title);

    /**
     * A message.
     *
     * @param session          of the connection that it came by; 0: not known. A send of an earlier session than the latest
     *                         that a send of the device came by lingered somewhere: the client is elsewhere and sent it
     *                         there again, perhaps so long ago that its key is forgotten.
     * @param contentKind      one of {@link Content}.
     * @param afterClientMsgId the key of the sender's message before this one, if that was unanswered when this one left:
     *                         was it refused, this one is refused too, so that they never change places.
     */
    void onSend(
        long edgeId, long correlationId, long session, long chatId, int contentKind, DirectBuffer senderId, DirectBuffer deviceId,
        DirectBuffer clientMsgId, DirectBuffer afterClientMsgId, DirectBuffer body);

    /**
     * A device stored (status {@link Receipts#DELIVERED}) or read ({@link Receipts#READ}) an entry and all before it; or
     * it will never be shown it ({@link Receipts#SENT}): its cursor passes over it, and nobody's marks move. Whoever calls
     * vouches that the device's connection was pushed the entry, and all before it since the device's cursor, in order;
     * of others there are {@link Receipts#DELIVERED_UNPUSHED} and {@link Receipts#READ_UNPUSHED}. {@link Receipts#SEEN} is of
     * no entry: {@code sequence} ms ago the device said something, and nobody is answered.
     *
     * @param correlationId 0: nobody waits for {@link CoreListener#onDone}.
     * @param messageOrdinal as delivered with the entry; 0: not known.
     */
    void onAcknowledge(
        long edgeId, long epoch, long correlationId, long session, long chatId, long sequence, long msgId,
        long messageOrdinal, int status);

    /** A page of the session's user's chats, latest activity first. */
    void onListChats(
        long edgeId, long epoch, long correlationId, long session, long since, long cursor, int pageLimit);

    /** One chat with its participants' cursors. */
    void onGetChat(long edgeId, long correlationId, long chatId, long cursor, int pageLimit, DirectBuffer userId);

    /** Which page of a chat this user may read; what of it is in memory comes with the answer. */
    void onReadHistory(
        long edgeId, long correlationId, long chatId, long beforeSequence, long afterSequence, int pageLimit,
        DirectBuffer userId);

    /** The devices of the session's user. */
    void onListDevices(long edgeId, long epoch, long correlationId, long session);

    /** Forgets a device of the session's user; unknown: done all the same. */
    void onRemoveDevice(long edgeId, long epoch, long correlationId, long session, DirectBuffer deviceId);

    /**
     * An edge wants to know of a user of this shard, on behalf of another. Answered by {@link CoreListener#onPresence}. Is
     * the asker one whom the user created, or has written in, a direct chat with, then the edge is told of each change until
     * {@link #onPresenceUnsubscribe} or its lease's end, even if the user lets nobody see it now.
     */
    void onPresenceSubscribe(
        long edgeId, long epoch, long correlationId, DirectBuffer askerId, DirectBuffer userId);

    /** No connection of an edge wants to know of a user any more. */
    void onPresenceUnsubscribe(long edgeId, long epoch, DirectBuffer userId);

    /** Says who may see the session's user; {@code visibility} is one of {@link Visibility}. */
    void onSetPrivacy(long edgeId, long epoch, long correlationId, long session, int visibility);

    // ---- from other shards: each record carries its number on its link, and what was applied before is ignored

    /**
     * Another shard tells of a chat that it owns, and of its members: those of this shard, and some who are only named.
     *
     * @param fromShard  that owns the chat.
     * @param generation of the link: grows when its records are sent anew.
     * @param number     of the record within the generation, dense from 1.
     */
    void onLinkChat(int fromShard, long generation, long number, LinkedChat chat, LinkedMembers members);

    /** The next entry of a chat that another shard owns; of a change with those whom it is about. */
    void onLinkEntry(int fromShard, long generation, long number, LinkedEntry entry, LinkedMembers members);

    /** How far a user of another shard received and read a chat of this one. */
    void onLinkMark(
        int fromShard, long generation, long number, long chatId, DirectBuffer userId, long deliveredSequence,
        long readSequence, long readOthers, long msgId, int status);

    /** How far a member received and read a chat that another shard owns. */
    void onLinkPeer(
        int fromShard, long generation, long number, long chatId, int partition, DirectBuffer userId,
        long deliveredSequence, long readSequence, long msgId, int status);

    /** Another shard applied every record of this one up to a number. */
    void onLinkAck(int fromShard, long generation, long number);

    /** Which shard owns the partitions from one on, up to the next range; then {@link #onTopology}. */
    void onRange(int fromPartition, int shard);

    /** Puts the topology of the collected ranges in force; one that moves a partition that has an owner is ignored. */
    void onTopology();

    /** Every journal record up to this one is stored. Of another incarnation, or lower than known: ignored. */
    void onJournalAdvance(long incarnation, long outputSequence);

    /** Replaces the limits; the log carries them, so that every replica and every replay has the same. */
    void onConfigure(CoreLimits limits);
}
