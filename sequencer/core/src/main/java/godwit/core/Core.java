package godwit.core;

import godwit.core.chats.ChatOwner;
import godwit.core.chats.ChatTables;
import godwit.core.chats.Chats;
import godwit.core.chats.Members;
import godwit.core.chats.SendKeys;
import godwit.core.directory.Partitions;
import godwit.core.directory.Topology;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.inbox.UserOwner;
import godwit.core.joint.ChatRecords;
import godwit.core.joint.MemberRecords;
import godwit.core.numbers.Clocks;
import godwit.core.numbers.Counters;
import godwit.core.numbers.LimitWords;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.presence.Presence;
import godwit.core.presence.PresenceTables;
import godwit.core.presence.Presences;
import godwit.core.presence.Subscriptions;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Sessions;
import godwit.core.shards.Shards;
import godwit.core.shards.Typing;
import godwit.core.snapshot.ShardState;
import godwit.core.snapshot.SnapshotReader;
import godwit.core.snapshot.SnapshotWriter;
import godwit.core.snapshot.StateImage;
import godwit.core.state.ChatIndex;
import godwit.core.state.Intervals;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.Tables;
import godwit.core.users.Cursors;
import godwit.core.users.Devices;
import godwit.core.users.FeedEdges;
import godwit.core.users.Feeds;
import godwit.core.users.Leavings;
import godwit.core.users.Memberships;
import godwit.core.users.OwnRuns;
import godwit.core.users.Peers;
import godwit.core.users.UserTables;
import godwit.core.users.Users;
import org.agrona.DirectBuffer;

/**
 * The state machine of a shard: a pure function of a snapshot and the log after it. Puts the owner of chats and the owner
 * of users together and hands each command to the one that it is for.
 * <p>
 * One thread. After a throw the state may be half changed: the process has to end.
 */
public final class Core implements CoreCommands {
    private final int shard;
    private final ShardState state;
    private final ChatOwner chats;
    private final UserOwner users;
    private final Presence presence;
    private final Typing typing;
    private final StateImage image;
    private SnapshotReader reader;

    /**
     * A core with nothing in it.
     *
     * @param shard    0 to 1,023; part of every message id.
     * @param listener is called for all that comes out.
     * @param indexKey of this process; replicas and replays differ in it and in nothing else.
     */
    public Core(final int shard, final CoreListener listener, final IndexKey indexKey) {
        this.shard = shard;
        final Tables registry = new Tables();
        final ShardRecord record = new ShardRecord(registry);
        final Clocks clocks = new Clocks(record);
        final Names names = new Names(registry);
        final LimitWords limits = new LimitWords(record);
        final Counters counters = new Counters(record, clocks, shard);
        final ShardContext context = new ShardContext(
            registry, record, names, clocks, counters, limits, listener, indexKey,
            new ChatIndex(registry.table("chats", ChatRecords.WORDS)));
        final Partitions partitions = new Partitions(registry);
        final UserIds ids = new UserIds(registry, names, partitions, indexKey);
        final Intervals intervals = new Intervals(registry, () -> limits.get().membershipTimesMax());
        final Entries entries = new Entries(context);
        final Edges edges = new Edges(context);
        final Sessions sessions = new Sessions(registry, record, edges, counters, clocks);
        edges.sessions(sessions);
        final Topology topology = new Topology(registry, shard);
        final ChatRecords records = new ChatRecords(context);
        final MemberRecords memberRecords = new MemberRecords(registry, records, intervals);
        final UserTables userTables = userTables(context, ids, intervals, records, memberRecords);
        final ChatTables chatTables = chatTables(context, ids, partitions, records, memberRecords);
        final Shards shards = new Shards(context, userTables, chatTables, entries, topology);
        state = new ShardState(
            context, partitions, userTables, chatTables, entries, edges, sessions, topology, shards,
            presenceTables(context, edges));
        image = new StateImage(state, shard);
        presence = new Presence(context, userTables, state.presence(), edges, sessions);
        chats = new ChatOwner(context, ids, partitions, chatTables, entries);
        users = new UserOwner(
            context, userTables, entries, edges, sessions, topology, shards.toChats(chats), presence);
        chats.users(shards.toUsers(users.arrivals(), chats));
        typing = shards.typing(users.typing());
        lay();
    }

