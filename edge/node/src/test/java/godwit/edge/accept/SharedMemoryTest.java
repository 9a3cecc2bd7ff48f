package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.memory.ByteBudget;
import godwit.edge.memory.EdgeMemory;
import godwit.edge.request.Request;
import godwit.edge.session.SessionConfiguration;
import godwit.edge.uplink.ring.RequestRing;
import godwit.protocol.codecs.ContentKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all sockets together make the edge hold is bounded, and at the bound the others are served. */
final class SharedMemoryTest {
    private static final SessionConfiguration PATIENT = new SessionConfiguration(32, 256, 200, 1_000, 500, 2_000, 120_000);
    private static final int OUTBOUND = 4 << 20;
    private static final int PARTIAL = 2 << 20;
    private static final int FRAGMENTS = 2 << 20;
    private static final long SEEN_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Too long to be taken for somebody who holds little, were it not for the session. */
    private static final byte[] LONG_HEARTBEAT = RawWebSocket.masked(RawWebSocket.FINAL | RawWebSocket.TEXT,
        ("{\"type\":\"HEARTBEAT\",\"x\":\"" + "x".repeat(60_000) + "\"}").getBytes(StandardCharsets.US_ASCII));

    private final EdgeMemory memory = new EdgeMemory(new ByteBudget(OUTBOUND), new ByteBudget(PARTIAL),
        new ByteBudget(FRAGMENTS), new ByteBudget(100_000), new ByteBudget(100_000), ByteBudget.unbounded(), ByteBudget.unbounded());
    private final ServerUnderTest server;
    private final List<RawWebSocket> sockets = new ArrayList<>();

    SharedMemoryTest() throws IOException {
        server = new ServerUnderTest(PATIENT, 400, 64 << 20, memory);
    }

    @AfterEach
    void stop() throws IOException {
        for (final RawWebSocket socket : sockets) {
            socket.close();
        }
        await().untilAsserted(() -> {
            assertThat(server.server.gate().connections()).isZero();
            assertThat(memory.outbound().taken()).isZero();
            assertThat(memory.partial().taken()).isZero();
            assertThat(memory.fragments().taken()).isZero();
            assertThat(memory.waiting().taken()).isZero();
        });
        server.close();
        assertThat(server.bugs).isEmpty();
    }

    private RawWebSocket opened(final RawWebSocket socket) {
        sockets.add(socket);
        return socket;
    }

