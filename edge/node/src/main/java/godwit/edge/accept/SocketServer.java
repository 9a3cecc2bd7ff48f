package godwit.edge.accept;

import godwit.edge.auth.TokenVerifier;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.http.HttpRoutes;
import godwit.edge.inbound.FrameLimits;
import godwit.edge.inbound.FrameParser;
import godwit.edge.memory.EdgeMemory;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.GoAwayReason;
import godwit.edge.request.ShardGateway;
import godwit.edge.session.SessionContext;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.AgentTerminationException;

/**
 * The edge's sockets: binds, accepts, spreads connections over event loops, and lets them go in order.
 */
public final class SocketServer implements AutoCloseable {
    private static final long CLOSE_MS = 500;

    private final AcceptConfiguration configuration;
    private final ConnectionGate gate;
    private final EventLoopGroup group;
    private final Map<EventExecutor, LoopContext> loops = new HashMap<>();
    private final List<LoopMailbox> mailboxes = new ArrayList<>();
    private Channel listener;
    private volatile boolean draining;
    private volatile boolean closing;

    /**
     * A server that is not bound yet.
     *
     * @param configuration names and limits.
     * @param frames        limits of frames.
     * @param limits        what clients are told.
     * @param verifier      judges tokens.
     * @param gateway       the way to the shard.
     * @param memory        what connections may make it hold.
     * @param counters      counts.
     */
    public SocketServer(
        final AcceptConfiguration configuration, final FrameLimits frames, final ConnectionLimits limits,
        final TokenVerifier verifier, final ShardGateway gateway, final EdgeMemory memory, final EdgeCounters counters) {
        this.configuration = configuration;
        this.gate = new ConnectionGate(
            configuration.connectionsMax(), Math.max(1, configuration.connectionsMax() / 2));
        this.group = new MultiThreadIoEventLoopGroup(
            configuration.eventLoops(), new DefaultThreadFactory("edge-loop", true), ioHandlers());
        final OutboundMemory outbound = new OutboundMemory(memory.outbound(), gate::connections);
        for (final EventExecutor executor : group) {
            executor.terminationFuture().addListener(future -> onLoopEnded());
            final LoopContext loop = loop((EventLoop) executor, outbound, memory);
            loop.sessions(new SessionContext(
                configuration.sessions(), loop.clock(), loop.wheel(), new FrameParser(frames),
                new FrameEncoder(limits), verifier, gateway, loop.mailbox()::crossing, counters,
                configuration.errorHandler(), memory.waiting()));
            loops.put(executor, loop);
            mailboxes.add(loop.mailbox());
        }
    }

    private LoopContext loop(final EventLoop executor, final OutboundMemory outbound, final EdgeMemory memory) {
        final Unfinished partial = new Unfinished(executor, memory.partial(), gate::connections,
            () -> loops.values().forEach(loop -> loop.partial().askRelief()));
        final Unfinished fragments = new Unfinished(executor, memory.fragments(), gate::connections,
            () -> loops.values().forEach(loop -> loop.fragments().askRelief()));
        return new LoopContext(
            executor, outbound, this::askRelief, partial, fragments, configuration.errorHandler());
    }

    /** Without it nobody reads its sockets, nor answers them: clients would hang where they could reconnect. */
    private void onLoopEnded() {
        if (!closing) {
            configuration.errorHandler().onError(new AgentTerminationException("an event loop of the edge ended"));
        }
    }

    private void askRelief() {
        loops.values().forEach(LoopContext::askRelief);
    }

    /** The event loops, for a test to end one. */
    EventLoopGroup loops() {
        return group;
    }

    private static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private static Class<? extends ServerSocketChannel> channelClass() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /**
     * Binds and accepts.
     *
     * @param routes   answers plain HTTP.
     * @param counters counts.
     * @throws IOException if the port cannot be had.
     */
    public void bind(final HttpRoutes routes, final EdgeCounters counters) throws IOException {
        final ChannelFuture bound = new ServerBootstrap()
            .group(group)
            .channel(channelClass())
            .option(ChannelOption.SO_BACKLOG, AcceptConfiguration.BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .childHandler(new SocketInitializer(
                configuration, gate, routes, loops::get, counters, new AtomicLong(), () -> draining))
            .bind(configuration.host(), configuration.port())
            .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + configuration.host() + ":" + configuration.port() + ": "
                + bound.cause().getMessage(), bound.cause());
        }
        listener = bound.channel();
    }

    private WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(configuration.outboundBytesMax() / 2, configuration.outboundBytesMax());
    }

    /** The port that was bound. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Counts of sockets. */
    public ConnectionGate gate() {
        return gate;
    }

    /** One for each event loop; the shard's thread flushes them. */
    public List<LoopMailbox> mailboxes() {
        return mailboxes;
    }

    /** Takes no further WebSockets; plain HTTP is answered until {@link #close}: somebody asks whether this one is ready. */
    public void refuseWebSockets() {
        draining = true;
    }

    /**
     * Sends the clients away, each with a time of its own to come back.
     *
     * @param reason         what to tell them.
     * @param reconnectMaxMs the latest of these times.
     * @param timeoutMs      how long to wait for the frames to be written.
     */
    public void sendAway(final GoAwayReason reason, final long reconnectMaxMs, final long timeoutMs) {
        final CountDownLatch told = new CountDownLatch(loops.size());
        loops.forEach((executor, loop) -> executor.execute(() -> {
            sendAway(loop, reason, reconnectMaxMs);
            told.countDown();
        }));
        awaitQuietly(told, timeoutMs);
    }

    private static void sendAway(final LoopContext loop, final GoAwayReason reason, final long reconnectMaxMs) {
        loop.readClock();
        for (final ConnectionHandler connection : List.copyOf(loop.connections())) {
            connection.session().drain(reason, ThreadLocalRandom.current().nextLong(reconnectMaxMs + 1));
        }
        loop.flush();
    }

    private static void awaitQuietly(final CountDownLatch latch, final long timeoutMs) {
        try {
            latch.await(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing = true;
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSE_MS);
        }
        group.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_MS);
    }
}
