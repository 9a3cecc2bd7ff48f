package godwit.journal.write;

import godwit.journal.checkpoint.Watermark;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.ReceiptRecord;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Records in, statements under way, a watermark out. Statements of a partition wait a while for others and go as one
 * batch, in which what is overtaken is left out; as many batches as allowed are under way, so batches grow as Cassandra
 * slows down; one that fails is tried again after a growing pause, for ever, since nothing may be dropped, and lets fewer
 * be under way for a while. Single-threaded; bounded by the watermark's room and, for one record may come to a thousand
 * writes, by {@value #HELD_BYTES_MAX} bytes.
 */
public final class WritePipeline {
    /** Writes that take so much memory keep others from coming; the last poll before may go beyond. */
    public static final long HELD_BYTES_MAX = 64 << 20;

    private final Planner planner;
    private final Watermark watermark;
    private final WriteSink sink;
    private final OlderStatuses olderStatuses;
    private final InFlightLimit inFlightLimit;
    private final long lingerNs;
    private final long heldBytesMax;
    private final int roomMin;
    private final Map<String, Batch> open = new LinkedHashMap<>();
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private final Map<Long, Batch> inFlight = new HashMap<>();
    private final PriorityQueue<Batch> paused = new PriorityQueue<>((a, b) -> Long.signum(a.dueNs() - b.dueNs()));
    private long nextBatchId;
    private long flushAtNs;
    private boolean isFlushDue;
    private long heldBytes;
    private long retries;

    /**
     * A pipeline with nothing in it.
     *
     * @param planner     makes statements of records.
     * @param watermark   is moved.
     * @param sink        executes.
     * @param inFlightMax batches under way at most; fewer after one that failed.
     * @param lingerNs    how long a statement waits for others of its partition, in nanoseconds; all that wait go at
     *                    once, so that Cassandra's log is synced seldom.
     */
    public WritePipeline(
        final Planner planner, final Watermark watermark, final WriteSink sink, final int inFlightMax,
        final long lingerNs) {
        this(planner, watermark, sink, inFlightMax, lingerNs, HELD_BYTES_MAX);
    }

    /** The same with another bound on the bytes: the share of one of several pipelines. */
    public WritePipeline(
        final Planner planner, final Watermark watermark, final WriteSink sink, final int inFlightMax,
        final long lingerNs, final long heldBytesMax) {
        this.planner = planner;
        this.watermark = watermark;
        this.sink = sink;
        this.olderStatuses = new OlderStatuses(planner, sink);
        this.inFlightLimit = new InFlightLimit(inFlightMax);
        this.lingerNs = lingerNs;
        this.heldBytesMax = heldBytesMax;
        this.roomMin = watermark.capacity() / 4;
    }

    /** Whether so many more records may come. */
    public boolean hasRoom(final int count) {
        return watermark.hasRoom(count) && heldBytes < heldBytesMax;
    }

    /**
     * The next record.
     *
     * @param record one above the one before.
     * @param nowMs  the time.
     */
    public void onRecord(final JournalRecord record, final long nowMs) {
        watermark.onAccepted(record.outputSequence(), record.writeTimeUs());
        final Pending pending = new Pending(record.outputSequence());
        pending.add();
        add(planner.plan(record, nowMs), pending);
        if (record instanceof ReceiptRecord receipt) {
            olderStatuses.onReceipt(receipt, pending);
        }
        remove(pending);
    }

    private void add(final List<Write> writes, final Pending pending) {
        for (final Write write : writes) {
            Batch batch = open.get(write.partition());
            if (batch != null && !batch.hasRoom(write)) {
                waiting.add(open.remove(write.partition()));
                batch = null;
            }
            if (batch == null) {
                batch = new Batch(nextBatchId++);
                open.put(write.partition(), batch);
            }
            heldBytes -= batch.heldBytes();
            batch.add(write, pending);
            heldBytes += batch.heldBytes();
        }
    }

    private void remove(final Pending pending) {
        if (pending.remove()) {
            watermark.onStored(pending.outputSequence());
        }
    }

    /**
     * Sends what there is, as far as allowed.
     *
     * @param nowNs the time.
     * @return how many statements left.
     */
    public int doWork(final long nowNs) {
        int workCount = olderStatuses.doWork(nowNs);
        while (!paused.isEmpty() && nowNs - paused.peek().dueNs() >= 0) {
            waiting.addFirst(paused.poll());
        }
        workCount += sendWaiting();
        flush(nowNs);
        return workCount + sendWaiting();
    }

    private int sendWaiting() {
        int workCount = 0;
        while (inFlight.size() < inFlightLimit.get() && !waiting.isEmpty()) {
            send(waiting.poll());
            workCount++;
        }
        return workCount;
    }

    private void flush(final long nowNs) {
        if (!open.isEmpty() && !isFlushDue) {
            isFlushDue = true;
            flushAtNs = nowNs + lingerNs;
        }
        // While full batches leave the others go on growing. With little room left nothing comes to make them grow.
        if (isFlushDue && waiting.isEmpty() && inFlight.size() < inFlightLimit.get()
            && (nowNs - flushAtNs >= 0 || isNearlyFull())) {
            isFlushDue = false;
            waiting.addAll(open.values());
            open.clear();
        }
    }

    private boolean isNearlyFull() {
        return !watermark.hasRoom(roomMin) || heldBytes > heldBytesMax / 4 * 3;
    }

    private void send(final Batch batch) {
        inFlight.put(batch.id(), batch);
        batch.sentAs(inFlightLimit.onSend());
        sink.execute(batch.id(), batch.writes());
    }

    /** A batch is stored. */
    public void onStored(final long batchId) {
        inFlightLimit.onStored();
        final Batch batch = inFlight.remove(batchId);
        heldBytes -= batch.heldBytes();
        batch.records().forEach(this::remove);
    }

    /** A batch is not stored; it is tried again after a pause. */
    public void onFailed(final long batchId, final long nowNs) {
        final Batch batch = inFlight.remove(batchId);
        inFlightLimit.onFailed(batch.send());
        batch.pause(nowNs);
        paused.add(batch);
        retries++;
    }

    /** A read's rows are there. */
    public void onRead(final long readId, final List<StoredMessage> messages) {
        final OlderStatuses.Found found = olderStatuses.onRead(readId, messages);
        add(found.writes(), found.pending());
        if (found.isOver()) {
            remove(found.pending());
        }
    }

    /** A read failed; it is tried again after a pause. */
    public void onReadFailed(final long readId, final long nowNs) {
        olderStatuses.onFailed(readId, nowNs);
        retries++;
    }

    /** About what the writes take in memory that are not stored. */
    long heldBytes() {
        return heldBytes;
    }

    /** How many batches may be under way now. */
    public int inFlightLimit() {
        return inFlightLimit.get();
    }

    /** Batches and reads that were tried again. */
    public long retries() {
        return retries;
    }
}