    /** Takes a snapshot's chunks. */
    public interface ChunkSink {
        /** Takes a chunk of at most 64 KiB, valid during the call. */
        void onChunk(DirectBuffer buffer, int offset, int length);
    }

    /** Sees the edges whose leases run. */
    public interface EdgeConsumer {
        /** Called for each, in the order of slots; the channel is valid during the call. */
        void onEdge(long edgeId, long epoch, int streamId, DirectBuffer channel);
    }

    /** Writes the whole state as chunks; the same state gives the same bytes. */
    public void snapshotTo(final ChunkSink sink) {
        new SnapshotWriter(state, shard, sink).write();
    }

    /**
     * Writes what the image under way lacks, and the image's place; all that was handed on has to be there to stay. Ends the
     * image.
     *
     * @param sink  takes chunks.
     * @param place of the image, of which at least one slice was handed on.
     */
    public void snapshotTo(final ChunkSink sink, final ImagePlace place) {
        Invariants.holds(image.isUnderWay() && image.slices() > 0, "image has no slices: expected one under way");
        new SnapshotWriter(state, shard, sink).write(image, place);
        image.end();
    }

    /** The image of the state that may be under way. */
    public StateImage image() {
        return image;
    }

    /** About how many bytes the state is, as an image has it: from the tables' sizes, at once. */
    public long stateBytes() {
        return state.bytes();
    }

    /**
     * The image that a snapshot names, by its first chunk alone.
     *
     * @return null: none.
     * @throws IllegalStateException when that is damaged or no snapshot's first chunk.
     */
    public static ImagePlace imageOf(final DirectBuffer buffer, final int offset, final int length) {
        return SnapshotReader.imageOf(buffer, offset, length);
    }

    /** After a snapshot's chunk: the image that has to be taken before the next chunk; null: none. */
    public ImagePlace imageWanted() {
        return reader == null ? null : reader.imageWanted();
    }

    /**
     * Takes the next chunk of the image that a snapshot names.
     *
     * @return whether that was the last one that is wanted.
     * @throws IllegalStateException when it is damaged, or not the one that the snapshot names.
     */
    public boolean onImageChunk(final DirectBuffer buffer, final int offset, final int length) {
        return reader.onImageSlice(buffer, offset, length);
    }

    /**
     * Takes the next chunk of a snapshot; only a new core may be loaded.
     *
     * @return whether that was the last one: the state is whole and checked.
     * @throws IllegalStateException when the snapshot is damaged, of another shard, or of an unknown version.
     */
    public boolean onSnapshotChunk(final DirectBuffer buffer, final int offset, final int length) {
        if (reader == null) {
            reader = new SnapshotReader(state, shard);
        }
        final boolean done = reader.onSlice(buffer, offset, length);
        if (done) {
            reader = null;
        }
        return done;
    }

    /** Shows the edges whose leases run: after a restore their deliveries have to be set up. */
    public void forEachEdge(final EdgeConsumer consumer) {
        final Edges edges = state.edges();
        for (int slot = 1; slot <= edges.size(); slot++) {
            if (edges.isLive(slot)) {
                consumer.onEdge(edges.id(slot), edges.epoch(slot), edges.streamId(slot), edges.channel(slot));
            }
        }
    }

    /** The shard's number. */
    public int shard() {
        return shard;
    }

    /** The limits in force. */
    public CoreLimits limits() {
        return state.context().limits().get();
    }

    /** The hash of the whole state, kept up with each change. */
    public long stateHash() {
        return state.context().registry().hash();
    }

