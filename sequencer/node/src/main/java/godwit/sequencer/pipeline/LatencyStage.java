package godwit.sequencer.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** Behind the other stages: how long a record's entry took to be agreed on, worked on, sent and spooled. */
public final class LatencyStage implements Stage {
    /** From the leader's log to the core: replication and fsync included. */
    public static final String CONSENSUS = "consensus";
    /** In the core, up to the record's being in the ring. */
    public static final String CORE = "core";
    /** From the core's getting the entry to the delivery's being with the edge's stream. */
    public static final String EGRESS = "egress";
    /** From the core's getting the entry to the record's being with the spool's recorder. */
    public static final String SPOOL = "spool";

    private static final long HIGHEST_US = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 2;

    private final SingleWriterRecorder consensus = new SingleWriterRecorder(HIGHEST_US, DIGITS);
    private final SingleWriterRecorder core = new SingleWriterRecorder(HIGHEST_US, DIGITS);
    private final SingleWriterRecorder egress = new SingleWriterRecorder(HIGHEST_US, DIGITS);
    private final SingleWriterRecorder spool = new SingleWriterRecorder(HIGHEST_US, DIGITS);
    private final Map<String, Histogram> totals = new LinkedHashMap<>();
    private boolean continued;

    LatencyStage() {
        for (final String name : new String[] {CONSENSUS, CORE, EGRESS, SPOOL}) {
            totals.put(name, new Histogram(HIGHEST_US, DIGITS));
        }
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void onEvent(final Output slot, final long sequence, final boolean endOfBatch) {
        final boolean head = !continued;
        continued = slot.partsAfter > 0;
        if (!head || !slot.live) {
            return;
        }
        if (slot.kind == OutputKind.DELIVERY) {
            record(consensus, slot.consensusUs);
            record(core, TimeUnit.NANOSECONDS.toMicros(slot.saidNs - slot.appliedNs));
            record(egress, TimeUnit.NANOSECONDS.toMicros(slot.sentNs - slot.appliedNs));
        } else if (slot.kind == OutputKind.JOURNAL) {
            record(spool, TimeUnit.NANOSECONDS.toMicros(slot.spooledNs - slot.appliedNs));
        }
    }

    private static void record(final SingleWriterRecorder recorder, final long valueUs) {
        recorder.recordValue(Math.min(HIGHEST_US, Math.max(0, valueUs)));
    }

    /** Copies of the histograms since the start, in microseconds, by stage. Any thread. */
    public synchronized Map<String, Histogram> latencies() {
        add(CONSENSUS, consensus);
        add(CORE, core);
        add(EGRESS, egress);
        add(SPOOL, spool);
        final Map<String, Histogram> copies = new LinkedHashMap<>();
        totals.forEach((name, total) -> copies.put(name, total.copy()));
        return copies;
    }

    private void add(final String name, final SingleWriterRecorder recorder) {
        totals.get(name).add(recorder.getIntervalHistogram());
    }
}
