package godwit.simulation.edge;

import godwit.core.CoreLimits;
import godwit.edge.auth.TokenClaims;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.downlink.Downlink;
import godwit.edge.fanout.Links;
import godwit.edge.inbound.FrameLimits;
import godwit.edge.inbound.FrameParser;
import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.presence.Presence;
import godwit.edge.request.Request;
import godwit.edge.session.EdgeClock;
import godwit.edge.session.HeartbeatWheel;
import godwit.edge.session.Session;
import godwit.edge.session.SessionConfiguration;
import godwit.edge.session.SessionContext;
import godwit.edge.uplink.ShardRouter;
import godwit.edge.uplink.Uplink;
import godwit.edge.uplink.UplinkConfiguration;
import godwit.protocol.ChatIds;
import godwit.protocol.Partitions;
import godwit.settings.Topology;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.journal.Cassandra;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Lines;
import godwit.simulation.world.SimulationFailure;
import godwit.simulation.world.Trace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.concurrent.UnsafeBuffer;

/** One life of an edge: its event loop and its shard's agent, in one thread, until it dies. */
public final class Edge {
    private static final long CYCLE_MS = 5;
    private static final long LOOP_CYCLE_MS = 50;
    private static final long DRAIN_MS = 100;
    private static final long RECONNECT_SPREAD_MS = 1_000;
    private static final int REQUESTS_MAX = 512;
    private static final int PENDING_MAX = 256;
    private static final long TOKEN_MS = 24L * 3600 * 1000;
    private static final long CONNECTIONS_PER_EDGE = 1_000_000;

    private final long edgeId;
    private final long epochMs;
    private final Sights sights;
    private final Cassandra cassandra;
    private final Clock clock;
    private final Draw draw;
    private final Trace trace;
    private final EdgeCounters counters = new EdgeCounters();
    private final EdgeClock loopClock = new EdgeClock();
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    /** Of requests that wait: who wants to know when they are taken up. */
    private final Map<Request, Runnable> awaited = new IdentityHashMap<>();
    private final ArrayDeque<Runnable> lateTasks = new ArrayDeque<>();
    private final List<Socket> sockets = new ArrayList<>();
    /** What clients wait for takes of it, what is asked of shards, what is known of users, and what is kept to be handed out anew. */
    private final ByteBudget memory = ByteBudget.unbounded();
    private final Links links = new Links(memory);
    private final HeartbeatWheel wheel;
    private final SessionContext context;
    private final List<Lane> lanes = new ArrayList<>();
    private final ShardRouter router;
    private int oddPerMille;
    private long connections;
    private long unreadPages;
    private long pausedUntilMs;
    private long cutOffUntilMs;
    private boolean draining;
    private boolean alive = true;

