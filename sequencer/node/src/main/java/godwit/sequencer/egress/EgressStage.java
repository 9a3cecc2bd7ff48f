package godwit.sequencer.egress;

import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.RecordReader;
import godwit.sequencer.pipeline.Stage;
import godwit.sequencer.spool.RereadRefusal;
import godwit.sequencer.spool.Rereads;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The leader's deliveries, batched per edge, into the edges' streams; on a follower, or while the log is caught up with,
 * only who is there is noted. Entries read back from the spool join here, so that a stream has one writer.
 */
public final class EgressStage implements Stage {
    /** The longest delivery: a frame to an edge holds it alone, and one Aeron message that frame. */
    public static final int DELIVERY_LENGTH_MAX = DeliveryFrames.DELIVERY_LENGTH_MAX;

    private final int shard;
    private final FramePaths paths;
    private final NodeCounters counters;
    private final Rereads rereads;
    private final Runnable onOffered;
    private final RecordReader reader = new RecordReader();
    private final RereadRefusal refusal = new RereadRefusal();
    private final Long2ObjectHashMap<EdgeStream> streams = new Long2ObjectHashMap<>();
    private long leadershipTermId = -1;
    /** The highest number of a frame in any stream that has ended. */
    private long endedSequence;

    /**
     * A stage without edges.
     *
     * @param shard    the shard's number.
     * @param paths    makes the ways to the edges.
     * @param counters count what is sent, parked and dropped.
     * @param rereads  takes the core's wishes for the spool, gives what was read.
     * @param onOffered wakes the edges of this process.
     */
    public EgressStage(
        final int shard, final FramePaths paths, final NodeCounters counters, final Rereads rereads,
        final Runnable onOffered) {
        this.shard = shard;
        this.paths = paths;
        this.counters = counters;
        this.rereads = rereads;
        this.onOffered = onOffered;
    }

    @Override
    public String name() {
        return "egress";
    }

    @Override
    public void onEvent(final Output slot, final long sequence, final boolean endOfBatch) {
        if (reader.onSlot(slot)) {
            onRecord(reader.head());
            reader.release();
        }
        if (endOfBatch) {
            flush();
            onOffered.run();
        }
    }

    @Override
    public void onTimeout(final long sequence) {
        flush();
    }

    private void onRecord(final Output head) {
        switch (head.kind) {
            case DELIVERY -> onDelivery(head);
            case TYPING -> onTyping(head);
            case EDGE_OPENED -> onEdgeOpened(head);
            case EDGE_ENDED -> onEdgeEnded(head.edgeId);
            case REREAD -> onReread(head);
            default -> {
            }
        }
        head.sentNs = System.nanoTime();
    }

    private void onDelivery(final Output head) {
        if (!head.live) {
            return;
        }
        leadershipTermId = head.leadershipTermId;
        final EdgeStream stream = streams.get(head.edgeId);
        if (stream != null) {
            stream.add(leadershipTermId, reader.record(), reader.length());
        }
    }

    private void onTyping(final Output head) {
        final EdgeStream stream = streams.get(head.edgeId);
        if (head.live && stream != null && stream.isFree()) {
            onDelivery(head);
        } else if (head.live) {
            counters.increment(NodeCounter.TYPINGS_DROPPED);
        }
    }

    private void onEdgeOpened(final Output head) {
        final String channel = reader.record().getStringWithoutLengthUtf8(0, reader.length());
        final EdgeStream before = streams.get(head.edgeId);
        if (before != null && before.is(channel, head.streamId)) {
            return;
        }
        if (before != null) {
            end(before);
        }
        final FramePath path = paths.open(channel, head.streamId);
        streams.put(head.edgeId, new EdgeStream(head.edgeId, shard, channel, head.streamId, path, counters)
            .continueAfter(leadershipTermId, endedSequence));
    }

    private void onEdgeEnded(final long edgeId) {
        final EdgeStream stream = streams.remove(edgeId);
        if (stream != null) {
            stream.flush();
            stream.flushParked();
            end(stream);
        }
    }

    private void end(final EdgeStream stream) {
        endedSequence = Math.max(endedSequence, stream.streamSequence());
        stream.close();
    }

    private void onReread(final Output head) {
        if (head.live && !rereads.ask(head.edgeId, head.reread.copy())) {
            counters.increment(NodeCounter.REREADS_REFUSED);
            final EdgeStream stream = streams.get(head.edgeId);
            if (stream != null && RereadRefusal.isWanted(head.reread)) {
                stream.add(head.leadershipTermId, refusal.buffer(), refusal.encode(head.edgeId, head.reread));
            }
        }
    }

    private void flush() {
        rereads.drain((edgeId, record, length) -> {
            final EdgeStream stream = streams.get(edgeId);
            if (stream != null) {
                stream.add(leadershipTermId, record, length);
                onOffered.run();
            }
        });
        for (final EdgeStream stream : streams.values()) {
            stream.flush();
            stream.flushParked();
        }
    }

    @Override
    public void onShutdown() {
        flush();
        for (final EdgeStream stream : streams.values()) {
            stream.close();
        }
        streams.clear();
    }
}
