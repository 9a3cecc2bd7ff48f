package godwit.sequencer.spool;

import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.OutputKind;
import godwit.sequencer.pipeline.RecordReader;
import godwit.sequencer.pipeline.Stage;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * Appends the journal records to the spool, on every member, skipping those that it has from before a restart. A record
 * must not be lost, so while the recorder is behind this waits, and after {@value #STUCK_S} s gives up the node.
 */
public final class SpoolStage implements Stage {
    /** How long the recorder may be behind: less than the silence after which Aeron gives the service up. */
    public static final int STUCK_S = 8;


    private final ExclusivePublication publication;
    private final SpoolIndex index;
    private final NodeCounters counters;
    private final IdleStrategy idleStrategy;
    private final Runnable onOffered;
    private final RecordReader reader = new RecordReader();
    private volatile long lastSequence;
    private volatile long position;

    /**
     * A stage behind what the spool has.
     *
     * @param recording    the spool.
     * @param index        where records begin.
     * @param lastSequence the last record that the spool has whole, or that lies before what will be said; 0: none.
     * @param counters     count records.
     * @param idleStrategy between offers.
     * @param onOffered    wakes the recorder.
     */
    SpoolStage(
        final SpoolRecording recording, final SpoolIndex index, final long lastSequence,
        final NodeCounters counters, final IdleStrategy idleStrategy, final Runnable onOffered) {
        this.publication = recording.publication();
        this.position = publication.position();
        this.index = index;
        this.lastSequence = lastSequence;
        this.counters = counters;
        this.idleStrategy = idleStrategy;
        this.onOffered = onOffered;
    }

    @Override
    public String name() {
        return "spool";
    }

    @Override
    public void onEvent(final Output slot, final long sequence, final boolean endOfBatch) {
        if (reader.onSlot(slot)) {
            if (reader.head().kind == OutputKind.JOURNAL) {
                onRecord(reader.head().outputSequence);
            }
            reader.head().spooledNs = System.nanoTime();
            reader.release();
        }
        if (endOfBatch) {
            onOffered.run();
        }
    }

    /** The last record that the spool has. Any thread. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Where the last record ends. Any thread. */
    public long position() {
        return position;
    }

    private void onRecord(final long outputSequence) {
        if (outputSequence <= lastSequence) {
            counters.increment(NodeCounter.RECORDS_SKIPPED);
            return;
        }
        if (outputSequence != lastSequence + 1) {
            throw new IllegalStateException("hole before the spool's next record output_sequence=" + outputSequence
                + " expected " + (lastSequence + 1)
                + ": the log was replayed from too late a snapshot");
        }
        index.add(outputSequence, publication.position());
        append();
        position = publication.position();
        lastSequence = outputSequence;
        counters.increment(NodeCounter.RECORDS_SPOOLED);
    }

    private void append() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_S);
        idleStrategy.reset();
        long result = publication.offer(reader.record(), 0, reader.length());
        while (result < 0) {
            if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED
                || System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the spool takes no more records result="
                    + Publication.errorString(result) + "; is its disk full or hanging?");
            }
            idleStrategy.idle();
            result = publication.offer(reader.record(), 0, reader.length());
        }
    }
}
