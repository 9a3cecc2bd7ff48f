package godwit.launch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.data.DataFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command reaches the running instance over its private socket. */
class ControlTest {
    @TempDir
    private Path root;

    @Test
    void shouldAnswerThroughAPrivateSocket() throws IOException {
        try (ControlServer server = start(root)) {
            assertThat(server).isNotNull();
            final Map<String, Object> answer = new ControlClient(root).ask("status");

            assertThat(answer).containsEntry("text", "a\n\"b\"").containsEntry("list", List.of(1L, true));
            final Path socket = root.toRealPath().resolve("control.sock");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rw-------");
        }
        assertThat(root.resolve("control.sock")).doesNotExist();
    }

    @Test
    void shouldPassAFailureOn() throws IOException {
        try (ControlServer server = start(root)) {
            assertThat(server).isNotNull();
            final ControlClient client = new ControlClient(root);

            assertThatThrownBy(() -> client.ask("fail")).isInstanceOf(OperationException.class).hasMessage("no leader");
            assertThatThrownBy(() -> client.ask("other")).hasMessage("unknown command");
            assertThat(client.isRunning()).isTrue();
        }
    }

    @Test
    void shouldGoOnAfterConnectionsThatItCouldNotAccept() throws IOException {
        try (ControlServer server = start(root)) {
            final AtomicInteger asked = new AtomicInteger();
            server.acceptAll(() -> {
                if (asked.incrementAndGet() < 3) {
                    throw new IOException("too many open files");
                }
                throw new ClosedChannelException();
            });
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void shouldFallBackToAShortPath() throws IOException {
        final Path deep = Files.createDirectories(root.resolve("a".repeat(60)).resolve("b".repeat(60)));
        final Path socket = ControlSocket.of(deep.toRealPath());
        assertThat(socket.toString()).hasSizeLessThanOrEqualTo(ControlSocket.PATH_BYTES_MAX);
        try (ControlServer server = start(deep)) {
            assertThat(server).isNotNull();
            assertThat(new ControlClient(deep).ask("status")).isNotEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
        }
        assertThat(socket.getParent()).doesNotExist();
    }

    @Test
    void shouldReplaceAKilledInstancesSocket() throws IOException {
        Files.writeString(root.resolve("control.sock"), "left over");
        try (ControlServer server = start(root)) {
            assertThat(server).isNotNull();
            assertThat(new ControlClient(root).ask("status")).isNotEmpty();
        }
    }

    @Test
    void shouldSayThatNothingRuns() {
        assertThatThrownBy(() -> new ControlClient(root).ask("status"))
            .isInstanceOf(EnvironmentException.class).hasMessageContaining("godwit up --data");
        assertThatThrownBy(() -> new ControlClient(root.resolve("none")))
            .isInstanceOf(EnvironmentException.class).hasMessageContaining("no data folder");
        assertThat(new ControlClient(root).isRunning()).isFalse();
    }

    @Test
    void shouldSayThatSomethingStartsOrStops() {
        try (DataFolder taken = DataFolder.open(root)) {
            assertThat(taken).isNotNull();
            assertThatThrownBy(() -> new ControlClient(root).ask("status")).isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is starting or stopping");
        }
        assertThatThrownBy(() -> new ControlClient(root).ask("status")).hasMessageContaining("no godwit is running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{\"command\":", "{\"command\":{\"a\":[1.5,null]}}"})
    void shouldAnswerNonsenseByAnError(final String request) throws IOException {
        try (ControlServer server = start(root)) {
            assertThat(server).isNotNull();
            assertThat(raw(request)).startsWith("{").contains("\"ok\":false");
            assertThat(new ControlClient(root).ask("status")).isNotEmpty();
        }
    }

    private String raw(final String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(root.toRealPath().resolve("control.sock")));
            Lines.write(channel, request);
            return Lines.read(channel, 1000, 5_000);
        }
    }

    private static ControlServer start(final Path root) throws IOException {
        return ControlServer.start(root.toRealPath(), Map.of(
            "status", () -> Map.of("text", "a\n\"b\"", "list", List.of(1L, true)),
            "fail", () -> {
                throw new IllegalStateException("no leader");
            }));
    }
}
