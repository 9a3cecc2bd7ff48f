package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.memory.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for one socket, and for all, is bounded to the byte; what could not be written is not taken for written. */
final class SocketOutputTest {
    private static final int OVERHEAD = QueuedFrames.OVERHEAD_BYTES;
    private static final int BYTES_MAX = 2_000;
    private static final int ALL_BYTES_MAX = 4_000;

    private final EdgeCounters counters = new EdgeCounters();
    private final ByteBudget budget = new ByteBudget(ALL_BYTES_MAX);
    private final NarrowMemory direct = new NarrowMemory();
    private final EmbeddedChannel channel = new EmbeddedChannel(
        new DirectOnly(), new WebSocket13FrameEncoder(false), new ChannelInboundHandlerAdapter());
    private final EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 65_536));
    private final ChannelHandlerContext context = channel.pipeline().lastContext();
    private final List<Throwable> bugs = new ArrayList<>();
    private final LoopContext loop = new LoopContext(
        channel.eventLoop(), new OutboundMemory(budget, () -> 1), () -> { }, null, null, bugs::add);
    private int closings;
    private final SocketOutput output =
        new SocketOutput(context, loop, BYTES_MAX, counters, () -> { }, () -> { }, () -> closings++);

    /** Copies what is on the heap into direct memory, as sockets do when they are given it. */
    private static final class DirectOnly extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(final ChannelHandlerContext context, final Object message, final ChannelPromise promise) {
            final ByteBuf bytes = (ByteBuf) message;
            if (bytes.isDirect() || !bytes.isReadable()) {
                context.write(bytes, promise);
                return;
            }
            try {
                context.write(context.alloc().directBuffer(bytes.readableBytes()).writeBytes(bytes), promise);
            } finally {
                ReferenceCountUtil.release(bytes);
            }
        }
    }

    SocketOutputTest() {
        channel.config().setAllocator(direct);
    }

    /** The next frame that the client makes out of the bytes. */
    private <T> T read() {
        while (channel.outboundMessages().peek() != null) {
            client.writeInbound(channel.<ByteBuf>readOutbound());
        }
        return client.readInbound();
    }

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
        channel.finishAndReleaseAll();
        assertThat(bugs).isEmpty();
        assertThat(budget.taken()).as("all was given back").isZero();
    }

    @Test
    void shouldHoldAsManyBytesAsItMayAndCloseOverOneMore() {
        output.write(new byte[BYTES_MAX - 2 * OVERHEAD - 1]);
        assertThat(output.closing()).isFalse();
        output.write(new byte[1]);
        assertThat(output.closing()).as("at the bound").isFalse();
        output.write(new byte[0]);
        assertThat(output.closing()).as("a frame of nothing over it").isTrue();
        assertThat(counters.get(EdgeCounter.CLOSED_SLOW)).isEqualTo(1);
        assertThat(bytesWrittenBeforeTheClose()).isEqualTo(BYTES_MAX - 2 * OVERHEAD);
    }

    @Test
    void shouldHaveRoomAgainForWhatTheSocketTook() {
        output.write(new byte[BYTES_MAX - OVERHEAD]);
        loop.flush();
        assertThat(budget.taken()).isZero();
        output.write(new byte[BYTES_MAX - OVERHEAD]);
        assertThat(output.closing()).isFalse();
    }

    @Test
    void shouldDropWhoTypesBeforeAnythingElse() {
        output.writeFleeting(new byte[BYTES_MAX / 8 - OVERHEAD]);
        assertThat(budget.taken()).isEqualTo(BYTES_MAX / 8);
        output.writeFleeting(new byte[0]);
        assertThat(counters.get(EdgeCounter.TYPINGS_DROPPED)).as("a frame of nothing over it").isEqualTo(1);
        assertThat(output.writeEntry(new byte[1], 1)).isTrue();
        loop.flush();
        output.writeFleeting(new byte[1]);
        assertThat(counters.get(EdgeCounter.TYPINGS_DROPPED)).isEqualTo(1);
        loop.flush();
        assertThat(budget.taken()).isZero();
        assertThat(counters.get(EdgeCounter.FRAMES_OUT)).isEqualTo(3);
        assertThat(output.closing()).isFalse();
    }

    @Test
    void shouldLeaveHalfOfItToAnswers() {
        assertThat(output.writeEntry(new byte[BYTES_MAX / 2 - 2 * OVERHEAD - 1], 1)).isTrue();
        assertThat(output.writeEntry(new byte[1], 2)).as("at the half").isTrue();
        assertThat(output.writeEntry(new byte[0], 3)).as("a frame of nothing over it").isFalse();
        output.write(new byte[BYTES_MAX / 2 - OVERHEAD]);
        assertThat(output.closing()).isFalse();
        assertThat(counters.get(EdgeCounter.ENTRIES_DROPPED_SLOW)).isEqualTo(1);
        assertThat(counters.get(EdgeCounter.CLOSED_SLOW)).isZero();
    }

    @Test
    void shouldCloseOverAnEntryThatCouldNotBeWritten() {
        assertThat(output.writeEntry(new byte[] {'a'}, 41)).isTrue();
        direct.bytesMax = 0;
        assertThat(output.writeEntry(new byte[] {'b'}, 42)).as("not taken for written").isFalse();
        direct.bytesMax = Integer.MAX_VALUE;
        assertThat(channel.isOpen()).isFalse();
        assertThat(output.closing()).isTrue();
        assertThat(output.queuedBytes()).isZero();
        assertThat(output.writeEntry(new byte[] {'c'}, 43)).isFalse();
        loop.flush();
        assertThat(this.<Object>read()).as("nothing of what followed").isNull();
        assertThat(counters.get(EdgeCounter.WRITES_FAILED)).isEqualTo(1);
    }

    @Test
    void shouldCloseOverAnAnswerThatCouldNotBeWritten() {
        output.write(new byte[] {'a'});
        loop.flush();
        direct.bytesMax = 0;
        output.write(new byte[] {'b'}, 1);
        direct.bytesMax = Integer.MAX_VALUE;
        assertThat(channel.isOpen()).isFalse();
        output.write(new byte[] {'c'});
        loop.flush();
        assertThat(this.<TextWebSocketFrame>read().text()).isEqualTo("a");
        assertThat(this.<Object>read()).isNull();
    }

    @Test
    void shouldWriteNothingBehindALargeFrameForWhichThereIsNoMemory() {
        direct.bytesMax = 1_024;
        output.write(new byte[1_200]);
        assertThat(channel.isOpen()).as("at once, before anything is flushed").isFalse();
        assertThat(output.writeEntry(new byte[] {'b'}, 42)).isFalse();
        output.write(new byte[] {'c'});
        loop.flush();
        assertThat(channel.outboundMessages()).as("not even its header").isEmpty();
        assertThat(counters.get(EdgeCounter.WRITES_FAILED)).isEqualTo(1);
    }

    @Test
    void shouldWriteALargeFrameAsOneBuffer() {
        output.write(new byte[1_200]);
        loop.flush();
        assertThat(channel.outboundMessages()).hasSize(1);
        assertThat(this.<TextWebSocketFrame>read().content().readableBytes()).isEqualTo(1_200);
    }

    @Test
    void shouldCloseWhereNotEvenTheCloseFrameCanBeWritten() {
        direct.bytesMax = 0;
        output.close(1011, "internal error");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldAnswerOnlyTheNewestPingWhileAPongWaits() {
        for (int i = 0; i < 10_000; i++) {
            output.pong(Unpooled.EMPTY_BUFFER);
        }
        output.pong(Unpooled.wrappedBuffer(new byte[] {'z'}));
        assertThat(output.queuedBytes()).as("one pong").isEqualTo(OVERHEAD);
        assertThat(output.closing()).isFalse();
        loop.flush();
        assertThat(this.<PongWebSocketFrame>read().content().readableBytes()).isZero();
        assertThat(this.<PongWebSocketFrame>read().content().readByte()).isEqualTo((byte) 'z');
        assertThat(this.<Object>read()).isNull();
        output.pong(Unpooled.EMPTY_BUFFER);
        loop.flush();
        assertThat(this.<Object>read()).as("the next one has an answer, too")
            .isInstanceOf(PongWebSocketFrame.class);
    }

    @Test
    void shouldDropEntriesWhileAllTogetherHoldTooMuch() {
        budget.take(ALL_BYTES_MAX / 4 * 3 - OVERHEAD);
        assertThat(output.writeEntry(new byte[1], 1)).isFalse();
        assertThat(counters.get(EdgeCounter.ENTRIES_DROPPED_FULL)).isEqualTo(1);
        output.write(new byte[1]);
        assertThat(output.closing()).as("answers have room").isFalse();
        budget.giveBack(ALL_BYTES_MAX / 4 * 3 - OVERHEAD);
        assertThat(output.writeEntry(new byte[1], 2)).as("it was told that one was dropped").isFalse();
        output.restarted();
        assertThat(output.writeEntry(new byte[1], 1)).isTrue();
    }

    @Test
    void shouldCloseOverAnAnswerForWhichAllTogetherHoldTooMuch() {
        budget.take(ALL_BYTES_MAX - OVERHEAD);
        output.write(new byte[0]);
        assertThat(output.closing()).isFalse();
        output.write(new byte[0]);
        assertThat(output.closing()).isTrue();
        assertThat(counters.get(EdgeCounter.CLOSED_FULL)).isEqualTo(1);
        budget.giveBack(ALL_BYTES_MAX - OVERHEAD);
    }

    @Test
    void shouldFlushTheOthersAfterOneThatThrew() {
        final SocketOutput bad = new SocketOutput(context, loop, BYTES_MAX, counters, () -> { }, () -> {
            throw new OutOfMemoryError("on purpose");
        }, () -> { });
        final int[] flushed = new int[1];
        final SocketOutput good =
            new SocketOutput(context, loop, BYTES_MAX, counters, () -> { }, () -> flushed[0]++, () -> { });
        bad.write(new byte[1]);
        good.write(new byte[1]);
        loop.flush();
        assertThat(flushed[0]).isEqualTo(1);
        assertThat(bugs).hasSize(1);
        bugs.clear();
    }

    @Test
    void shouldTellOnceThatItClosesBeforeTheOtherSideAnswers() {
        output.write(new byte[BYTES_MAX]);
        assertThat(closings).as("too much waits").isEqualTo(1);
        output.close(1011, "internal error");
        output.evict();
        output.echoClose(new CloseWebSocketFrame(1000, ""));
        assertThat(closings).isEqualTo(1);
    }

    @Test
    void shouldTellThatTheOtherSideCloses() {
        output.echoClose(new CloseWebSocketFrame(1000, ""));
        assertThat(closings).isEqualTo(1);
        output.close(1011, "internal error");
        assertThat(closings).isEqualTo(1);
    }

    private int bytesWrittenBeforeTheClose() {
        int bytes = 0;
        WebSocketFrame frame = read();
        while (frame instanceof TextWebSocketFrame) {
            bytes += frame.content().readableBytes();
            frame.release();
            frame = read();
        }
        assertThat(((CloseWebSocketFrame) frame).statusCode()).isEqualTo(1013);
        return bytes;
    }
}
