package godwit.core;

import org.agrona.DirectBuffer;

/** The state machine of a shard; skeleton. */
public final class Core implements CoreCommands {
    /** A core with nothing in it. */
    public Core(final int shard, final CoreListener listener) {
    }

    /** Stands before the restored state. */
    public interface ChunkSink {
        /** Takes a chunk of at most 64 KiB, valid during the call. */
        void onChunk(DirectBuffer buffer, int offset, int length);
    }

    /** Sees an edge whose lease runs. */
    public interface EdgeConsumer {
        /** Called for each, in the order of slots. */
        void onEdge(long edgeId, long epoch, int streamId, DirectBuffer channel);
    }

    /** Writes the whole state as chunks. */
    public void snapshotTo(final ChunkSink sink) {
    }

    /** Takes the next chunk of a snapshot; only a new core may be loaded. True: that was the last one. */
    public boolean onSnapshotChunk(final DirectBuffer buffer, final int offset, final int length) {
        return false;
    }

    /** The edges that are open. */
    public void forEachEdge(final EdgeConsumer consumer) {
    }

    /** The limits in force. */
    public CoreLimits limits() {
        return CoreLimits.DEFAULT;
    }

    /** The hash of the whole state, kept up with each change. */
    public long stateHash() {
        return 0;
    }

    /** The same, from the whole state anew. */
    public long recomputeStateHash() {
        return 0;
    }

    /** The last journal record's number. */
    public long outputSequence() {
        return 0;
    }

    /** The highest output sequence that the journal has stored. */
    public long journalPosition() {
        return 0;
    }

    /** Grows when the shard came back with a possible loss. */
    public long incarnation() {
        return 1;
    }

    @Override
    public void onTime(final long timestampMs) {
    }

    @Override
    public void onNewTerm(final long leadershipTermId, final long timestampMs) {
    }

    @Override
    public void onTick() {
    }

    @Override
    public void onEdgeOpen(final long edgeId, final long correlationId, final int streamId, final DirectBuffer channel) {
    }

    @Override
    public void onEdgeKeepAlive(final long edgeId, final long epoch) {
    }

    @Override
    public void onEdgeClose(final long edgeId, final long epoch) {
    }

    @Override
    public void onAttach(
        final long edgeId, final long epoch, final long correlationId, final long connectionId, final int partition,
        final DirectBuffer userId, final DirectBuffer deviceId) {
    }

    @Override
    public void onDetach(final long edgeId, final long epoch, final long session) {
    }

    @Override
    public void onResync(final long edgeId, final long epoch, final long session, final long changeSeen) {
    }

    @Override
    public void onParticipant(final int partition, final DirectBuffer participantId) {
    }

    @Override
    public void onCreateChat(
        final long edgeId, final long correlationId, final int creatorPartition, final DirectBuffer creatorId,
        final DirectBuffer deviceId, final DirectBuffer clientChatId, final DirectBuffer title) {
    }

    @Override
    public void onSend(
        final long edgeId, final long correlationId, final long chatId, final int contentKind,
        final DirectBuffer senderId, final DirectBuffer deviceId, final DirectBuffer clientMsgId,
        final DirectBuffer body) {
    }

    @Override
    public void onAcknowledge(
        final long edgeId, final long epoch, final long correlationId, final long session, final long chatId,
        final long sequence, final long msgId, final long senderOrdinal, final int status) {
    }

    @Override
    public void onListChats(
        final long edgeId, final long epoch, final long correlationId, final long session, final long since,
        final long cursor, final int pageLimit) {
    }

    @Override
    public void onGetChat(
        final long edgeId, final long correlationId, final long chatId, final long cursor, final int pageLimit,
        final DirectBuffer userId) {
    }

    @Override
    public void onReadHistory(
        final long edgeId, final long correlationId, final long chatId, final long beforeSequence,
        final long afterSequence, final int pageLimit, final DirectBuffer userId) {
    }

    @Override
    public void onListDevices(final long edgeId, final long epoch, final long correlationId, final long session) {
    }

    @Override
    public void onRemoveDevice(
        final long edgeId, final long epoch, final long correlationId, final long session, final DirectBuffer deviceId) {
    }

    @Override
    public void onJournalAdvance(final long incarnation, final long outputSequence) {
    }

    @Override
    public void onConfigure(final CoreLimits limits) {
    }
}
