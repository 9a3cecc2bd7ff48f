package godwit.edge.accept;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.session.CloseCode;
import godwit.edge.session.SessionOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.util.concurrent.TimeUnit;

/**
 * The bounded way to one socket. Entries of chats may fill half of the bound: more of them is dropped, since they come
 * again. Anything else over the bound closes the connection, and only this one. What was written so far is all or nothing:
 * a write that fails closes the socket.
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
    private final Runnable onClosing;
    private final QueuedFrames queued = new QueuedFrames();
    private final ChannelFutureListener written = future -> onWritten(future.isSuccess());
    private final ChannelFutureListener pongWritten = future -> {
        onWritten(future.isSuccess());
        onPongWritten();
    };
    private byte[] unanswered;
    private boolean pongQueued;
    private boolean released;
    private boolean dropping;
    private boolean closing;
    private boolean flushDue;

    SocketOutput(
        final ChannelHandlerContext channel, final LoopContext loop, final int bytesMax, final EdgeCounters counters,
        final Runnable onRoom, final Runnable onFlush, final Runnable onClosing) {
        this.channel = channel;
        this.loop = loop;
        this.bytesMax = bytesMax;
        this.counters = counters;
        this.onRoom = onRoom;
        this.onFlush = onFlush;
        this.onClosing = onClosing;
    }

    @Override
    public void write(final byte[] bytes, final int length) {
        if (fits(length)) {
            text(bytes, length, QueuedFrames.NO_ENTRY);
        }
    }

    @Override
    public void write(final byte[] frame) {
        if (fits(frame.length)) {
            text(frame, frame.length, QueuedFrames.NO_ENTRY);
        }
    }

    /** Takes room for a frame that does not come again. */
    private boolean fits(final int length) {
        final int bytes = QueuedFrames.cost(length);
        if (!closing && queued.bytes() + bytes > bytesMax) {
            counters.increment(EdgeCounter.CLOSED_SLOW);
            close(CloseCode.TRY_AGAIN_LATER, "too much waits for the socket");
        }
        if (!closing) {
            loop.makeRoom(bytes);
        }
        if (!closing && !loop.outbound().tryTake(bytes)) {
            counters.increment(EdgeCounter.CLOSED_FULL);
            close(CloseCode.TRY_AGAIN_LATER, "too much waits for all sockets");
        }
        return !closing;
    }

    @Override
    public boolean writeEntry(final byte[] frame, final long msgId) {
        if (closing) {
            return false;
        }
        if (!dropping && queued.contains(msgId)) {
            counters.increment(EdgeCounter.ENTRIES_STILL_QUEUED);
            return true;
        }
        dropping = dropping || !entryFits(QueuedFrames.cost(frame.length));
        if (dropping) {
            counters.increment(EdgeCounter.ENTRIES_DROPPED_SLOW);
            // The first time there was room the shard's queue may have been full: then this is the next chance to ask.
            askIfRoom();
            return false;
        }
        text(frame, frame.length, msgId);
        return !closing;
    }

    /** Takes room for an entry: of this socket half, of all together as much as is for entries. */
    private boolean entryFits(final int bytes) {
        if (queued.bytes() + bytes > bytesMax / 2) {
            return false;
        }
        loop.makeRoom(bytes);
        if (closing) {
            return false;
        }
        final boolean fits = loop.outbound().tryTakeForEntry(bytes);
        if (!fits) {
            counters.increment(EdgeCounter.ENTRIES_DROPPED_FULL);
        }
        return fits;
    }

    @Override
    public void writeFleeting(final byte[] frame) {
        final int bytes = QueuedFrames.cost(frame.length);
        if (closing || dropping || queued.bytes() + bytes > bytesMax / 8 || !loop.outbound().tryTakeForEntry(bytes)) {
            counters.increment(EdgeCounter.TYPINGS_DROPPED);
        } else {
            text(frame, frame.length, QueuedFrames.NO_ENTRY);
        }
    }

    @Override
    public void restarted() {
        dropping = false;
    }

    private void text(final byte[] payload, final int length, final long msgId) {
        counters.increment(EdgeCounter.FRAMES_OUT);
        counters.add(EdgeCounter.BYTES_OUT, length);
        queued.add(length, msgId);
        final ByteBuf frame;
        try {
            frame = TextFrames.encode(channel.alloc(), payload, length);
        } catch (final OutOfMemoryError e) {
            onFailed();
            return;
        }
        onQueued(channel.write(frame), written);
    }

    /** Answers a ping as long as there is room for it; of those that come before its pong is written only the newest. */
    void pong(final ByteBuf payload) {
        final byte[] copy = ByteBufUtil.getBytes(payload);
        if (pongQueued) {
            unanswered = copy;
        } else {
            pong(copy);
        }
    }

    private void pong(final byte[] payload) {
        if (fits(payload.length)) {
            pongQueued = true;
            queued.add(payload.length, QueuedFrames.NO_ENTRY);
            onQueued(channel.write(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload))), pongWritten);
        }
    }

    private void onPongWritten() {
        pongQueued = false;
        final byte[] next = unanswered;
        unanswered = null;
        if (next != null && !closing) {
            pong(next);
        }
    }

    private void onQueued(final ChannelFuture write, final ChannelFutureListener listener) {
        write.addListener(listener);
        if (!flushDue) {
            flushDue = true;
            loop.dirty(this);
        }
    }

    private void onWritten(final boolean success) {
        if (released) {
            return;
        }
        if (!success) {
            onFailed();
            return;
        }
        final long before = queued.bytes();
        queued.removeFirst();
        loop.outbound().giveBack(before - queued.bytes());
        askIfRoom();
    }

    /** What follows a frame that failed must not be written: the other side would take it for the next one. */
    private void onFailed() {
        if (channel.channel().isActive()) {
            counters.increment(EdgeCounter.WRITES_FAILED);
        }
        closing = true;
        released = true;
        loop.outbound().giveBack(queued.bytes());
        queued.clear();
        channel.close();
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

    /** What waits for the socket takes so much memory. */
    long queuedBytes() {
        return queued.bytes();
    }

    /** All sockets together hold too much, and this one much of it: who does not read would not read why, either. */
    void evict() {
        counters.increment(EdgeCounter.CLOSED_FULL);
        close(CloseCode.TRY_AGAIN_LATER, "too much waits for all sockets");
        channel.close();
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
        onClosing.run();
        // What still arrives is read and dropped until the other side answers: closing over unread bytes would reset the
        // connection, and the close frame with it.
        channel.channel().config().setAutoRead(true);
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        channel.executor().schedule((Runnable) channel::close, CLOSE_LINGER_MS, TimeUnit.MILLISECONDS);
    }

    /** The other side closes: its code goes back, and the socket after it. */
    void echoClose(final CloseWebSocketFrame frame) {
        if (closing) {
            channel.close();
            return;
        }
        closing = true;
        onClosing.run();
        final int code = frame.statusCode();
        final CloseWebSocketFrame echo = code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        channel.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
    }

    boolean closing() {
        return closing;
    }
}
