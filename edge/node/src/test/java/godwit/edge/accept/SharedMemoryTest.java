package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.memory.ByteBudget;
import godwit.edge.memory.EdgeMemory;
import godwit.edge.session.SessionConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all sockets together make the edge hold is bounded, and at the bound the others are served. */
final class SharedMemoryTest {
    private static final SessionConfiguration PATIENT = new SessionConfiguration(32, 200, 1_000, 500, 2_000, 120_000);
    private static final int OUTBOUND = 4 << 20;
    private static final int PARTIAL = 150_000;
    private static final int HELD = 100_000;

    private final EdgeMemory memory =
        new EdgeMemory(new ByteBudget(OUTBOUND), new ByteBudget(PARTIAL), new ByteBudget(HELD));
    private final ServerUnderTest server;
    private final List<RawWebSocket> sockets = new ArrayList<>();

    SharedMemoryTest() throws IOException {
        server = new ServerUnderTest(PATIENT, 100, 64 << 20, memory);
    }

    @AfterEach
    void stop() throws IOException {
        for (final RawWebSocket socket : sockets) {
            socket.close();
        }
        await().until(() -> server.server.gate().connections() == 0);
        assertThat(memory.outbound().taken()).isZero();
        assertThat(memory.partial().taken()).isZero();
        assertThat(memory.held().taken()).isZero();
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

    @Test
    void shouldCloseOverFramesWhoseEndDoesNotCome() throws IOException {
        final RawWebSocket healthy = opened(server.connect("alice"));
        RawWebSocket refused = null;
        for (int i = 0; i < 10 && refused == null; i++) {
            final RawWebSocket half = opened(RawWebSocket.open(server.port()));
            half.raw(new byte[] {(byte) 0x81, (byte) 0xFE, (byte) 0xEA, 0x60, 0, 0, 0, 0});
            half.raw(new byte[40_000]);
            final int opened = i + 1;
            await().until(() -> server.counters.get(EdgeCounter.CLOSED_HALF_MESSAGES) > 0
                || memory.partial().taken() >= 40_000L * opened);
            assertThat(memory.partial().taken()).isLessThanOrEqualTo(PARTIAL);
            refused = server.counters.get(EdgeCounter.CLOSED_HALF_MESSAGES) > 0 ? half : null;
        }
        assertThat(refused).isNotNull();
        assertThat(refused.readCloseCode()).isEqualTo(1013);
        healthy.text("{\"type\":\"HEARTBEAT\"}");
        assertThat(healthy.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
    }

    @Test
    void shouldCloseOverMessagesInFragmentsWhoseEndDoesNotCome() throws IOException {
        final RawWebSocket one = opened(server.connect("alice"));
        final RawWebSocket two = opened(server.connect("bob"));
        one.frame(RawWebSocket.TEXT, new byte[60_000]);
        await().until(() -> memory.held().taken() >= 60_000);
        two.frame(RawWebSocket.TEXT, new byte[60_000]);
        assertThat(two.readCloseCode()).isEqualTo(1013);
        assertThat(server.counters.get(EdgeCounter.CLOSED_HALF_MESSAGES)).isEqualTo(1);
        one.frame(RawWebSocket.FINAL | RawWebSocket.CONTINUATION, new byte[0]);
        assertThat(one.read().text()).contains("BAD_FRAME");
        await().until(() -> memory.held().taken() == 0);
    }
}
