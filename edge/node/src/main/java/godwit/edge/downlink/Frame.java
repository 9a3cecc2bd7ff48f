package godwit.edge.downlink;

import godwit.edge.outbound.FrameSink;
import java.util.Arrays;

/**
 * Takes frames out of their encoder, to be handed to event loops.
 */
final class Frame {
    private Frame() {
    }

    static byte[] copy(final FrameSink sink) {
        return Arrays.copyOf(sink.array(), sink.length());
    }
}
