package godwit.edge.accept;

import godwit.edge.counters.EdgeCounters;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Turns a request that passed the guard into a WebSocket connection: version 13, our subprotocol or none, no extensions.
 * What served the request leaves the pipeline, so that a connection costs little.
 */
final class UpgradeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String VERSION = "13";
    private static final String BEARER = "Bearer ";
    /** The latest of the times, in seconds, after which those that a drain turns away come again. */
    private static final int RETRY_AFTER_S_MAX = 5;

    private final WebSocketDecoderConfig decoder;
    private final LoopContext loop;
    private final EdgeCounters counters;
    private final List<String> handlersBefore;
    private final BooleanSupplier draining;
    private final Function<String, ConnectionHandler> connections;

    /**
     * A handler for one socket.
     *
     * @param frameBytesMax  of a frame.
     * @param loop           of the socket.
     * @param counters       counts.
     * @param handlersBefore names of what has to leave the pipeline.
     * @param draining       whether no further connection is taken.
     * @param connections    makes the connection's handler of the bearer token, or null.
     */
    UpgradeHandler(
        final int frameBytesMax, final LoopContext loop, final EdgeCounters counters,
        final List<String> handlersBefore, final BooleanSupplier draining, final Function<String, ConnectionHandler> connections) {
        this.decoder = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(frameBytesMax)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build();
        this.loop = loop;
        this.counters = counters;
        this.handlersBefore = handlersBefore;
        this.draining = draining;
        this.connections = connections;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
        if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            final FullHttpResponse response = response(HttpResponseStatus.UPGRADE_REQUIRED);
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
            refuse(context, response);
        } else if (!subprotocolKnown(request)) {
            refuse(context, response(HttpResponseStatus.BAD_REQUEST));
        } else if (draining.getAsBoolean()) {
            final FullHttpResponse response = response(HttpResponseStatus.SERVICE_UNAVAILABLE);
            response.headers().setInt(
                HttpHeaderNames.RETRY_AFTER, 1 + ThreadLocalRandom.current().nextInt(RETRY_AFTER_S_MAX));
            refuse(context, response);
        } else {
            upgrade(context, request);
        }
    }

    private void upgrade(final ChannelHandlerContext context, final FullHttpRequest request) {
        final ConnectionHandler connection = connections.apply(bearerToken(request));
        try {
            new Handshaker(connection)
                .handshake(context.channel(), request)
                .addListener((ChannelFutureListener) future -> {
                    if (!future.isSuccess()) {
                        future.channel().close();
                    }
                });
        } catch (final WebSocketServerHandshakeException e) {
            refuse(context, response(HttpResponseStatus.BAD_REQUEST));
            return;
        }
        context.pipeline().addLast("connection", connection);
        for (final String name : handlersBefore) {
            if (context.pipeline().get(name) != null) {
                context.pipeline().remove(name);
            }
        }
        context.pipeline().remove(this);
    }

    /** Here end those of plain HTTP. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        if (cause instanceof OutOfMemoryError full) {
            loop.readFailures().add(counters, full);
            context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    private static boolean subprotocolKnown(final FullHttpRequest request) {
        final List<String> offers = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        for (final String offer : offers) {
            for (final String name : offer.split(",", -1)) {
                if (AcceptConfiguration.SUBPROTOCOL.equals(name.strip())) {
                    return true;
                }
            }
        }
        return offers.isEmpty();
    }

    private static String bearerToken(final FullHttpRequest request) {
        final String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? header.substring(BEARER.length()).strip() : null;
    }

    private static FullHttpResponse response(final HttpResponseStatus status) {
        final FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        return response;
    }

    private static void refuse(final ChannelHandlerContext context, final FullHttpResponse response) {
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** Puts a decoder into the pipeline that keeps within a bound. */
    private final class Handshaker extends WebSocketServerHandshaker13 {
        private final ConnectionHandler connection;

        private Handshaker(final ConnectionHandler connection) {
            super(null, AcceptConfiguration.SUBPROTOCOL, decoder);
            this.connection = connection;
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return new PartialFrameDecoder(
                decoderConfig(), loop.partial(), connection::authenticated, connection::onTooMuchHeld);
        }
    }
}
