package godwit.edge;

import godwit.client.TypingStream;
import godwit.edge.accept.AcceptConfiguration;
import godwit.edge.accept.SocketServer;
import godwit.edge.auth.HmacTokenVerifier;
import godwit.edge.auth.TokenMinter;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.downlink.DeliveryAdapter;
import godwit.edge.downlink.Downlink;
import godwit.edge.downlink.aeron.DeliverySubscription;
import godwit.edge.fanout.Links;
import godwit.edge.http.EdgeHealth;
import godwit.edge.http.HttpRoutes;
import godwit.edge.http.StaticFiles;
import godwit.edge.inbound.FrameLimits;
import godwit.edge.memory.EdgeMemory;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.GoAwayReason;
import godwit.edge.presence.Presence;
import godwit.edge.session.SessionConfiguration;
import godwit.edge.uplink.ShardRouter;
import godwit.edge.uplink.Uplink;
import godwit.edge.uplink.UplinkConfiguration;
import godwit.edge.uplink.aeron.ClusterLink;
import godwit.edge.uplink.ring.RequestRing;
import godwit.protocol.ChatIds;
import godwit.protocol.Partitions;
import godwit.protocol.StreamIds;
import godwit.protocol.idle.Doorbell;
import godwit.settings.EdgeSettings;
import io.aeron.Aeron;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One edge: its parts, put together by hand in the order in which a message passes them.
 */
public final class EdgeNode implements AutoCloseable {
    private static final long RECONNECT_SPREAD_MS = 5_000;
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final EdgeConfiguration configuration;
    private final EdgeCounters counters = new EdgeCounters();
    private final ErrorSink errors;
    private final EdgeMemory memory;
    private final long edgeId;
    private final Aeron aeron;
    private final SocketServer server;
    private final ShardAgent agent;
    private final AgentRunner runner;
    private final Doorbell bell;
    private volatile boolean draining;
    private volatile boolean closed;

    private EdgeNode(final EdgeConfiguration configuration) throws IOException {
        this.configuration = configuration;
        this.errors = new ErrorSink(configuration.onFatal());
        this.edgeId = randomId();
        this.memory = EdgeMemory.fittingInto(PlatformDependent.maxDirectMemory() / configuration.edges(),
            Runtime.getRuntime().maxMemory() / configuration.edges());
        final EdgeSettings settings = configuration.settings();

        // 1, 2, 3, 11: sockets, sessions, frames in, frames out
        this.bell = configuration.bells().get(0).addEdge();
        final RequestRing ring = new RequestRing(
            settings.requestsPendingMax(), memory.requests(), counters, bell::ring);
        final ConnectionLimits told = told(settings);
        this.server = new SocketServer(accept(settings), frames(settings), told,
            new HmacTokenVerifier(configuration.tokenKey()), ring, memory, counters);
        this.aeron = connect();
        try {
            // 4, 9, 10: to the shards, and from them to the connections that it is for
            final LateTasks lateTasks = new LateTasks(bell::ring);
            final Links links = new Links(memory.recent());
            final List<ShardLane> lanes = new ArrayList<>();
            final ShardRouter router = lanes(lanes, links, lateTasks, new FrameEncoder(told));
            this.agent = new ShardAgent("edge-" + configuration.edge(), lanes, router, ring, lateTasks,
                server.mailboxes(), this::onAgentEnded);
            this.runner = new AgentRunner(configuration.bells().get(0).edge(bell), errors, null, agent);
            AgentRunner.startOnThread(runner, EdgeNode::daemon);
            server.bind(routes(settings), counters);
        } catch (final IOException | RuntimeException e) {
            CloseHelper.quietCloseAll(server, aeron);
            throw e;
        }
    }

    /**
     * Starts an edge; it serves as soon as the shard gave it a lease, see {@link #isReady()}.
     *
     * @param configuration what it is made of.
     * @return the running edge.
     * @throws IOException if its port cannot be had.
     */
    public static EdgeNode launch(final EdgeConfiguration configuration) throws IOException {
        return new EdgeNode(configuration);
    }

