package godwit.simulation.shard;

import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.List;

/** The recorded journal records of a member; survives it, all but perhaps its end. */
public final class Spool {
    private final List<byte[]> records = new ArrayList<>();
    private long firstSequence = 1;

    /** The last record. */
    public long lastSequence() {
        return firstSequence + records.size() - 1;
    }

    /** A record, or null when the spool does not have it. */
    public byte[] record(final long outputSequence) {
        return outputSequence < firstSequence || outputSequence > lastSequence()
            ? null : records.get((int) (outputSequence - firstSequence));
    }

    /** Appends what it does not have; a hole must not be. */
    void append(final long outputSequence, final byte[] record) {
        if (outputSequence > lastSequence() + 1) {
            throw new SimulationFailure("hole in the spool: record " + outputSequence + " after " + lastSequence());
        }
        if (outputSequence == lastSequence() + 1) {
            records.add(record);
        }
    }

    /** The end is lost. */
    void lose(final int count) {
        records.subList(Math.max(0, records.size() - count), records.size()).clear();
    }

    /** What comes next begins after that record, which the journal has. */
    void continueAfter(final long outputSequence) {
        if (outputSequence > lastSequence()) {
            records.clear();
            firstSequence = outputSequence + 1;
        }
    }
}
