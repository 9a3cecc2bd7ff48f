package godwit.simulation.fault;

import godwit.journal.write.Write;
import godwit.sequencer.pipeline.Output;
import java.util.List;

/**
 * Places where a run can be made wrong on purpose, to see that its checker finds it: what passes there may be changed. By
 * default nothing is.
 */
public interface Sabotage {
    /** A run as it should be. */
    Sabotage NONE = new Sabotage() { };

    /** What comes into the log instead of a command; the same for every replica. */
    default List<byte[]> commands(final byte[] command) {
        return List.of(command);
    }

    /** What the leader says because of one entry: may be changed in place. */
    default void outputs(final List<Output> outputs) {
        // as it should be
    }

    /** What is written to the tables instead; all is answered as written. */
    default List<Write> writes(final List<Write> writes) {
        return writes;
    }

    /** What the journal stores as its progress instead. */
    default long progress(final long outputSequence) {
        return outputSequence;
    }

    /** So many of the last entries at most a dying leader had answered before others had them: they are lost with it. */
    default int answeredUncommitted() {
        return 0;
    }

    /** What is read of a snapshot's chunk instead. */
    default byte[] chunk(final byte[] chunk) {
        return chunk;
    }
}
