package godwit.edge.accept;

import godwit.edge.auth.HmacTokenVerifier;
import godwit.edge.auth.TokenKey;
import godwit.edge.auth.TokenMinter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.http.EdgeHealth;
import godwit.edge.http.HttpRoutes;
import godwit.edge.http.OriginPolicy;
import godwit.edge.inbound.FrameLimits;
import godwit.edge.memory.EdgeMemory;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.session.SessionConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The edge's sockets in front of a {@link FakeShard}, on a free port of the loopback.
 */
final class ServerUnderTest implements AutoCloseable {
    private static final long HOUR_MS = 3_600_000;

    final FakeShard shard = new FakeShard();
    final EdgeCounters counters = new EdgeCounters();
    final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    final EdgeMemory memory;
    final SocketServer server;
    private final TokenMinter minter;

    ServerUnderTest(final SessionConfiguration sessions, final int connectionsMax, final int outboundBytesMax)
        throws IOException {
        this(sessions, connectionsMax, outboundBytesMax, EdgeMemory.fittingInto(64 << 20, 256 << 20));
    }

    ServerUnderTest(
        final SessionConfiguration sessions, final int connectionsMax, final int outboundBytesMax,
        final EdgeMemory memory) throws IOException {
        this.memory = memory;
        final TokenKey key = TokenKey.random();
        minter = new TokenMinter(key);
        server = new SocketServer(
            new AcceptConfiguration("127.0.0.1", 0, 2, FrameLimits.DEFAULT.frameBytes(), outboundBytesMax,
                connectionsMax, OriginPolicy.loopback(), sessions, bugs::add),
            FrameLimits.DEFAULT, ConnectionLimits.DEFAULT, new HmacTokenVerifier(key), shard, memory, counters);
        server.bind(HttpRoutes.builder("/ws").health(() -> EdgeHealth.READY).build(), counters);
        shard.start(server.mailboxes());
    }

    static ServerUnderTest start() throws IOException {
        return new ServerUnderTest(SessionConfiguration.DEFAULT, 1_000, 1 << 20);
    }

    int port() {
        return server.port();
    }

    String token(final String userId) {
        return minter.mint(userId, null, HOUR_MS, System.currentTimeMillis()).token();
    }

    RawWebSocket connect(final String userId) throws IOException {
        return RawWebSocket.connected(port(), token(userId), "phone-1");
    }

    @Override
    public void close() {
        server.close();
        shard.close();
    }
}