    /**
     * An edge that begins.
     *
     * @param edgeId      its name for this life; not 0.
     * @param epochMs     1970 to the run's beginning.
     * @param clock       the time.
     * @param draw        chooses.
     * @param trace       hears what it is told.
     * @param shards      that it serves, by number.
     * @param topology    which shard owns which partition.
     * @param cassandra   that it reads from.
     * @param limits      of the shard.
     * @param oddPerMille frames and commands that wait, get lost, or come twice.
     * @param sights      counts what it sees.
     */
    public Edge(
        final long edgeId, final long epochMs, final Clock clock, final Draw draw, final Trace trace,
        final List<Shard> shards, final Topology topology, final Cassandra cassandra, final CoreLimits limits,
        final int oddPerMille, final Sights sights) {
        this.edgeId = edgeId;
        this.sights = sights;
        this.epochMs = epochMs;
        this.cassandra = cassandra;
        this.clock = clock;
        this.draw = draw;
        this.trace = trace;
        this.oddPerMille = oddPerMille;
        final SessionConfiguration d = SessionConfiguration.DEFAULT;
        final ConnectionLimits told = told(limits);
        wheel = new HeartbeatWheel(clock.nowMs());
        context = new SessionContext(
            new SessionConfiguration(limits.inFlightMax(), limits.unacknowledgedMax(), d.sendsPerSecond(), d.sendsBurst(),
                d.framesPerSecond(), d.framesBurst(), d.silenceMs()),
            loopClock, wheel, new FrameParser(FrameLimits.DEFAULT),
            new FrameEncoder(told), Edge::verify, this::offer,
            session -> new WatchedConnection(session, this::onUnavailable), counters, Edge::onBug,
            memory);
        final FrameEncoder encoder = new FrameEncoder(told);
        for (final Shard shard : shards) {
            lanes.add(new Lane(this, shard, links.ofShard(shard.number()),
                (link, sessions) -> new Uplink(new UplinkConfiguration(edgeId, channel(edgeId), stream(shard.number()),
                    "simulated", PENDING_MAX, 5_000, 100,
                    told.unacked()), link, sessions, Edge::resolve, lateTasks::add,
                    memory, counters),
                (sessions, uplink) -> lanes.isEmpty()
                    ? new Downlink(sessions, uplink, cassandra, lateTasks::add, encoder, counters)
                    : lanes.get(0).downlink().ofShard(sessions, uplink)));
        }
        for (int i = 0; i < lanes.size(); i++) {
            final int own = shards.get(i).number();
            lanes.get(i).downlink().otherShards(chatId -> topology.shardOf(ChatIds.partition(chatId)) != own);
        }
        new Presence(lanes.stream().map(lane -> lane.uplink().presence()).toList(),
            userId -> CompletableFuture.completedFuture(topology.shardOf(partition(userId))), lateTasks::add, encoder,
            memory, counters);
        router = new ShardRouter(
            lanes.stream().map(Lane::uplink).toList(), links, topology, Edge::resolve, lateTasks::add, counters);
        cycle();
        loopCycle();
    }

    private static ConnectionLimits told(final CoreLimits limits) {
        final ConnectionLimits d = ConnectionLimits.DEFAULT;
        return new ConnectionLimits(d.heartbeatMs(), d.frameBytes(), d.textBytes(), limits.inFlightMax(),
            limits.unacknowledgedMax());
    }

    private static void onBug(final Throwable bug) {
        throw new IllegalStateException("a frame of a client met a bug", bug);
    }

    /** The channel by which the shard finds the edge. */
    static String channel(final long edgeId) {
        return "edge:" + edgeId;
    }

    /** The stream by which a shard tells the edge something. */
    static int stream(final int shard) {
        return shard + 1;
    }

    private static Optional<TokenClaims> verify(final CharSequence token, final long nowMs) {
        return Optional.of(new TokenClaims(token.toString(), null, nowMs + TOKEN_MS));
    }

    private static CompletionStage<Integer> resolve(final String userId) {
        return CompletableFuture.completedFuture(partition(userId));
    }

    /** The partition of a user. */
    public static int partition(final String userId) {
        return Partitions.ofUser(new UnsafeBuffer(userId.getBytes(StandardCharsets.US_ASCII)));
    }

    private boolean offer(final Request request) {
        return requests.size() < REQUESTS_MAX && requests.add(request);
    }

    // ---- the shards' agent

    private void cycle() {
        if (alive) {
            if (clock.nowMs() >= pausedUntilMs) {
                doWork();
            }
            clock.after(CYCLE_MS, this::cycle);
        }
    }

