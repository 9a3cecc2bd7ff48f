package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for one socket is bounded to the byte. */
final class SocketOutputTest {
    private static final int BYTES_MAX = 1_000;

    private final EdgeCounters counters = new EdgeCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();
    private final LoopContext loop = new LoopContext(channel.eventLoop(), error -> {
        throw new IllegalStateException(error);
    });
    private final SocketOutput output = new SocketOutput(context, loop, BYTES_MAX, counters, () -> { }, () -> { });

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldHoldAsManyBytesAsItMayAndCloseOverOneMore() {
        output.write(new byte[BYTES_MAX - 1]);
        assertThat(output.closing()).isFalse();
        output.write(new byte[1]);
        assertThat(output.closing()).as("at the bound").isFalse();
        output.write(new byte[1]);
        assertThat(output.closing()).as("one byte over it").isTrue();
        assertThat(counters.get(EdgeCounter.CLOSED_SLOW)).isEqualTo(1);
        assertThat(bytesWritten()).isEqualTo(BYTES_MAX);
        assertThat(channel.<CloseWebSocketFrame>readOutbound().statusCode()).isEqualTo(1013);
    }

    @Test
    void shouldHaveRoomAgainForWhatTheSocketTook() {
        output.write(new byte[BYTES_MAX]);
        loop.flush();
        output.write(new byte[BYTES_MAX]);
        assertThat(output.closing()).isFalse();
    }

    @Test
    void shouldLeaveHalfOfItToAnswers() {
        assertThat(output.writeEntry(new byte[BYTES_MAX / 2 - 1], 1)).isTrue();
        assertThat(output.writeEntry(new byte[1], 2)).as("at the half").isTrue();
        assertThat(output.writeEntry(new byte[1], 3)).as("one byte over it").isFalse();
        output.write(new byte[BYTES_MAX / 2]);
        assertThat(output.closing()).isFalse();
        assertThat(counters.get(EdgeCounter.ENTRIES_DROPPED_SLOW)).isEqualTo(1);
        assertThat(counters.get(EdgeCounter.CLOSED_SLOW)).isZero();
    }

    private int bytesWritten() {
        int bytes = 0;
        while (channel.outboundMessages().peek() instanceof WebSocketFrame frame
            && !(frame instanceof CloseWebSocketFrame)) {
            bytes += frame.content().readableBytes();
            channel.readOutbound();
            frame.release();
        }
        return bytes;
    }
}
