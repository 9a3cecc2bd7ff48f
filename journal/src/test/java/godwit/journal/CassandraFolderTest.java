package godwit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CassandraFolderTest {
    private static final Path FOLDER = Path.of("cassandra", "target", "cassandra");

    @Test
    void shouldListTheLicencesOfWhatItCarries() throws IOException {
        final String list = Files.readString(FOLDER.resolve("THIRD-PARTY.txt"));
        assertThat(list).contains("(org.apache.cassandra:cassandra-all:", "(io.netty:netty-all:");
    }

    @Test
    void shouldCarryNativesOfThisPlatformAlone() throws IOException {
        assertThat(jars()).contains("jna-5.13.0.jar")
            .noneMatch(jar -> jar.matches(".*(osx|windows|riscv64).*"))
            .noneMatch(jar -> jar.contains(System.getProperty("os.arch").equals("aarch64")
                ? "linux-x86_64" : "linux-aarch_64"));
    }

    private static List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).toList();
        }
    }
}
