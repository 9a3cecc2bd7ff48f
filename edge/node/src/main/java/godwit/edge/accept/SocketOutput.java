package godwit.edge.accept;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.session.CloseCode;
import godwit.edge.session.SessionOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.TimeUnit;

/**
 * The bounded way to one socket. Entries of chats may fill half of the bound: more of them is dropped, since they come
 * again. Anything else over the bound closes the connection, and only this one.
 */
final class SocketOutput implements SessionOutput {
    /** How long the other side may take to answer a close frame. */
    private static final long CLOSE_LINGER_MS = 2_000;

    private final ChannelHandlerContext channel;
    private final LoopContext loop;
    private final int bytesMax;
    private final EdgeCounters counters;
    private final Runnable onRoom;
    private final Runnable onFlush;
    private final QueuedFrames queued = new QueuedFrames();
    private final ChannelFutureListener written = future -> onWritten();
    private boolean dropping;
    private boolean closing;
    private boolean flushDue;

    SocketOutput(
        final ChannelHandlerContext channel, final LoopContext loop, final int bytesMax, final EdgeCounters counters,
        final Runnable onRoom, final Runnable onFlush) {
        this.channel = channel;
        this.loop = loop;
        this.bytesMax = bytesMax;
        this.counters = counters;
        this.onRoom = onRoom;
        this.onFlush = onFlush;
    }

    @Override
    public void write(final byte[] bytes, final int length) {
        if (fits(length)) {
            text(channel.alloc().buffer(length).writeBytes(bytes, 0, length), QueuedFrames.NO_ENTRY);
        }
    }

    @Override
    public void write(final byte[] frame) {
        if (fits(frame.length)) {
            text(Unpooled.wrappedBuffer(frame), QueuedFrames.NO_ENTRY);
        }
    }

    private boolean fits(final int length) {
        if (closing) {
            return false;
        }
        if (queued.bytes() + length > bytesMax) {
            counters.increment(EdgeCounter.CLOSED_SLOW);
            close(CloseCode.TRY_AGAIN_LATER, "too much waits for the socket");
            return false;
        }
        return true;
    }

    @Override
    public boolean writeEntry(final byte[] frame, final long msgId) {
        if (closing) {
            return true;
        }
        if (!dropping && queued.contains(msgId)) {
            counters.increment(EdgeCounter.ENTRIES_STILL_QUEUED);
            return true;
        }
        dropping |= queued.bytes() + frame.length > bytesMax / 2;
        if (dropping) {
            counters.increment(EdgeCounter.ENTRIES_DROPPED_SLOW);
            // The first time there was room the shard's queue may have been full: then this is the next chance to ask.
            askIfRoom();
            return false;
        }
        text(Unpooled.wrappedBuffer(frame), msgId);
        return true;
    }

    @Override
    public void restarted() {
        dropping = false;
    }

    private void text(final ByteBuf frame, final long msgId) {
        counters.increment(EdgeCounter.FRAMES_OUT);
        counters.add(EdgeCounter.BYTES_OUT, frame.readableBytes());
        send(new TextWebSocketFrame(frame), msgId);
    }

    /** Answers a ping, as long as there is room for it. */
    void pong(final ByteBuf payload) {
        if (fits(payload.readableBytes())) {
            send(new PongWebSocketFrame(payload.retain()), QueuedFrames.NO_ENTRY);
        }
    }

    private void send(final WebSocketFrame frame, final long msgId) {
        queued.add(frame.content().readableBytes(), msgId);
        channel.write(frame).addListener(written);
        if (!flushDue) {
            flushDue = true;
            loop.dirty(this);
        }
    }

    private void onWritten() {
        queued.removeFirst();
        askIfRoom();
    }

    private void askIfRoom() {
        if (dropping && !closing && queued.bytes() <= bytesMax / 4) {
            onRoom.run();
        }
    }

    void flush() {
        flushDue = false;
        channel.flush();
        onFlush.run();
    }

    @Override
    public void reading(final boolean on) {
        channel.channel().config().setAutoRead(on);
    }

    @Override
    public void close(final int code, final String reason) {
        if (closing) {
            return;
        }
        closing = true;
        // What still arrives is read and dropped until the other side answers: closing over unread bytes would reset the
        // connection, and the close frame with it.
        channel.channel().config().setAutoRead(true);
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
        channel.executor().schedule((Runnable) channel::close, CLOSE_LINGER_MS, TimeUnit.MILLISECONDS);
    }

    /** The other side closes: its code goes back, and the socket after it. */
    void echoClose(final CloseWebSocketFrame frame) {
        if (closing) {
            channel.close();
            return;
        }
        closing = true;
        final int code = frame.statusCode();
        final CloseWebSocketFrame echo = code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        channel.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
    }

    boolean closing() {
        return closing;
    }
}
