package godwit.edge.accept;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.http.HttpLimits;
import godwit.edge.http.HttpRoutes;
import godwit.edge.http.RequestDeadline;
import godwit.edge.http.RequestGuard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The table of contents of a socket: what its bytes pass, in order.
 */
final class SocketInitializer extends ChannelInitializer<Channel> {
    private static final byte[] FULL = ("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
        + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final List<String> HTTP_HANDLERS = List.of("deadline", "guard", "aggregator", "routes");

    private final AcceptConfiguration configuration;
    private final ConnectionGate gate;
    private final HttpRoutes routes;
    private final Function<EventLoop, LoopContext> loops;
    private final EdgeCounters counters;
    private final AtomicLong connectionIds;
    private final BooleanSupplier draining;

    SocketInitializer(
        final AcceptConfiguration configuration, final ConnectionGate gate, final HttpRoutes routes,
        final Function<EventLoop, LoopContext> loops, final EdgeCounters counters, final AtomicLong connectionIds,
        final BooleanSupplier draining) {
        this.configuration = configuration;
        this.gate = gate;
        this.routes = routes;
        this.loops = loops;
        this.counters = counters;
        this.connectionIds = connectionIds;
        this.draining = draining;
    }

    @Override
    protected void initChannel(final Channel channel) {
        if (!gate.enter()) {
            counters.increment(EdgeCounter.SOCKETS_REFUSED);
            refuse(channel);
            return;
        }
        counters.increment(EdgeCounter.SOCKETS_ACCEPTED);
        final SocketCount count = new SocketCount(gate);
        final LoopContext loop = loops.apply(channel.eventLoop());
        channel.pipeline()
            .addLast("count", count)
            .addLast("decoder", new PartialRequestDecoder(loop.partial(), counters))
            .addLast("encoder", new HttpResponseEncoder())
            .addLast("deadline", new RequestDeadline())
            .addLast("guard", new RequestGuard(configuration.origins()))
            .addLast("aggregator", new HttpObjectAggregator(HttpLimits.BODY_BYTES_MAX))
            .addLast("routes", routes)
            .addLast("upgrade", new UpgradeHandler(
                configuration.frameBytesMax(), loop, counters, HTTP_HANDLERS, draining, bearer ->
                new ConnectionHandler(connectionIds.incrementAndGet(), loop, configuration, counters, count, bearer)));
    }

    private static void refuse(final Channel channel) {
        final ByteBuf full = Unpooled.wrappedBuffer(FULL);
        channel.writeAndFlush(full).addListener(ChannelFutureListener.CLOSE);
    }
}
