package godwit.sequencer.link;

import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.OutputKind;
import godwit.sequencer.pipeline.RecordReader;
import godwit.sequencer.pipeline.Stage;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * The leader's records for other shards, in order and many in a command, into their ingress; on a follower, or while the
 * log is caught up with, they are passed over. Whatever gets lost the core tells again, but for who types.
 */
public final class LinkStage implements Stage {
    /** The longest record: a command holds it alone. */
    public static final int RECORD_LENGTH_MAX = LinkBatch.RECORD_LENGTH_MAX;

    private final int shard;
    private final IntFunction<LinkPath> paths;
    private final NodeCounters counters;
    private final LongSupplier nanoTime;
    private final IntConsumer onOffered;
    private final RecordReader reader = new RecordReader();
    /** By destination; those nothing was told yet are missing. */
    private final ShardLink[] links;

    /**
     * A stage without links.
     *
     * @param shard     the shard's number.
     * @param shards    how many there are.
     * @param paths     makes the way to a shard.
     * @param counters  count what is sent, parked and dropped.
     * @param nanoTime  monotonic.
     * @param onOffered wakes a shard of this process.
     */
    public LinkStage(
        final int shard, final int shards, final IntFunction<LinkPath> paths, final NodeCounters counters,
        final LongSupplier nanoTime, final IntConsumer onOffered) {
        this.shard = shard;
        this.paths = paths;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.onOffered = onOffered;
        this.links = new ShardLink[shards];
    }

    @Override
    public String name() {
        return "links";
    }

    @Override
    public void onEvent(final Output slot, final long sequence, final boolean endOfBatch) {
        if (reader.onSlot(slot)) {
            final Output head = reader.head();
            if (head.kind == OutputKind.LINK) {
                onRecord(head.toShard, head.live, reader.record(), reader.length());
            } else if (head.kind == OutputKind.LINK_TYPING && head.live) {
                link(head.toShard).typing(reader.record(), reader.length());
            }
            reader.release();
        }
        if (endOfBatch) {
            doWork();
        }
    }

    @Override
    public void onTimeout(final long sequence) {
        doWork();
    }

    private void onRecord(final int destination, final boolean live, final DirectBuffer record, final int length) {
        if (destination == shard || destination < 0 || destination >= links.length) {
            throw new IllegalStateException("record for shard=" + destination + " expected another of "
                + links.length + " than " + shard);
        }
        if (live) {
            link(destination).add(record, length, nanoTime.getAsLong());
        } else if (links[destination] != null) {
            links[destination].forget();
        }
    }

    private ShardLink link(final int destination) {
        if (links[destination] == null) {
            links[destination] = new ShardLink(shard, paths.apply(destination), counters, nanoTime.getAsLong());
        }
        return links[destination];
    }

    private void doWork() {
        for (int destination = 0; destination < links.length; destination++) {
            final ShardLink link = links[destination];
            if (link != null) {
                link.doWork(nanoTime.getAsLong());
                if (link.hasOffered()) {
                    onOffered.accept(destination);
                }
            }
        }
    }

    @Override
    public void onShutdown() {
        for (final ShardLink link : links) {
            if (link != null) {
                link.close();
            }
        }
    }
}
