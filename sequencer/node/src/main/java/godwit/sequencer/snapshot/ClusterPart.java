package godwit.sequencer.snapshot;

import io.aeron.Image;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SnapshotMark;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import io.aeron.logbuffer.ControlledFragmentHandler;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** The cluster's own messages that stand before the core's in a service's snapshot, between two markers. */
public final class ClusterPart {
    private static final int FRAGMENTS = 1;
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);

    private ClusterPart() {
    }

    /** Polls an image until the end marker is behind. */
    static void skip(final Image image, final IdleStrategy idle) {
        final boolean[] ended = new boolean[1];
        final ControlledFragmentHandler handler = (buffer, offset, length, header) -> {
            ended[0] = isEnd(buffer, offset, length);
            return ended[0] ? ControlledFragmentHandler.Action.BREAK : ControlledFragmentHandler.Action.CONTINUE;
        };
        long movedNs = System.nanoTime();
        while (!ended[0]) {
            if (image.controlledPoll(handler, FRAGMENTS) > 0) {
                movedNs = System.nanoTime();
            } else if (image.isClosed() || image.isEndOfStream()
                || System.nanoTime() - movedNs > STUCK_NS) {
                throw new IllegalStateException("the snapshot has no end of the cluster's part position="
                    + image.position());
            } else {
                idle.idle();
            }
        }
    }

    /** Whether a message is the marker behind the cluster's part. */
    public static boolean isEnd(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + SnapshotMarkerDecoder.BLOCK_LENGTH) {
            return false;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
            || header.templateId() != SnapshotMarkerDecoder.TEMPLATE_ID) {
            return false;
        }
        return new SnapshotMarkerDecoder().wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH,
            header.blockLength(), header.version()).mark() == SnapshotMark.END;
    }
}
