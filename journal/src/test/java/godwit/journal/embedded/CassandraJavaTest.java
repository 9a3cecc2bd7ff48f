package godwit.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CassandraJavaTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTakeTheNamedOneFirst() throws IOException {
        final Path named = jdk("named", "17.0.15");
        final Path other = jdk("other", "17");
        assertThat(CassandraJava.find(
            Map.of("GODWIT_CASSANDRA_JAVA_HOME", named.toString(), "JAVA_HOME", other.toString()), folder))
            .isEqualTo(named);
    }

    @Test
    void shouldRefuseANamedOneOfAnotherVersion() throws IOException {
        final Path named = jdk("named", "25.0.3");
        assertThatThrownBy(() -> CassandraJava.find(Map.of("GODWIT_CASSANDRA_JAVA_HOME", named.toString()), folder))
            .isInstanceOf(CassandraException.class).hasMessageContaining("--cassandra").hasMessageContaining("named");
    }

    @Test
    void shouldLookInJavaHomeThenThePathThenTheSystemsFolder() throws IOException {
        final Path home = jdk("home", "17.0.1");
        final Path onPath = jdk("path", "17.0.2");
        final Path system = Files.createDirectories(folder.resolve("jvms"));
        final Path installed = jdk("jvms/java-17", "17.0.3");
        jdk("jvms/java-11", "11.0.3");
        final String path = "/nowhere:" + onPath.resolve("bin");
        assertThat(CassandraJava.find(Map.of("JAVA_HOME", home.toString(), "PATH", path), system)).isEqualTo(home);
        final Path newer = jdk("newer", "25");
        assertThat(CassandraJava.find(Map.of("JAVA_HOME", newer.toString(), "PATH", path), system))
            .isEqualTo(onPath.toRealPath());
        assertThat(CassandraJava.find(Map.of("JAVA_HOME", newer.toString()), system)).isEqualTo(installed);
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNone() throws IOException {
        jdk("java-170", "170");
        assertThatThrownBy(() -> CassandraJava.find(Map.of(), folder)).isInstanceOf(CassandraException.class)
            .hasMessageContaining("GODWIT_CASSANDRA_JAVA_HOME").hasMessageContaining("--cassandra");
    }

    private Path jdk(final String name, final String version) throws IOException {
        final Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        assertThat(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