    private void doWork() {
        final long nowMs = clock.nowMs();
        lanes.forEach(lane -> lane.downlink().onTime(nowMs));
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            final Runnable onTaken = awaited.remove(request);
            if (onTaken != null) {
                onTaken.run();
            }
            if (request instanceof Request.Acknowledge acknowledge) {
                lanes.get(router.shardOf(acknowledge.connectionId())).downlink().onAcknowledge(acknowledge);
            } else {
                router.onRequest(request, nowMs);
            }
        }
        for (Runnable task = lateTasks.poll(); task != null; task = lateTasks.poll()) {
            task.run();
        }
        lanes.forEach(lane -> lane.doWork(nowMs));
    }

    // ---- the event loop

    private void loopCycle() {
        if (alive) {
            if (clock.nowMs() >= pausedUntilMs) {
                onLoop(() -> {
                    loopClock.onTick();
                    wheel.poll(clock.nowMs());
                });
            }
            clock.after(LOOP_CYCLE_MS, this::loopCycle);
        }
    }

    /** Something happens on the event loop, which reads the clock first. */
    void onLoop(final Runnable event) {
        loopClock.update(clock.nowNs(), epochMs + clock.nowMs());
        event.run();
    }

    /** Something happens there; {@code onTaken} runs when the agent takes up the request that comes of it, if one does. */
    void onLoop(final Runnable event, final Runnable onTaken) {
        final Request before = requests.peekLast();
        onLoop(event);
        if (requests.peekLast() != before) {
            awaited.put(requests.peekLast(), onTaken);
        }
    }

    /** A phone opens a socket. */
    public Socket connect(final Client client) {
        final Socket socket = new Socket(clock, draw.split(), client);
        onLoop(() -> socket.session(this, new Session(
            edgeId * CONNECTIONS_PER_EDGE + ++connections, context, socket, null)));
        sockets.removeIf(old -> !old.isOpen());
        sockets.add(socket);
        return socket;
    }

    // ---- what happens to it

    /** It dies, and every socket with it. */
    public void die() {
        lanes.forEach(lane -> lane.shardLink().close());
        end();
    }

    /** It goes out of service in order: its clients are sent elsewhere, and a moment later it says that it closes. */
    public void drain() {
        draining = true;
        sockets.forEach(socket -> socket.sendAway(draw.between(0, RECONNECT_SPREAD_MS)));
        clock.after(DRAIN_MS, this::close);
    }

    private void close() {
        if (!alive) {
            return;
        }
        if (clock.nowMs() < pausedUntilMs) {
            clock.after(DRAIN_MS, this::close);
            return;
        }
        doWork();
        sights.saw(Sight.EDGE_CLOSED, lanes.stream().filter(lane -> lane.uplink().ready()).count());
        lanes.forEach(lane -> lane.uplink().close());
        end();
        // What it said last is under way.
        clock.after(DRAIN_MS, () -> lanes.forEach(lane -> lane.shardLink().close()));
    }

    private void end() {
        alive = false;
        count();
        lanes.forEach(lane -> lane.deliveries().cut());
        sockets.forEach(Socket::edgeDied);
    }

    /** It stands still for a while. */
    public void pause(final long durationMs) {
        pausedUntilMs = Math.max(pausedUntilMs, clock.nowMs() + durationMs);
        lanes.forEach(lane -> {
            lane.deliveries().stall(durationMs);
            lane.disturb(pausedUntilMs);
        });
        sockets.forEach(socket -> socket.stallUp(durationMs));
    }

    /** It hears nothing of the shards for a while, nor they of it; its phones do. */
    public void cutOff(final long durationMs) {
        cutOffUntilMs = Math.max(cutOffUntilMs, clock.nowMs() + durationMs);
        lanes.forEach(lane -> {
            lane.deliveries().cut();
            lane.shardLink().cut(durationMs);
        });
    }

    /** What a shard tells it comes late for a while. */
    public void hearLate(final int shard, final long durationMs) {
        lanes.get(shard).deliveries().stall(durationMs);
        lanes.get(shard).disturb(clock.nowMs() + durationMs);
    }

    /** Its connection to a shard breaks; what it tells that over the next one comes late for a while. */
    public void beHeardLate(final int shard, final long durationMs) {
        lanes.get(shard).shardLink().cut(0);
        lanes.get(shard).shardLink().stall(durationMs);
        lanes.get(shard).disturb(clock.nowMs() + durationMs);
    }

    /** Whether what shards tell it is lost. */
    boolean isCutOff() {
        return clock.nowMs() < cutOffUntilMs;
    }

    /** Nothing odd happens to it from now on. */
    public void heal() {
        oddPerMille = 0;
        lanes.forEach(lane -> lane.shardLink().heal());
    }

    /** Its sockets. */
    public List<Socket> sockets() {
        return sockets;
    }

    /** Its connection to a shard. */
    public ShardLink shardLink(final int shard) {
        return lanes.get(shard).shardLink();
    }

    /** A shard says something to it; it gets lost, comes, or comes again. */
    void onFrame(final int shard, final byte[] frame, final int copies) {
        trace.say(() -> "edge " + edgeId + " is told by shard " + shard + " x" + copies + " " + Lines.frame(frame));
        if (copies == 0) {
            lanes.get(shard).disturb(clock.nowMs());
        }
        for (int i = 0; i < copies; i++) {
            lanes.get(shard).deliveries().send(frame);
        }
    }

    /** Whether it lives. */
    public boolean alive() {
        return alive;
    }

    /** Whether it neither stands still nor is cut off. */
    public boolean isAwake() {
        return clock.nowMs() >= pausedUntilMs && !isCutOff();
    }

    /** What it saw in its life is counted. */
    public void count() {
        sights.saw(Sight.STALE_FRAME, counters.get(EdgeCounter.DELIVERY_FRAMES_STALE));
        sights.saw(Sight.DELIVERY_GAP, counters.get(EdgeCounter.DELIVERY_GAPS));
        sights.saw(Sight.ENTRY_OVERTOOK, counters.get(EdgeCounter.ENTRIES_OUT_OF_ORDER));
        sights.saw(Sight.SESSIONS_ATTACHED_AGAIN, counters.get(EdgeCounter.SESSIONS_ATTACHED_AGAIN));
        sights.saw(Sight.REQUEST_OFFERED_AGAIN, counters.get(EdgeCounter.REQUESTS_OFFERED_AGAIN));
        sights.saw(Sight.TABLE_READ, counters.get(EdgeCounter.STORE_READS));
        sights.saw(Sight.TABLE_READ_FAILED,
            counters.get(EdgeCounter.STORE_FAILURES) + counters.get(EdgeCounter.STORE_ENTRIES_MISSING));
    }

    /** Nobody is connected any more: nothing is kept for anybody. */
    public void verifyMemory() {
        final int pending = lanes.stream().mapToInt(lane -> lane.uplink().pendingCount()).sum();
        if (memory.taken() != 0 || pending != 0 || links.count() != 0) {
            throw new SimulationFailure("edge " + edgeId + " has no client, and memory=" + memory.taken()
                + " requests=" + pending + " links=" + links.count());
        }
    }

    /** Whether clients may be sent to it. */
    public boolean ready() {
        return alive && !draining && isAwake() && lanes.stream().anyMatch(lane -> lane.uplink().ready());
    }

    /** Whether what it tells shards gets there. */
    public boolean isConnected() {
        return isAwake() && lanes.stream().allMatch(lane -> lane.shardLink().isConnected());
    }

    /** Whether it will ask for what some session missed, which may come a second time then. */
    public boolean isResyncing() {
        return lanes.stream().anyMatch(lane -> lane.uplink().resyncs().isWaiting());
    }

    /** Whether it is about to attach its sessions at one of the shards. */
    public boolean isAttaching() {
        return alive && !lanes.stream().allMatch(lane -> lane.uplink().ready());
    }

    private void onUnavailable(final Request request) {
        if (request.reads() && cassandra.failsUntilMs(request.connectionId()) + Lane.ANSWERED_MS >= clock.nowMs()) {
            unreadPages++;
        }
    }

    /**
     * Requests given up unanswered, or before it was their turn, but pages of connections for which the store had left a reading
     * unanswered.
     */
    long givenUp() {
        return counters.get(EdgeCounter.REQUESTS_TIMED_OUT) + counters.get(EdgeCounter.LOOK_UPS_TIMED_OUT) - unreadPages;
    }

    long edgeId() {
        return edgeId;
    }

    int oddPerMille() {
        return oddPerMille;
    }

    Clock clock() {
        return clock;
    }

    Draw draw() {
        return draw;
    }

    EdgeCounters counters() {
        return counters;
    }
}