    /** The same, from the whole state anew: slow, for tests and checks. */
    public long recomputeStateHash() {
        return state.recomputeHash();
    }

    /** The last journal record's number. */
    public long outputSequence() {
        return state.context().counters().outputSequence();
    }

    /** The highest output sequence that the journal has stored. */
    public long journalPosition() {
        return state.context().counters().journalPosition();
    }

    /** How many idempotency keys there are. */
    public long keys() {
        return state.chats().keys().count();
    }

    /** How many cursors of devices there are: of those for which something waits, or did a moment ago, or that follow a chat. */
    public int cursors() {
        return state.users().cursors().table().count();
    }

    /** How many of them are there for nothing but rows of inbox that nobody will acknowledge; looks at all of them. */
    public int cursorsOfRows() {
        return state.users().cursors().countOfRows();
    }

    /** Whether it was told which shard owns what: before, it serves nobody. */
    public boolean isTold() {
        return state.topology().isTold();
    }

    /** How many sessions there are, those of lost edges included that are still to be ended. */
    public int sessions() {
        return state.sessions().table().count();
    }

    /** How many of the keys went because there were as many as may be; counted since this core is there, no part of its state. */
    public long keysForgotten() {
        return state.chats().keys().forgottenForRoom();
    }

    /** Grows when the shard came back with a possible loss. */
    public long incarnation() {
        return state.context().counters().incarnation();
    }

    /**
     * A user types in a chat, or does no more: the other members with a session are told, and the shards of others, unless
     * the chat has more members than receipts are pushed to. One who is no member now is passed over.
     * <p>
     * No command: it stands in no log, comes on the leader only, between two entries, and changes nothing of the state.
     *
     * @param chatId a chat of this shard; of another or none: passed over.
     * @param userId who types.
     * @param starts to type, or ends.
     */
    public void onTyping(final long chatId, final DirectBuffer userId, final boolean starts) {
        typing.onTyping(chatId, userId, starts);
    }

    /**
     * The same of a chat of another shard, whose leader has looked whether it may be told: its members here are.
     *
     * @param chatId a chat of another shard.
     * @param userId who types.
     * @param starts to type, or ends.
     */
    public void onLinkTyping(final long chatId, final DirectBuffer userId, final boolean starts) {
        typing.onLinkTyping(chatId, userId, starts);
    }

    @Override
    public void onTime(final long timestampMs) {
        state.context().clocks().onTime(timestampMs);
        chats.forgetParticipants();
        state.topology().forget();
        users.onTime();
        state.shards().onTime();
    }

    @Override
    public void onNewTerm(final long leadershipTermId, final long timestampMs) {
        state.context().clocks().onNewTerm(leadershipTermId, timestampMs);
        state.shards().onNewTerm();
    }

    @Override
    public void onTick() {
        users.onTick();
        chats.onTick();
        state.shards().onTick();
        state.entries().release();
    }

    @Override
    public void onEdgeOpen(final long edgeId, final long correlationId, final int streamId, final DirectBuffer channel) {
        // Before, whoever is named would be taken for one of this shard's own. The edge asks again.
        if (isTold()) {
            state.edges().open(edgeId, correlationId, streamId, channel);
        }
    }

    @Override
    public void onEdgeKeepAlive(final long edgeId, final long epoch) {
        state.edges().keepAlive(edgeId, epoch);
    }

    @Override
    public void onEdgeClose(final long edgeId, final long epoch) {
        state.edges().close(edgeId, epoch);
    }

    @Override
    public void onAttach(
        final long edgeId, final long epoch, final long correlationId, final long connectionId, final long previousSession,
        final int waitedMs, final int partition, final DirectBuffer userId, final DirectBuffer deviceId) {
        users.onAttach(edgeId, epoch, correlationId, connectionId, previousSession, waitedMs, partition, userId, deviceId);
    }

