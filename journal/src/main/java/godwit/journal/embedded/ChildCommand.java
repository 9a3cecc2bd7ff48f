package godwit.journal.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command line of the embedded Cassandra's process.
 * <p>
 * The class data archive saves a third of the start. The child makes it when there is none; its name carries the JDK
 * and the jars it was made from, so that a stale one is never taken and one that is broken is harmless.
 */
final class ChildCommand {
    static final String MAIN = "godwit.journal.cassandra.CassandraChild";
    private static final long DUMP_MS_MAX = TimeUnit.MINUTES.toMillis(10);

    /** Nobody waits for the journal: on a machine with few cores the shard and the edge come first. */
    private static final List<String> AFTER_THE_SHARD = List.of("nice", "-n", "10");

    private static final List<String> FLAGS = List.of(
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        // A start compiles thousands of methods that it never needs again: C2 begins with what is really hot.
        "-XX:Tier4InvocationThreshold=50000",
        "-XX:Tier4MinInvocationThreshold=6000",
        "-XX:Tier4CompileThreshold=150000",
        "-XX:Tier4BackEdgeThreshold=400000",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xss256k",
        "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "-Dcassandra-foreground=yes",
        "-Dcassandra.skip_wait_for_gossip_to_settle=0",
        "-Dcassandra.ring_delay_ms=100",
        "-Dcassandra.superuser_setup_delay_ms=0",
        "-Dcassandra.shutdown_announce_in_ms=0",
        // What Cassandra measures at every start, with 100,000 rows, for a second of both cores.
        "-Dcassandra.memtable.row_overhead_size=180",
        // Natives that do not load on a JDK 17.
        "-Dcassandra.test.ignore_sigar=true",
        "-Djava.net.preferIPv4Stack=true");

    private ChildCommand() {
    }

    static List<String> of(final EmbeddedConfiguration configuration, final CassandraFiles files) throws IOException {
        final List<String> command = new ArrayList<>(AFTER_THE_SHARD);
        command.add(configuration.javaHome().resolve("bin/java").toString());
        command.add("-Xms128m");
        command.add("-Xmx" + configuration.heapBytes());
        command.add("-XX:MaxDirectMemorySize=" + configuration.directBytes());
        command.addAll(FLAGS);
        command.addAll(archiveFlags(configuration, files));
        command.add("-Djava.io.tmpdir=" + files.temporary());
        command.add("-Dcassandra.config=" + files.yaml().toUri());
        command.add("-Dlogback.configurationFile=" + files.logback().toUri());
        command.add(storageFlag(configuration));
        command.add("-cp");
        command.add(configuration.classPath().toAbsolutePath() + "/*");
        command.add(MAIN);
        return command;
    }

    /** By this a left-over is known to be ours. */
    static String storageFlag(final EmbeddedConfiguration configuration) {
        return "-Dcassandra.storagedir=" + configuration.folder();
    }

    private static List<String> archiveFlags(final EmbeddedConfiguration configuration, final CassandraFiles files)
        throws IOException {
        final Path archives = files.archives(configuration.classPath());
        final Path archive = archives.resolve("cassandra-" + fingerprint(configuration) + ".jsa");
        if (Files.exists(archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        }
        removeStale(archives);
        return List.of("-XX:+RecordDynamicDumpInfo", "-Dgodwit.archive=" + archive, "-Xlog:cds=off");
    }

    private static void removeStale(final Path archives) throws IOException {
        final long freshMs = System.currentTimeMillis() - DUMP_MS_MAX;
        try (Stream<Path> all = Files.list(archives)) {
            for (final Path archive : all.toList()) {
                // Another instance may be making one right now.
                if (archive.toFile().lastModified() < freshMs) {
                    Files.deleteIfExists(archive);
                }
            }
        }
    }

    private static String fingerprint(final EmbeddedConfiguration configuration) throws IOException {
        final StringBuilder text = new StringBuilder();
        text.append(configuration.javaHome().toRealPath());
        text.append(Files.getLastModifiedTime(configuration.javaHome().resolve("bin/java")).toMillis());
        text.append(configuration.classPath().toRealPath());
        try (Stream<Path> jars = Files.list(configuration.classPath())) {
            for (final Path jar : jars.sorted().toList()) {
                text.append(jar.getFileName()).append(Files.size(jar)).append(Files.getLastModifiedTime(jar).toMillis());
            }
        }
        return String.format(Locale.ROOT, "%08x", text.toString().hashCode());
    }
}