    private ShardRouter lanes(
        final List<ShardLane> lanes, final Links links, final LateTasks lateTasks, final FrameEncoder encoder) {
        final List<Uplink> uplinks = new ArrayList<>();
        Downlink first = null;
        for (int shard = 0; shard < configuration.clusters().size(); shard++) {
            final Links sessions = links.ofShard(shard);
            final ClusterLink cluster = new ClusterLink(aeron, configuration.clusters().get(shard),
                new TypingStream(aeron, shard, errors), counters, errors);
            final int stream = StreamIds.delivery(configuration.edge(), shard);
            final Uplink uplink = new Uplink(uplink(stream), cluster, sessions, EdgeNode::partitionOf, lateTasks,
                memory.requests(), counters);
            final Downlink downlink = first == null
                ? new Downlink(sessions, uplink, configuration.store(), lateTasks, encoder, counters)
                : first.ofShard(sessions, uplink);
            first = first == null ? downlink : first;
            final int own = shard;
            downlink.otherShards(chatId -> configuration.topology().shardOf(ChatIds.partition(chatId)) != own);
            final DeliverySubscription deliveries = new DeliverySubscription(aeron, configuration.deliveryChannel(),
                stream, new DeliveryAdapter(edgeId, downlink, counters));
            uplinks.add(uplink);
            lanes.add(new ShardLane(cluster, uplink, downlink, deliveries,
                configuration.bells().get(shard)::ringConsensus));
        }
        new Presence(uplinks.stream().map(Uplink::presence).toList(),
            userId -> partitionOf(userId).thenApply(configuration.topology()::shardOf), lateTasks, encoder,
            memory.presence(), counters);
        return new ShardRouter(
            uplinks, links, configuration.topology(), EdgeNode::partitionOf, lateTasks, counters);
    }

    private static long randomId() {
        final SecureRandom random = new SecureRandom();
        long id = 0;
        while (id == 0) {
            id = random.nextLong();
        }
        return id;
    }

    private static Thread daemon(final Runnable runnable) {
        final Thread thread = new Thread(runnable);
        thread.setDaemon(true);
        return thread;
    }

    private void onAgentEnded() {
        if (!closed) {
            errors.onError(new AgentTerminationException("the edge's thread of the shards ended"));
        }
    }

    private static CompletionStage<Integer> partitionOf(final String userId) {
        return CompletableFuture.completedFuture(
            Partitions.ofUser(new UnsafeBuffer(userId.getBytes(StandardCharsets.US_ASCII))));
    }

