package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A shard of one member takes nothing from outside its process: another local user finds no port to speak to. */
@EnabledOnOs(OS.LINUX)
class NoPortTest {
    private static final int ADDRESS_COLUMN = 1;
    private static final int INODE_COLUMN = 9;
    private static final int EPHEMERAL_FROM = 32_768;

    @TempDir
    private Path folder;

    @Test
    void shouldBindNoPortOfItsMembers() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            assertThat(shard.attach("alice", "phone")).isPositive();
            assertThat(shard.node().status().endpoint()).isEqualTo("aeron:ipc");
            assertThat(boundUdpPorts()).as("UDP ports of this process").allMatch(port -> port >= EPHEMERAL_FROM);
        }
    }

    private static List<Integer> boundUdpPorts() throws IOException {
        final Set<String> own = ownSockets();
        try (Stream<String> sockets = Files.lines(Path.of("/proc/self/net/udp"))) {
            return sockets.skip(1).map(line -> line.trim().split("\\s+"))
                .filter(columns -> own.contains("socket:[" + columns[INODE_COLUMN] + "]"))
                .map(columns -> columns[ADDRESS_COLUMN])
                .map(address -> Integer.parseInt(address.substring(address.indexOf(':') + 1), 16)).toList();
        }
    }

    private static Set<String> ownSockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(NoPortTest::target).collect(Collectors.toSet());
        }
    }

    private static String target(final Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (final IOException e) {
            // closed meanwhile, as the one of the listing itself is
            return "";
        }
    }
}
