package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame of any length is what a client takes for it. */
final class TextFramesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 1_024, 1_025, 65_535, 65_536, 262_144})
    void shouldBeReadAsItWasWritten(final int length) {
        final byte[] payload = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) ('a' + i % 26);
        }
        final ByteBuf bytes = TextFrames.encode(UnpooledByteBufAllocator.DEFAULT, payload, length);
        assertThat(bytes.isDirect()).isTrue();
        final EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1 << 20));
        client.writeInbound(bytes);
        final TextWebSocketFrame frame = client.readInbound();
        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(frame.text()).isEqualTo(new String(payload, 0, length, java.nio.charset.StandardCharsets.US_ASCII));
        frame.release();
        assertThat(client.finish()).isFalse();
    }
}