    @Override
    public void onDetach(final long edgeId, final long epoch, final long session, final boolean away) {
        users.onDetach(edgeId, epoch, session, away);
    }

    @Override
    public void onResync(final long edgeId, final long epoch, final long session, final long changeSeen) {
        users.onResync(edgeId, epoch, session, changeSeen);
    }

    @Override
    public void onLagging(
        final long edgeId, final long epoch, final long session, final long chatId, final long sequence) {
        users.onLagging(edgeId, epoch, session, chatId, sequence);
    }

    @Override
    public void onParticipant(final int partition, final DirectBuffer participantId) {
        chats.onParticipant(partition, participantId);
    }

    @Override
    public void onCreateChat(
        final long edgeId, final long correlationId, final int creatorPartition, final DirectBuffer creatorId,
        final DirectBuffer deviceId, final DirectBuffer clientChatId, final DirectBuffer title) {
        // An edge may have a lease from before the shard's folder was begun anew.
        if (isTold()) {
            chats.onCreateChat(edgeId, correlationId, creatorPartition, creatorId, deviceId, clientChatId, title);
        }
    }

    @Override
    public void onChangeChat(
        final long edgeId, final long correlationId, final long chatId, final int change, final int role,
        final DirectBuffer userId, final DirectBuffer title) {
        chats.onChangeChat(edgeId, correlationId, chatId, change, role, userId, title);
    }

    @Override
    public void onPresenceSubscribe(
        final long edgeId, final long epoch, final long correlationId, final DirectBuffer askerId,
        final DirectBuffer userId) {
        presence.onSubscribe(edgeId, epoch, correlationId, askerId, userId);
    }

    @Override
    public void onPresenceUnsubscribe(final long edgeId, final long epoch, final DirectBuffer userId) {
        presence.onUnsubscribe(edgeId, epoch, userId);
    }

    @Override
    public void onSetPrivacy(
        final long edgeId, final long epoch, final long correlationId, final long session, final int visibility) {
        presence.onSetPrivacy(edgeId, epoch, correlationId, session, visibility);
    }

    @Override
    public void onSend(
        final long edgeId, final long correlationId, final long session, final long chatId, final int contentKind,
        final DirectBuffer senderId, final DirectBuffer deviceId, final DirectBuffer clientMsgId,
        final DirectBuffer afterClientMsgId, final DirectBuffer body) {
        chats.onSend(
            edgeId, correlationId, session, chatId, contentKind, senderId, deviceId, clientMsgId, afterClientMsgId, body);
    }

    @Override
    public void onAcknowledge(
        final long edgeId, final long epoch, final long correlationId, final long session, final long chatId,
        final long sequence, final long msgId, final long messageOrdinal, final int status) {
        users.onAcknowledge(edgeId, epoch, correlationId, session, chatId, sequence, msgId, messageOrdinal, status);
    }

    @Override
    public void onListChats(
        final long edgeId, final long epoch, final long correlationId, final long session, final long since,
        final long cursor, final int pageLimit) {
        users.onListChats(edgeId, epoch, correlationId, session, since, cursor, pageLimit);
    }

    @Override
    public void onGetChat(
        final long edgeId, final long correlationId, final long chatId, final long cursor, final int pageLimit,
        final DirectBuffer userId) {
        chats.onGetChat(edgeId, correlationId, chatId, cursor, pageLimit, userId);
    }

    @Override
    public void onReadHistory(
        final long edgeId, final long correlationId, final long chatId, final long beforeSequence,
        final long afterSequence, final int pageLimit, final DirectBuffer userId) {
        chats.onReadHistory(edgeId, correlationId, chatId, beforeSequence, afterSequence, pageLimit, userId);
    }

    @Override
    public void onListDevices(final long edgeId, final long epoch, final long correlationId, final long session) {
        users.onListDevices(edgeId, epoch, correlationId, session);
    }

