package godwit.sequencer.pipeline;

import org.agrona.DirectBuffer;

/** Where the core's encoded outputs go: the ring, or a queue where one thread drives everything. The core's thread. */
public interface OutputSlots {
    /**
     * Takes a record with its bytes.
     *
     * @param kind           what it is for.
     * @param edgeId         the edge, of a delivery and its like; else 0.
     * @param outputSequence the number of a journal record; else 0.
     * @param record         the bytes, copied.
     * @param length         how many.
     * @return its first slot, so that more can be said of it before {@link #publish}.
     */
    Output claim(OutputKind kind, long edgeId, long outputSequence, DirectBuffer record, int length);

    /** Whether there is so much room that what may be lost can have some; asked before it is claimed. */
    default boolean hasSpare() {
        return true;
    }

    /** Lets the stages see what was claimed last. */
    void publish();
}
