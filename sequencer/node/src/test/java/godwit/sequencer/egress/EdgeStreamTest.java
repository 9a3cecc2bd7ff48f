package godwit.sequencer.egress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.DeliveryFrameDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.sequencer.NodeCounters;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The numbers of the frames to one edge. */
class EdgeStreamTest implements FramePath {
    private final List<String> frames = new ArrayList<>();
    private int longest;
    private boolean isAway;

    @Test
    void shouldNotRepeatANumberInATermAfterTheEdgeOpenedAnew() {
        final EdgeStream first = stream();
        say(first, 1);
        say(first, 1);
        final EdgeStream second = stream().continueAfter(1, first.streamSequence());
        say(second, 1);
        say(second, 2);
        assertThat(frames).containsExactly("term 1 frame 1", "term 1 frame 2", "term 1 frame 3", "term 2 frame 1");
    }

    @Test
    void shouldSendTheLongestDeliveryAsOneMessageOfItsOwn() {
        for (int less = 1; less >= 0; less--) {
            final EdgeStream stream = stream();
            stream.add(1, new UnsafeBuffer(new byte[16]), 16);
            final int length = DeliveryFrames.DELIVERY_LENGTH_MAX - less;
            stream.add(1, new UnsafeBuffer(new byte[length]), length);
            assertThat(longest).isBetween(ProtocolLimits.MESSAGE_LENGTH_MAX - 8, ProtocolLimits.MESSAGE_LENGTH_MAX);
        }
        assertThat(frames).hasSize(4);
        final DeliveryFrames frame = new DeliveryFrames();
        assertThat(frame.holds(DeliveryFrames.DELIVERY_LENGTH_MAX)).isTrue();
        assertThat(frame.holds(DeliveryFrames.DELIVERY_LENGTH_MAX + 1)).isFalse();
    }

    @Test
    void shouldHaveRoomForWhatMayBeLostOnlyWhileTheEdgeTakesAllAtOnce() {
        final EdgeStream stream = stream();
        assertThat(stream.isFree()).isTrue();
        isAway = true;
        say(stream, 1);
        assertThat(stream.isFree()).isFalse();
        isAway = false;
        stream.flushParked();
        assertThat(stream.isFree()).isTrue();
    }

    private EdgeStream stream() {
        return new EdgeStream(7, 0, "channel", 1, this, new NodeCounters());
    }

    private static void say(final EdgeStream stream, final long termId) {
        stream.add(termId, new UnsafeBuffer(new byte[16]), 16);
        stream.flush();
    }

    @Override
    public boolean offer(final DirectBuffer frame, final int length) {
        final DeliveryFrameDecoder decoder = new DeliveryFrameDecoder();
        decoder.wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
        if (isAway) {
            return false;
        }
        longest = Math.max(longest, length);
        frames.add("term " + decoder.leadershipTermId() + " frame " + decoder.streamSequence());
        return true;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