    @Override
    public void onRemoveDevice(
        final long edgeId, final long epoch, final long correlationId, final long session, final DirectBuffer deviceId) {
        users.onRemoveDevice(edgeId, epoch, correlationId, session, deviceId);
    }

    @Override
    public void onLinkChat(
        final int fromShard, final long generation, final long number, final LinkedChat chat,
        final LinkedMembers members) {
        state.shards().onLinkChat(fromShard, generation, number, chat, members);
    }

    @Override
    public void onLinkEntry(
        final int fromShard, final long generation, final long number, final LinkedEntry entry,
        final LinkedMembers members) {
        state.shards().onLinkEntry(fromShard, generation, number, entry, members);
    }

    @Override
    public void onLinkMark(
        final int fromShard, final long generation, final long number, final long chatId, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long readOthers, final long msgId,
        final int status) {
        state.shards().onLinkMark(fromShard, generation, number, chatId, userId, deliveredSequence, readSequence,
            readOthers, msgId, status);
    }

    @Override
    public void onLinkPeer(
        final int fromShard, final long generation, final long number, final long chatId, final int partition,
        final DirectBuffer userId, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
        state.shards().onLinkPeer(fromShard, generation, number, chatId, partition, userId, deliveredSequence,
            readSequence, msgId, status);
    }

    @Override
    public void onLinkAck(final int fromShard, final long generation, final long number) {
        state.shards().onLinkAck(fromShard, generation, number);
    }

    @Override
    public void onRange(final int fromPartition, final int ofShard) {
        state.topology().collect(fromPartition, ofShard);
    }

    @Override
    public void onTopology() {
        state.topology().apply();
    }

    @Override
    public void onJournalAdvance(final long incarnation, final long outputSequence) {
        if (state.context().counters().advanceJournal(incarnation, outputSequence)) {
            state.entries().release();
        }
    }

    @Override
    public void onConfigure(final CoreLimits limits) {
        if (limits.isValid()) {
            state.context().limits().set(limits);
        }
    }

    private void lay() {
        state.context().record().lay();
        state.context().limits().set(CoreLimits.DEFAULT);
        state.partitions().lay();
        users.lay();
        presence.lay();
    }

    private static UserTables userTables(
        final ShardContext context, final UserIds ids, final Intervals intervals, final ChatRecords records,
        final MemberRecords memberRecords) {
        final Tables registry = context.registry();
        final Users users = new Users(registry, ids);
        final Devices devices = new Devices(registry, context.names(), users);
        final Feeds feeds = new Feeds(registry, context.names(), records);
        final Memberships memberships = new Memberships(
            registry, users, feeds, memberRecords, context.chatIndex(), new Leavings(registry, context.names(), context.record().table(),
            ShardRecord.SLOT, ShardRecord.FORMERS));
        final OwnRuns ownRuns = new OwnRuns(registry, memberships, () -> context.limits().get().ownRunsMax());
        final Peers peers = new Peers(memberRecords, feeds);
        final FeedEdges feedEdges = new FeedEdges(registry, feeds);
        final Cursors cursors = new Cursors(registry, memberships, devices, feedEdges);
        return new UserTables(
            ids, users, devices, feeds, memberships, ownRuns, peers, cursors, feedEdges, intervals);
    }

    private static PresenceTables presenceTables(final ShardContext context, final Edges edges) {
        final Presences presences = new Presences(context.registry());
        final Subscriptions subscriptions = new Subscriptions(context.registry(), context.record(), presences, edges);
        edges.ends(subscriptions::abandon);
        return new PresenceTables(presences, subscriptions);
    }

    private static ChatTables chatTables(
        final ShardContext context, final UserIds ids, final Partitions partitions,
        final ChatRecords records, final MemberRecords memberRecords) {
        final Chats chats = new Chats(context, partitions, records);
        final Members members = new Members(memberRecords, chats);
        return new ChatTables(chats, members, new SendKeys(context, ids));
    }
}
