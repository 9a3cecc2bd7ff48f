package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.http.OriginPolicy;
import godwit.edge.inbound.FrameLimits;
import godwit.edge.inbound.FrameParser;
import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.session.SessionConfiguration;
import godwit.edge.session.SessionContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A socket that cannot be read since direct memory ran out goes alone, and not the process with it. */
final class ReadFailureTest {
    private static final int FRAME_BYTES = 60_000;

    private final EdgeCounters counters = new EdgeCounters();
    private final List<Throwable> bugs = new ArrayList<>();
    private final ByteBudget partialBytes = new ByteBudget(1 << 20);
    private final NarrowMemory direct = new NarrowMemory();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Unfinished partial = new Unfinished(channel.eventLoop(), partialBytes, () -> 1, () -> { });
    private final LoopContext loop = new LoopContext(channel.eventLoop(),
        new OutboundMemory(new ByteBudget(1 << 20), () -> 1), () -> { }, partial, partial, bugs::add);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        assertThat(bugs).as("an error handler would end the process").isEmpty();
        assertThat(partialBytes.taken()).isZero();
    }

    @Test
    void shouldCloseTheSocketWhoseFrameHasNoRoomToGrow() {
        channel.config().setAllocator(direct);
        final AcceptConfiguration configuration = new AcceptConfiguration("127.0.0.1", 0, 1, 65_536, 1 << 20, 10,
            OriginPolicy.loopback(), SessionConfiguration.DEFAULT, bugs::add);
        loop.sessions(new SessionContext(configuration.sessions(), loop.clock(), loop.wheel(),
            new FrameParser(FrameLimits.DEFAULT), new FrameEncoder(ConnectionLimits.DEFAULT),
            (token, epochMs) -> Optional.empty(), request -> true, connection -> connection, counters, bugs::add,
            ByteBudget.unbounded()));
        final ConnectionHandler connection = new ConnectionHandler(
            1, loop, configuration, counters, new SocketCount(new ConnectionGate(10, 10)), null);
        channel.pipeline().addLast(new PartialFrameDecoder(WebSocketDecoderConfig.newBuilder().build(), partial,
            connection::authenticated, connection::onTooMuchHeld), connection);
        final byte[] frame = RawWebSocket.masked(RawWebSocket.FINAL | RawWebSocket.TEXT, new byte[FRAME_BYTES]);

        channel.writeInbound(inDirectMemory(Arrays.copyOf(frame, 2_000)));
        assertThat(partialBytes.taken()).isGreaterThanOrEqualTo(2_000);
        direct.bytesMax = 1_000;
        channel.writeInbound(inDirectMemory(Arrays.copyOfRange(frame, 2_000, 10_000)));

        assertThat(counters.get(EdgeCounter.READS_FAILED)).isEqualTo(1);
        assertThat(channel.<CloseWebSocketFrame>readOutbound().statusCode()).isEqualTo(1013);
    }

    @Test
    void shouldCloseTheSocketWhoseRequestHasNoRoomToGrow() {
        channel.config().setAllocator(direct);
        channel.pipeline().addLast(new PartialRequestDecoder(partial, counters),
            new UpgradeHandler(65_536, loop, counters, List.of(), () -> false, bearer -> null));
        channel.writeInbound(inDirectMemory(new byte[] {'G', 'E', 'T'}));
        assertThat(partialBytes.taken()).isGreaterThanOrEqualTo(3);
        direct.bytesMax = 1_000;
        channel.writeInbound(inDirectMemory(new byte[1_500]));
        assertThat(counters.get(EdgeCounter.READS_FAILED)).isEqualTo(1);
        assertThat(channel.isOpen()).isFalse();
    }

    private static ByteBuf inDirectMemory(final byte[] bytes) {
        return Unpooled.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    }
}
