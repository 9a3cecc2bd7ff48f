package godwit.journal.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds a JDK 17, the only one that Cassandra 5.0 and our child both run on; this process may well run on a newer one.
 * <p>
 * Stateless; any thread.
 */
public final class CassandraJava {
    /** Names the JDK for Cassandra before everything else is asked. */
    public static final String HOME_VARIABLE = "GODWIT_CASSANDRA_JAVA_HOME";

    private static final int VERSION = 17;
    private static final Path SYSTEM_JVMS = Path.of("/usr/lib/jvm");

    private CassandraJava() {
    }

    /**
     * The home of a JDK 17, from {@value #HOME_VARIABLE}, else JAVA_HOME, the PATH, /usr/lib/jvm.
     *
     * @return a folder with {@code bin/java} in it.
     * @throws CassandraException when there is none, saying what to do.
     */
    public static Path find() {
        return find(System.getenv(), SYSTEM_JVMS);
    }

    static Path find(final Map<String, String> environment, final Path systemJvms) {
        final String named = environment.get(HOME_VARIABLE);
        if (named != null && !named.isBlank()) {
            return named(Path.of(named));
        }
        return candidates(environment, systemJvms).stream()
            .filter(CassandraJava::isRightVersion)
            .findFirst()
            .orElseThrow(() -> new CassandraException("no JDK " + VERSION + " found for the embedded Cassandra: install"
                + " one, name its folder in " + HOME_VARIABLE + ", or use an external one with --cassandra HOST:PORT"));
    }

    private static Path named(final Path home) {
        if (!isRightVersion(home)) {
            throw new CassandraException(HOME_VARIABLE + "=" + home + " is no JDK " + VERSION + ": name one, unset it,"
                + " or use an external Cassandra with --cassandra HOST:PORT");
        }
        return home;
    }

    private static List<Path> candidates(final Map<String, String> environment, final Path systemJvms) {
        final List<Path> homes = new ArrayList<>();
        final String javaHome = environment.get("JAVA_HOME");
        if (javaHome != null && !javaHome.isBlank()) {
            homes.add(Path.of(javaHome));
        }
        for (final String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            homeOf(Path.of(folder, "java"), homes);
        }
        homes.addAll(children(systemJvms));
        return homes;
    }

    private static void homeOf(final Path java, final List<Path> homes) {
        try {
            if (Files.isExecutable(java)) {
                final Path home = java.toRealPath().getParent().getParent();
                if (home != null) {
                    homes.add(home);
                }
            }
        } catch (final IOException e) {
            // A dangling link on the PATH is no JDK; the next folder may have one.
        }
    }

    private static List<Path> children(final Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRightVersion(final Path home) {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            return false;
        }
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.anyMatch(line -> line.matches("JAVA_VERSION=\"" + VERSION + "(\\..*)?\""));
        } catch (final IOException | UncheckedIOException e) {
            return false;
        }
    }
}