    @Test
    void shouldCloseThoseThatHoldMostAndServeTheOthers() throws IOException {
        for (int i = 0; i < 4; i++) {
            opened(server.connect("hoarder" + i));
        }
        final RawWebSocket healthy = opened(server.connect("alice"));
        final byte[] large = Arrays.copyOf(new byte[] {'{', '}'}, 200_000);
        int pushed = 0;
        while (server.counters.get(EdgeCounter.CLOSED_FULL) < 4) {
            server.shard.tell(connection -> connection.onPushedFrame(large));
            assertThat(healthy.read().payload()).hasSize(large.length);
            assertThat(memory.outbound().taken()).isLessThanOrEqualTo(OUTBOUND);
            assertThat(++pushed).as("what the system's own buffers take").isLessThan(1_000);
            if (server.server.gate().connections() == 2) {
                break;
            }
        }
        assertThat(server.counters.get(EdgeCounter.CLOSED_FULL)).isPositive();
        assertThat(server.counters.get(EdgeCounter.CLOSED_SLOW)).isZero();
        healthy.text("{\"type\":\"HEARTBEAT\"}");
        assertThat(healthy.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
    }

    private void expectServed(final RawWebSocket socket) throws IOException {
        assertThat(socket.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
    }

    private void expectRequestsTaken() {
        assertThat(memory.requests().hasRoom(memory.requests().bytesMax())).isTrue();
        final RequestRing ring = new RequestRing(8, memory.requests(), server.counters, () -> { });
        final Request send = new Request.Send(1, null, 7, "k", ContentKind.TEXT, new byte[4_096], 0);
        assertThat(ring.offer(send)).isTrue();
        memory.requests().giveBack(send.heldBytes());
    }

    @Test
    void shouldServeWhoseFrameComesInPiecesWhileOthersFillHalfFrames() throws IOException {
        final RawWebSocket healthy = opened(server.connect("alice"));
        final RawWebSocket slow = opened(server.connect("bob"));
        slow.raw(Arrays.copyOf(LONG_HEARTBEAT, 40_000));
        final List<RawWebSocket> hoarders = new ArrayList<>();
        int seen = 0;
        for (int i = 0; i < 60; i++) {
            final RawWebSocket hoarder = opened(RawWebSocket.open(server.port()));
            hoarders.add(hoarder);
            hoarder.raw(Arrays.copyOf(LONG_HEARTBEAT, 60_000));
            final long before = memory.partial().taken();
            healthy.raw(Arrays.copyOf(LONG_HEARTBEAT, 30_000));
            seen += isSeenToChange(before) ? 1 : 0;
            healthy.raw(Arrays.copyOfRange(LONG_HEARTBEAT, 30_000, LONG_HEARTBEAT.length));
            expectServed(healthy);
        }
        assertThat(seen).as("pieces kept").isPositive();
        assertThat(server.counters.get(EdgeCounter.CLOSED_HALF_MESSAGES)).isPositive();
        assertThat(memory.partial().taken()).isPositive().isLessThanOrEqualTo(PARTIAL);
        expectRequestsTaken();
        slow.raw(Arrays.copyOfRange(LONG_HEARTBEAT, 40_000, LONG_HEARTBEAT.length));
        expectServed(slow);
        await().until(() -> closed(hoarders) > 0);
    }

    /** Not seen when as much went, of the frame before or of who was closed for it, as came. */
    private boolean isSeenToChange(final long before) {
        final long deadlineNs = System.nanoTime() + SEEN_NS;
        while (memory.partial().taken() == before && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(POLL_NS);
        }
        return memory.partial().taken() != before;
    }

    private static long closed(final List<RawWebSocket> sockets) throws IOException {
        long closed = 0;
        for (final RawWebSocket socket : sockets) {
            closed += socket.available() > 0 && socket.readCloseCode() == 1013 ? 1 : 0;
        }
        return closed;
    }

    @Test
    void shouldServeMessagesInFragmentsWhileOthersFillHalfMessages() throws IOException {
        final RawWebSocket healthy = opened(server.connect("alice"));
        final RawWebSocket slow = opened(server.connect("bob"));
        slow.frame(RawWebSocket.TEXT, new byte[60_000]);
        final List<RawWebSocket> hoarders = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            final RawWebSocket hoarder = opened(RawWebSocket.open(server.port()));
            hoarders.add(hoarder);
            hoarder.frame(RawWebSocket.TEXT, new byte[33_000]);
            hoarder.frame(RawWebSocket.CONTINUATION, new byte[1]);
            healthy.frame(
                RawWebSocket.TEXT, ("{\"x\":\"" + "x".repeat(20_000)).getBytes(StandardCharsets.US_ASCII));
            healthy.frame(RawWebSocket.FINAL | RawWebSocket.CONTINUATION,
                "\",\"type\":\"HEARTBEAT\"}".getBytes(StandardCharsets.US_ASCII));
            expectServed(healthy);
        }
        await().until(() -> closed(hoarders) > 0);
        assertThat(memory.fragments().taken()).isPositive().isLessThanOrEqualTo(FRAGMENTS);
        expectRequestsTaken();
        slow.frame(RawWebSocket.FINAL | RawWebSocket.CONTINUATION, new byte[0]);
        assertThat(slow.read().text()).contains("BAD_FRAME");
    }

    @Test
    void shouldServeRequestsWhileOthersFillHalfRequests() throws IOException {
        final RawWebSocket healthy = opened(server.connect("alice"));
        for (int i = 0; i < 160; i++) {
            final RawWebSocket half = opened(new RawWebSocket(server.port()));
            half.raw(("GET /healthz HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nX: " + "x".repeat(11_000))
                .getBytes(StandardCharsets.US_ASCII));
            healthy.text("{\"type\":\"HEARTBEAT\"}");
            expectServed(healthy);
            assertThat(memory.partial().taken()).isLessThanOrEqualTo(PARTIAL);
        }
        await().until(() -> server.counters.get(EdgeCounter.CLOSED_HALF_MESSAGES) > 0);
        expectServed(opened(server.connect("bob")), "{\"type\":\"HEARTBEAT\"}");
    }

    private void expectServed(final RawWebSocket socket, final String heartbeat) throws IOException {
        socket.text(heartbeat);
        expectServed(socket);
    }

    @Test
    void shouldCountWhatTheHeapKeepsOfAHalfRequest() throws IOException {
        final RawWebSocket half = opened(new RawWebSocket(server.port()));
        half.raw(("POST /healthz HTTP/1.1\r\nHost: localhost:" + server.port()
            + "\r\nContent-Length: 4000\r\n\r\n" + "x".repeat(3_000)).getBytes(StandardCharsets.US_ASCII));
        await().until(() -> memory.partial().taken() >= 3_000 * 16);
        half.raw("x".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
        await().until(() -> memory.partial().taken() == 0);
    }
}
