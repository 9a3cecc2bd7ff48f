package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.memory.ByteBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Half a frame is what is left of one when the socket was read to its end, and not before. */
final class PartialFrameDecoderTest {
    private final ByteBudget budget = new ByteBudget(1_000);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final byte[] frame = RawWebSocket.masked(RawWebSocket.FINAL | RawWebSocket.TEXT, new byte[3_000]);
    private int evicted;

    PartialFrameDecoderTest() {
        channel.pipeline().addLast(new PartialFrameDecoder(WebSocketDecoderConfig.newBuilder().build(),
            new Unfinished(channel.eventLoop(), budget, () -> 1, () -> { }), () -> true, () -> evicted++));
    }

    private void read(final int from, final int to) {
        channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(Arrays.copyOfRange(frame, from, to)));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldNotCountAFrameWhoseRestIsBeingRead() {
        read(0, 2_000);
        read(2_000, frame.length);
        channel.pipeline().fireChannelReadComplete();
        assertThat(evicted).isZero();
        assertThat(budget.taken()).isZero();
        final TextWebSocketFrame whole = channel.readInbound();
        assertThat(whole.content().readableBytes()).isEqualTo(3_000);
        whole.release();
    }

    @Test
    void shouldLeaveWithWhatItKeepsOverTheBound() {
        read(0, 2_000);
        channel.pipeline().fireChannelReadComplete();
        assertThat(evicted).isEqualTo(1);
        assertThat(channel.pipeline().get(PartialFrameDecoder.class)).isNull();
    }
}
