package godwit.sequencer.link;

import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What goes to one other shard. What it does not take at once is parked, in order and bounded; beyond the bound the newest
 * is dropped: the core tells again what was not applied. The link stage's thread.
 */
final class ShardLink {
    /** Between two commands while there is much to tell: fewer entries in the other shard's log. */
    static final long SPACING_NS = TimeUnit.MILLISECONDS.toNanos(2);
    /** What may wait for a shard that does not take it. */
    static final int PARKED_BYTES_MAX = 4 * 1024 * 1024;

    private final int fromShard;
    private final LinkPath path;
    private final NodeCounters counters;
    private final LinkBatch batch = new LinkBatch();
    private final ArrayDeque<UnsafeBuffer> parked = new ArrayDeque<>();
    private int parkedBytes;
    private long sentNs;
    private boolean offered;

    ShardLink(final int fromShard, final LinkPath path, final NodeCounters counters, final long nowNs) {
        this.fromShard = fromShard;
        this.path = path;
        this.counters = counters;
        this.sentNs = nowNs - SPACING_NS;
    }

    /** One record more. */
    void add(final DirectBuffer record, final int length, final long nowNs) {
        if (!batch.holds(record, length)) {
            send(nowNs);
        }
        batch.add(record, length);
        counters.increment(NodeCounter.LINK_RECORDS);
    }

    /** Who types: now or never. */
    void typing(final DirectBuffer message, final int length) {
        if (!path.offerTyping(message, length)) {
            counters.increment(NodeCounter.TYPINGS_DROPPED);
        }
    }

    /** Keeps the way open, and sends what is due. */
    void doWork(final long nowNs) {
        path.doWork(TimeUnit.NANOSECONDS.toMillis(nowNs));
        sendParked();
        if (!batch.isEmpty() && nowNs - sentNs >= SPACING_NS) {
            send(nowNs);
        }
    }

    /** This member leads no more: the next one tells what is untold. */
    void forget() {
        batch.clear();
        parked.clear();
        parkedBytes = 0;
    }

    /** Whether a command is on its way since this was asked last. */
    boolean hasOffered() {
        final boolean has = offered;
        offered = false;
        return has;
    }

    private void send(final long nowNs) {
        sentNs = nowNs;
        batch.finish(fromShard);
        if (parked.isEmpty() && path.offer(batch.buffer(), batch.length())) {
            counters.increment(NodeCounter.LINK_BATCHES);
            offered = true;
        } else {
            park();
        }
        batch.clear();
    }

    private void park() {
        if (parkedBytes + batch.length() > PARKED_BYTES_MAX) {
            counters.increment(NodeCounter.LINK_BATCHES_DROPPED);
            return;
        }
        counters.increment(NodeCounter.LINK_BATCHES_PARKED);
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[batch.length()]);
        copy.putBytes(0, batch.buffer(), 0, batch.length());
        parked.addLast(copy);
        parkedBytes += copy.capacity();
    }

    private void sendParked() {
        while (!parked.isEmpty()) {
            final UnsafeBuffer first = parked.peekFirst();
            if (!path.offer(first, first.capacity())) {
                return;
            }
            counters.increment(NodeCounter.LINK_BATCHES);
            offered = true;
            parked.removeFirst();
            parkedBytes -= first.capacity();
        }
    }

    void close() {
        path.close();
    }
}
