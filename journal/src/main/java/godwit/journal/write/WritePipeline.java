package godwit.journal.write;

import godwit.journal.checkpoint.Watermark;
import godwit.journal.follow.JournalRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Records in, statements under way, a watermark out. Statements of a partition that are there at the same time go as one
 * batch; as many batches as allowed are under way; one that fails is tried again after a growing pause, for ever, since
 * nothing may be dropped. Single-threaded; bounded by the watermark's room.
 */
public final class WritePipeline {
    private static final int BATCH_MAX = 16;
    private static final long PAUSE_MIN_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PAUSE_MAX_NS = TimeUnit.SECONDS.toNanos(5);

    private final Planner planner;
    private final Watermark watermark;
    private final WriteSink sink;
    private final int inFlightMax;
    private final Map<String, Batch> open = new LinkedHashMap<>();
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private final Map<Long, Batch> inFlight = new HashMap<>();
    private final PriorityQueue<Batch> paused = new PriorityQueue<>((a, b) -> Long.signum(a.dueNs - b.dueNs));
    private long nextBatchId;
    private long retries;

    /**
     * A pipeline with nothing in it.
     *
     * @param planner     makes statements of records.
     * @param watermark   is moved.
     * @param sink        executes.
     * @param inFlightMax batches under way.
     */
    public WritePipeline(
        final Planner planner, final Watermark watermark, final WriteSink sink, final int inFlightMax) {
        this.planner = planner;
        this.watermark = watermark;
        this.sink = sink;
        this.inFlightMax = inFlightMax;
    }

    /** Whether so many more records may come. */
    public boolean hasRoom(final int count) {
        return watermark.hasRoom(count);
    }

    /**
     * The next record.
     *
     * @param record one above the one before.
     * @param nowMs  the time.
     */
    public void onRecord(final JournalRecord record, final long nowMs) {
        watermark.onAccepted(record.outputSequence(), record.writeTimeUs());
        final List<Write> writes = planner.plan(record, nowMs);
        if (writes.isEmpty()) {
            watermark.onStored(record.outputSequence());
            return;
        }
        final Pending pending = new Pending(record.outputSequence());
        for (final Write write : writes) {
            add(write, pending);
        }
    }

    private void add(final Write write, final Pending pending) {
        Batch batch = open.get(write.partition());
        if (batch != null && batch.writes.size() >= BATCH_MAX) {
            waiting.add(open.remove(write.partition()));
            batch = null;
        }
        if (batch == null) {
            batch = new Batch(nextBatchId++);
            open.put(write.partition(), batch);
        }
        batch.writes.add(write);
        if (batch.records.isEmpty() || batch.records.get(batch.records.size() - 1) != pending) {
            batch.records.add(pending);
            pending.batches++;
        }
    }

    /**
     * Sends what there is, as far as allowed.
     *
     * @param nowNs the time.
     * @return how many batches left.
     */
    public int doWork(final long nowNs) {
        waiting.addAll(open.values());
        open.clear();
        while (!paused.isEmpty() && nowNs - paused.peek().dueNs >= 0) {
            waiting.addFirst(paused.poll());
        }
        int workCount = 0;
        while (!waiting.isEmpty() && inFlight.size() < inFlightMax) {
            final Batch batch = waiting.poll();
            inFlight.put(batch.id, batch);
            sink.execute(batch.id, batch.writes);
            workCount++;
        }
        return workCount;
    }

    /** A batch is stored. */
    public void onStored(final long batchId) {
        final Batch batch = inFlight.remove(batchId);
        for (final Pending pending : batch.records) {
            if (--pending.batches == 0) {
                watermark.onStored(pending.outputSequence);
            }
        }
    }

    /** A batch is not stored; it is tried again after a pause. */
    public void onFailed(final long batchId, final long nowNs) {
        final Batch batch = inFlight.remove(batchId);
        final long pauseNs = Math.min(PAUSE_MAX_NS, PAUSE_MIN_NS << Math.min(10, batch.failures));
        batch.failures++;
        batch.dueNs = nowNs + pauseNs;
        paused.add(batch);
        retries++;
    }

    /** Batches that were tried again. */
    public long retries() {
        return retries;
    }

    private static final class Batch {
        private final long id;
        private final List<Write> writes = new ArrayList<>(2);
        private final List<Pending> records = new ArrayList<>(2);
        private int failures;
        private long dueNs;

        Batch(final long id) {
            this.id = id;
        }
    }

    private static final class Pending {
        private final long outputSequence;
        private int batches;

        Pending(final long outputSequence) {
            this.outputSequence = outputSequence;
        }
    }
}
