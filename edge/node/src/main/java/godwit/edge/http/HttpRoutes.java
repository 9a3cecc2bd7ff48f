package godwit.edge.http;

import godwit.edge.auth.TokenMinter;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Finds the page of a request by its exact path, undecoded, among those there were at the start; a request that wants to
 * become a socket goes on to the next handler. Stands behind the aggregator; one instance for all connections.
 */
@ChannelHandler.Sharable
public final class HttpRoutes extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Map<String, HttpPage> pages;
    private final String socketPath;

    private HttpRoutes(final Builder builder) {
        super(FullHttpRequest.class, true);
        pages = Map.copyOf(builder.pages);
        socketPath = builder.socketPath;
    }

    /**
     * Begins with the socket's path alone.
     *
     * @param socketPath like {@code /ws}.
     * @return to add pages to.
     */
    public static Builder builder(final String socketPath) {
        return new Builder(socketPath);
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
        if (!context.channel().isWritable()) {
            // Requests in a row whose answers nobody reads: what is queued is sent, and no more is made.
            context.close();
            return;
        }
        final String path = path(request.uri());
        if (path.equals(socketPath) && wantsSocket(request)) {
            context.fireChannelRead(request.retain());
            return;
        }
        try {
            send(context, request, path.equals(socketPath) ? noSocket(request) : answer(path, request));
        } catch (final RuntimeException e) {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            send(context, request, Answers.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error"));
            context.fireExceptionCaught(e);
        }
    }

    private FullHttpResponse answer(final String path, final FullHttpRequest request) {
        final HttpPage page = pages.get(path);
        if (page == null) {
            return Answers.text(HttpResponseStatus.NOT_FOUND, "not found");
        }
        return page.allows(request.method()) ? page.answer(request) : Answers.methodNotAllowed(page.allowed());
    }

    private static boolean wantsSocket(final FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET)
            && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private static FullHttpResponse noSocket(final FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return Answers.methodNotAllowed("GET");
        }
        final FullHttpResponse response = Answers.text(HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket");
        response.headers()
            .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
            .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        return response;
    }

    private static void send(
        final ChannelHandlerContext context, final FullHttpRequest request, final FullHttpResponse response) {
        if (request.method().equals(HttpMethod.HEAD)) {
            response.content().clear();
        }
        final boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        final ChannelFuture sent = context.writeAndFlush(response);
        if (!keepAlive) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static String path(final String uri) {
        final int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /**
     * Collects the pages before there is a server.
     */
    public static final class Builder {
        private final Map<String, HttpPage> pages = new HashMap<>();
        private final String socketPath;

        private Builder(final String socketPath) {
            this.socketPath = socketPath;
        }

        /**
         * {@code /healthz} and {@code /readyz}.
         *
         * @param health asked at each request to the second.
         * @return this.
         */
        public Builder health(final EdgeHealth health) {
            pages.put("/healthz", request -> Answers.text(HttpResponseStatus.OK, "ok"));
            pages.put("/readyz", new ReadyPage(health));
            return this;
        }

        /**
         * {@code /metrics}: only where the port is not open to the world.
         *
         * @param metrics read at each request.
         * @return this.
         */
        public Builder metrics(final Metrics metrics) {
            pages.put("/metrics", new MetricsPage(metrics));
            return this;
        }

        /**
         * {@code /dev/token}: only on a developer's machine.
         *
         * @param minter makes the tokens.
         * @param ttlMs  how long each is good.
         * @param clock  milliseconds since 1970.
         * @return this.
         */
        public Builder devTokens(final TokenMinter minter, final long ttlMs, final LongSupplier clock) {
            pages.put("/dev/token", new DevTokenPage(minter, ttlMs, clock));
            return this;
        }

        /**
         * {@code /} and what the page there needs.
         *
         * @param files the web app.
         * @return this.
         */
        public Builder webApp(final StaticFiles files) {
            pages.putAll(files.pages());
            return this;
        }

        /**
         * Ends.
         *
         * @return the handler for all connections.
         */
        public HttpRoutes build() {
            return new HttpRoutes(this);
        }
    }
}
