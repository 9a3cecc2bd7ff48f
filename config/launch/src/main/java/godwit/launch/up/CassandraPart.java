package godwit.launch.up;

import godwit.journal.embedded.CassandraException;
import godwit.journal.embedded.CassandraJava;
import godwit.journal.embedded.EmbeddedCassandra;
import godwit.journal.embedded.EmbeddedConfiguration;
import godwit.settings.CassandraSettings;
import godwit.settings.Settings;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The Cassandra of {@code up}: a child process, or one that runs elsewhere and is left alone. */
final class CassandraPart implements AutoCloseable {
    private final CassandraSettings settings;
    private final EmbeddedCassandra embedded;
    private final AsyncClose close;

    private CassandraPart(final CassandraSettings settings, final EmbeddedCassandra embedded) {
        this.settings = settings;
        this.embedded = embedded;
        this.close = new AsyncClose(() -> {
            if (embedded != null) {
                embedded.close();
            }
        });
    }

    /** Begins to start it, when it is ours; returns at once. */
    static CassandraPart start(final Settings settings, final Path folder) {
        final CassandraSettings cassandra = settings.cassandra();
        if (!cassandra.isEmbedded()) {
            return new CassandraPart(cassandra, null);
        }
        try {
            final Path classPath = Path.of(System.getProperty("godwit.dist", ".")).resolve("cassandra");
            return new CassandraPart(cassandra, EmbeddedCassandra.start(new EmbeddedConfiguration(folder, classPath,
                CassandraJava.find(), cassandra.heapBytes(), cassandra.directBytes(), cassandra.startTimeoutMs())));
        } catch (final CassandraException e) {
            throw UpNode.environment(e);
        }
    }

    void awaitReady(final Consumer<String> progress) throws InterruptedException {
        if (embedded != null) {
            try {
                embedded.awaitReady(progress);
            } catch (final CassandraException e) {
                throw UpNode.environment(e);
            }
        }
    }

    String contactPoint() {
        return embedded == null ? settings.contactPoint() : embedded.contactPoint();
    }

    /** The child's process id; null: it is not ours. */
    Long pid() {
        return embedded == null ? null : embedded.pid();
    }

    /** How often the child died alone. */
    long deaths() {
        return embedded == null ? 0 : embedded.deaths();
    }

    /** A stop has begun: it may end before its turn. */
    void expectEnd() {
        if (embedded != null) {
            embedded.expectEnd();
        }
    }

    /** Begins the end, so that it runs beside that of the parts before. */
    AutoCloseable early() {
        return close::begin;
    }

    @Override
    public void close() {
        close.close();
    }
}
