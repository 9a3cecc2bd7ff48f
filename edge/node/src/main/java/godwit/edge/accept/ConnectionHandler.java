package godwit.edge.accept;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.session.CloseCode;
import godwit.edge.session.Session;
import godwit.edge.session.SessionState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * One WebSocket connection: frames become whole texts for its {@link Session}, everything else is answered here as
 * RFC 6455 says.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private final long connectionId;
    private final LoopContext loop;
    private final AcceptConfiguration configuration;
    private final EdgeCounters counters;
    private final SocketCount count;
    private final String bearerToken;
    private final TextAssembler assembler;
    private SocketOutput output;
    private Session session;

    ConnectionHandler(
        final long connectionId, final LoopContext loop, final AcceptConfiguration configuration,
        final EdgeCounters counters, final SocketCount count, final String bearerToken) {
        this.connectionId = connectionId;
        this.loop = loop;
        this.configuration = configuration;
        this.counters = counters;
        this.count = count;
        this.bearerToken = bearerToken;
        this.assembler = new TextAssembler(configuration.frameBytesMax(), loop.fragments(), new Fragments());
    }

    /** What is kept of a message in fragments. */
    private final class Fragments extends Unfinished.Holder {
        @Override
        boolean authenticated() {
            return ConnectionHandler.this.authenticated();
        }

        @Override
        void evict() {
            assembler.release();
            onTooMuchHeld();
        }
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        loop.readClock();
        output = new SocketOutput(context, loop, configuration.outboundBytesMax(), counters, () -> session.onRoom(),
            this::countLive, () -> session.onClosed());
        session = new Session(connectionId, loop.sessions(), output, bearerToken);
        loop.connections().add(this);
        count.upgraded();
    }

    Session session() {
        return session;
    }

    SocketOutput output() {
        return output;
    }

    boolean authenticated() {
        return session.state() == SessionState.LIVE;
    }

    /** Connections together hold too much of messages whose end did not come: this one is to come again. */
    void onTooMuchHeld() {
        if (!output.closing()) {
            counters.increment(EdgeCounter.CLOSED_HALF_MESSAGES);
            output.close(CloseCode.TRY_AGAIN_LATER, "too much of messages without an end");
        }
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        try {
            if (message instanceof WebSocketFrame frame) {
                loop.readClock();
                onFrame(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** After the answer to CONNECT at the latest: the socket is none of the unauthenticated ones any more. */
    private void countLive() {
        if (authenticated()) {
            count.authenticated();
        }
    }

    private void onFrame(final WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            output.echoClose(close);
        } else if (output.closing()) {
            return;
        } else if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
            onText(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            if (session.onControlFrame()) {
                output.pong(frame.content());
            }
        } else if (frame instanceof PongWebSocketFrame) {
            session.onControlFrame();
        } else if (frame instanceof BinaryWebSocketFrame) {
            output.close(CloseCode.UNSUPPORTED_DATA, "binary frames are not part of this subprotocol");
        }
    }

    private void onText(final WebSocketFrame frame) {
        final ByteBuf content = frame.content();
        final int length = content.readableBytes();
        if (!assembler.fits(length)) {
            output.close(CloseCode.TOO_BIG, "the frame is over its limit, see limits in CONNECTED");
            return;
        }
        final int offset = assembler.offset();
        content.readBytes(assembler.extend(length), offset, length);
        if (frame.isFinalFragment()) {
            onWholeText(assembler.take());
        } else {
            assembler.keep();
        }
    }

    private void onWholeText(final byte[] text) {
        if (Utf8Check.isUtf8(text)) {
            session.onFrame(text);
        } else {
            output.close(CloseCode.NOT_UTF8, "the text is not UTF-8");
        }
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) {
        loop.flush();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        loop.readClock();
        loop.connections().remove(this);
        assembler.release();
        session.onClosed();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        loop.readClock();
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            output.close(corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
        } else if (cause instanceof java.io.IOException) {
            context.close();
        } else if (cause instanceof OutOfMemoryError full) {
            // The socket could not be read: what others hold is bounded, so the next one may be again.
            loop.readFailures().add(counters, full);
            output.close(CloseCode.TRY_AGAIN_LATER, "no memory to read into");
        } else {
            configuration.errorHandler().onError(cause);
            output.close(CloseCode.INTERNAL, "internal error");
        }
        loop.flush();
    }
}