    private Aeron connect() {
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .clientName("godwit-edge")
            .errorHandler(errors));
    }

    private AcceptConfiguration accept(final EdgeSettings settings) {
        final SessionConfiguration sessions = new SessionConfiguration(
            settings.limits().inFlightMax(), settings.limits().unackedMax(), settings.rates().sendsPerSecond(),
            settings.rates().sendsBurst(), settings.rates().framesPerSecond(), settings.rates().framesBurst(),
            settings.times().silenceMs());
        return new AcceptConfiguration(configuration.host(), settings.httpPort(),
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2), settings.limits().frameBytesMax(),
            settings.outboundBytesMax(), settings.connectionsMax(), configuration.origins(), sessions, errors);
    }

    private static FrameLimits frames(final EdgeSettings settings) {
        return new FrameLimits(settings.limits().frameBytesMax(), settings.limits().textBytesMax());
    }

    private static ConnectionLimits told(final EdgeSettings settings) {
        return new ConnectionLimits((int) settings.times().heartbeatMs(), settings.limits().frameBytesMax(),
            settings.limits().textBytesMax(), settings.limits().inFlightMax(), settings.limits().unackedMax());
    }

    private UplinkConfiguration uplink(final int stream) {
        final EdgeSettings settings = configuration.settings();
        return new UplinkConfiguration(edgeId, configuration.deliveryChannel(), stream, id(),
            settings.requestsPendingMax(), settings.times().requestTimeoutMs(), settings.times().ackCoalesceMs(),
            settings.limits().unackedMax());
    }

    private HttpRoutes routes(final EdgeSettings settings) throws IOException {
        final HttpRoutes.Builder routes = HttpRoutes.builder(AcceptConfiguration.SOCKET_PATH)
            .health((EdgeHealth) this::notReadyReason)
            .webApp(StaticFiles.load(EdgeNode.class.getClassLoader(), StaticFiles.WEB_ROOT));
        register();
        if (configuration.developer()) {
            routes.metrics(configuration.metrics()).devTokens(
                new TokenMinter(configuration.tokenKey()), settings.times().tokenTtlMs(), System::currentTimeMillis);
        }
        return routes.build();
    }

    private void register() {
        for (final EdgeCounter counter : EdgeCounter.values()) {
            configuration.metrics().counter("godwit_edge_" + counter.label().replaceAll("[ -]", "_"),
                counter.sentence(), () -> counters.get(counter));
        }
        configuration.metrics()
            .gauge("godwit_edge_connections", "Open sockets.", () -> server.gate().connections())
            .gauge("godwit_edge_sessions", "Devices with a session.", () -> server.gate().live())
            .gauge("godwit_edge_requests_pending", "Requests that wait for the shard.", () -> agent.pendingCount())
            .gauge("godwit_edge_outbound_bytes", "What waits for all sockets.", () -> memory.outbound().taken())
            .gauge("godwit_edge_outbound_bytes_max", "Its bound.", () -> memory.outbound().bytesMax())
            .gauge("godwit_edge_partial_bytes", "Requests of HTTP and frames of clients without an end.", () -> memory.partial().taken())
            .gauge("godwit_edge_partial_bytes_max", "Its bound.", () -> memory.partial().bytesMax())
            .gauge("godwit_edge_fragments_bytes", "Messages without an end.", () -> memory.fragments().taken())
            .gauge("godwit_edge_fragments_bytes_max", "Its bound.", () -> memory.fragments().bytesMax())
            .gauge("godwit_edge_waiting_bytes", "Frames before CONNECTED.", () -> memory.waiting().taken())
            .gauge("godwit_edge_waiting_bytes_max", "Its bound.", () -> memory.waiting().bytesMax())
            .gauge("godwit_edge_requests_bytes", "Requests without an answer, and pages that are gathered.", () -> memory.requests().taken())
            .gauge("godwit_edge_requests_bytes_max", "Its bound.", () -> memory.requests().bytesMax())
            .gauge("godwit_edge_presence_bytes", "Users that connections want to know of.", () -> memory.presence().taken())
            .gauge("godwit_edge_presence_bytes_max", "Its bound.", () -> memory.presence().bytesMax())
            .gauge("godwit_edge_recent_bytes", "Entries that connections were shown, beyond those that are kept in any case.",
                () -> memory.recent().taken())
            .gauge("godwit_edge_recent_bytes_max", "Its bound.", () -> memory.recent().bytesMax())
            .counter("godwit_edge_errors", "Bugs and failures of the media driver.", errors::count);
    }

    private String notReadyReason() {
        if (draining) {
            return "draining";
        }
        return agent.ready() ? configuration.behind().notReadyReason() : "no route to a shard leader";
    }

    /** Whether a client can be served: listening, the shard gave a lease, and what lies behind is well. */
    public boolean isReady() {
        return notReadyReason() == EdgeHealth.READY;
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** The edge's name in this run. */
    public String id() {
        return Long.toUnsignedString(edgeId, 36);
    }

    /** What it counted. */
    long count(final EdgeCounter counter) {
        return counters.get(counter);
    }

    /** How it is. */
    public EdgeStatus status() {
        return new EdgeStatus(id(), "http://" + configuration.host() + ":" + port(), server.gate().connections(),
            server.gate().live(), agent.pendingCount(), isReady(), agent.clusterState());
    }

    /**
     * Sends the clients away: readyz and new WebSockets get 503 from now until {@link #close}, answers under way are
     * awaited for a while, then each connection gets GOAWAY and a close. Bounded by the setting {@code edge.drain}.
     *
     * @param reason {@link GoAwayReason#DRAIN} or {@link GoAwayReason#SHUTDOWN}.
     */
    public void drain(final GoAwayReason reason) {
        draining = true;
        final long drainMs = configuration.settings().times().drainMs();
        server.refuseWebSockets();
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMs);
        awaitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMs / 4), () -> agent.pendingCount() == 0);
        server.sendAway(reason, RECONNECT_SPREAD_MS, drainMs / 4);
        awaitUntil(deadlineNs, () -> server.gate().webSockets() == 0);
    }

    private static void awaitUntil(final long deadlineNs, final java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Ends it: tells the shard that its sessions are over, and lets go of everything. Drains first if nobody did. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!draining) {
            drain(GoAwayReason.SHUTDOWN);
        }
        configuration.bells().get(0).removeEdge(bell);
        CloseHelper.quietCloseAll(runner, server, aeron);
    }
}
