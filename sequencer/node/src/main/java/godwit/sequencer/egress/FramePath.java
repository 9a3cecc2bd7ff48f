package godwit.sequencer.egress;

import org.agrona.DirectBuffer;

/** The way of frames to one edge. The egress stage's thread. */
public interface FramePath {
    /**
     * Offers a frame, a bounded number of times.
     *
     * @param frame  holds it from 0 on.
     * @param length in bytes.
     * @return false when the edge does not take it now.
     */
    boolean offer(DirectBuffer frame, int length);

    /** Nothing follows. */
    void close();
}
