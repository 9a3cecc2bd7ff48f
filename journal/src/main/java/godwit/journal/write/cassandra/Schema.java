package godwit.journal.write.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import godwit.journal.JournalException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the keyspace and its tables when they are not there, adds to those of an earlier version what they lack, and
 * does nothing when their version is ours. What was broken off is made good by the next start.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final String NAME = "godwit";
    private static final Duration DDL_TIMEOUT = Duration.ofSeconds(60);
    private static final int REPLICAS = 3;
    /** Each takes as long as Cassandra waits for a write, 2 s by default. */
    private static final int ATTEMPTS_MAX = 15;

    private final CqlSession session;
    private final String keyspace;

    Schema(final CqlSession session, final String keyspace) {
        this.session = session;
        this.keyspace = keyspace;
    }

    void ensure(final boolean embedded, final String datacenter) {
        final int version = version();
        if (version == Tables.VERSION) {
            return;
        }
        if (version > Tables.VERSION) {
            throw new JournalException("keyspace " + keyspace + " has schema version " + version
                + ", this godwit knows up to " + Tables.VERSION + ": start the newer one, or set journal.keyspace");
        }
        ddl("CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = " + replication(embedded, datacenter));
        Tables.create(keyspace).forEach(this::ddl);
        Tables.added().stream().filter(column -> !hasColumn(column)).forEach(column -> ddl("ALTER TABLE " + keyspace
            + "." + column.table() + " ADD " + column.name() + " " + column.type()));
        writeVersion();
        LOG.info("made the tables of keyspace {} version {}, were version {}", keyspace, Tables.VERSION, version);
    }

    private int version() {
        try {
            final Row row = session.execute(SimpleStatement.newInstance(
                "SELECT version FROM " + keyspace + ".schema_version WHERE name = ?", NAME)).one();
            return row == null ? 0 : row.getInt(0);
        } catch (final InvalidQueryException e) {
            return 0;
        }
    }

    /** Behind all that was made Cassandra may be busy for longer than a write may take; it is the same again. */
    private void writeVersion() {
        final SimpleStatement statement = SimpleStatement.newInstance(
            "INSERT INTO " + keyspace + ".schema_version (name, version) VALUES (?, ?)", NAME, Tables.VERSION);
        for (int attempts = 1;; attempts++) {
            try {
                session.execute(statement);
                return;
            } catch (final WriteTimeoutException | DriverTimeoutException e) {
                if (attempts == ATTEMPTS_MAX) {
                    throw e;
                }
                LOG.warn("writing the version of keyspace {} took too long, trying again: {}", keyspace, e.getMessage());
            }
        }
    }

    private boolean hasColumn(final Tables.Column column) {
        return session.execute(SimpleStatement.newInstance("SELECT column_name FROM system_schema.columns"
            + " WHERE keyspace_name = ? AND table_name = ? AND column_name = ?",
            keyspace, column.table(), column.name())).one() != null;
    }

    private String replication(final boolean embedded, final String datacenter) {
        if (embedded) {
            return "{'class': 'SimpleStrategy', 'replication_factor': 1}";
        }
        final long nodes = session.getMetadata().getNodes().values().stream()
            .filter(node -> datacenter.equals(node.getDatacenter())).count();
        if (nodes < REPLICAS) {
            LOG.warn("Cassandra has {} nodes in {}: the keyspace gets fewer than {} replicas", nodes, datacenter,
                REPLICAS);
        }
        return "{'class': 'NetworkTopologyStrategy', '" + datacenter + "': "
            + Math.max(1, Math.min(REPLICAS, nodes)) + "}";
    }

    private void ddl(final String statement) {
        session.execute(SimpleStatement.newInstance(statement).setTimeout(DDL_TIMEOUT));
    }
}
