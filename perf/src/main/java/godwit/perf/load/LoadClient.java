package godwit.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** One user's device and its connection: the part of the client's side that every load needs. All on the event loop. */
abstract class LoadClient {
    /** Of the server's silence limit of 10 s, so much may go by without a word. */
    private static final long QUIET_NS = 3_000_000_000L;

    final ServerFrame frame = new ServerFrame();
    private final String userId;
    private final String token;
    private Channel channel;
    private boolean connected;
    private long wroteNs;
    private byte[] bytes = new byte[4096];

    LoadClient(final String userId, final String token) {
        this.userId = userId;
        this.token = token;
    }

    /** CONNECTED came; the frame holds it. */
    abstract void onConnected();

    /** Any other frame came; the frame holds it. */
    abstract void onFrame();

    /** The connection is gone, or could not be made. */
    abstract void onGone(String why);

    /** Whether a connection that is gone is to be made again. */
    boolean stays() {
        return true;
    }

    final String userId() {
        return userId;
    }

    final boolean connected() {
        return connected;
    }

    final boolean hasChannel() {
        return channel != null;
    }

    /** The WebSocket is open. */
    final void onOpen(final Channel openChannel) {
        channel = openChannel;
        write("{\"type\":\"CONNECT\",\"token\":\"" + token + "\",\"device_id\":\"perf\"}");
    }

    /**
     * A connection is gone.
     *
     * @param closed which; null: it never was there.
     * @param why    for people.
     */
    final void onClosed(final Channel closed, final String why) {
        if (channel == null || closed == channel) {
            connected = false;
            channel = null;
            onGone(why);
        }
    }

    /** A frame came. */
    final void onFrame(final ByteBuf content) {
        final int length = content.readableBytes();
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        content.getBytes(content.readerIndex(), bytes, 0, length);
        frame.parse(bytes, length);
        if ("CONNECTED".equals(frame.type)) {
            connected = true;
            onConnected();
        } else {
            onFrame();
        }
    }

    /** Says that this user is there, unless something else said so just now. */
    final void heartbeat(final long nowNs) {
        if (connected && nowNs - wroteNs >= QUIET_NS) {
            heartbeat();
        }
    }

    /** Says that this user is there. */
    final void heartbeat() {
        if (connected) {
            write("{\"type\":\"HEARTBEAT\"}");
        }
    }

    /** Says goodbye; the server closes then. */
    final void sayGoodbye() {
        connected = false;
        if (channel != null) {
            channel.writeAndFlush(new CloseWebSocketFrame(1000, ""));
        }
    }

    /** Leaves. */
    final void close() {
        if (channel != null) {
            channel.close();
        }
    }

    final void write(final String text) {
        if (channel != null) {
            wroteNs = System.nanoTime();
            channel.writeAndFlush(new TextWebSocketFrame(ByteBufUtil.writeUtf8(channel.alloc(), text)));
        }
    }
}
