package godwit.journal.write.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import godwit.journal.JournalConfiguration;
import godwit.journal.JournalException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the session to Cassandra: our time-outs, LOCAL_QUORUM both ways, the schema ensured. */
public final class CassandraSession {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraSession.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RECONNECT_MIN = Duration.ofMillis(200);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(5);

    private CassandraSession() {
    }

    /**
     * Connects and makes the schema when it is missing.
     *
     * @param configuration where and how.
     * @return the session; close it.
     * @throws JournalException when another Cassandra than ours does not answer, or the keyspace is of a newer version.
     * @throws DriverException  when it does not answer all; ours may do so any time, for it is started again when it dies.
     */
    public static CqlSession open(final JournalConfiguration configuration) {
        final CqlSession session = connect(configuration);
        try {
            new Schema(session, configuration.settings().keyspace())
                .ensure(configuration.cassandra().isEmbedded(), configuration.cassandra().datacenter());
            return session;
        } catch (final RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Loads and runs once what a first connection needs, while Cassandra itself still starts: saves a second later.
     *
     * @param contactPoint where nobody answers yet.
     * @param datacenter   as configured.
     */
    public static void warmUp(final String contactPoint, final String datacenter) {
        try (CqlSession session = CqlSession.builder().addContactPoint(address(contactPoint))
            .withLocalDatacenter(datacenter)
            .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build()).build()) {
            LOG.debug("Cassandra answers already, session={}", session.getName());
        } catch (final RuntimeException e) {
            LOG.debug("warmed up", e);
        }
    }

    private static CqlSession connect(final JournalConfiguration configuration) {
        final CqlSessionBuilder builder = CqlSession.builder()
            .addContactPoint(address(configuration.contactPoint()))
            .withLocalDatacenter(configuration.cassandra().datacenter())
            .withConfigLoader(options(configuration));
        if (!configuration.cassandra().user().isEmpty()) {
            builder.withAuthCredentials(configuration.cassandra().user(), configuration.cassandra().password());
        }
        try {
            return builder.build();
        } catch (final AllNodesFailedException | IllegalArgumentException | IllegalStateException e) {
            if (e instanceof AllNodesFailedException ours && configuration.cassandra().isEmbedded()) {
                throw ours;
            }
            throw new JournalException("Cassandra at " + configuration.contactPoint() + " does not answer: start it, or"
                + " name another with --cassandra HOST:PORT", e);
        }
    }

    private static InetSocketAddress address(final String contactPoint) {
        final int colon = contactPoint.lastIndexOf(':');
        final String host = contactPoint.substring(0, colon).replace("[", "").replace("]", "");
        return new InetSocketAddress(host, Integer.parseInt(contactPoint.substring(colon + 1)));
    }

    private static DriverConfigLoader options(final JournalConfiguration configuration) {
        return DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT,
                Duration.ofMillis(configuration.settings().requestTimeoutMs()))
            .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, CONNECT_TIMEOUT)
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, CONNECT_TIMEOUT)
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, CONNECT_TIMEOUT)
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_MIN)
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_MAX)
            .withString(DefaultDriverOption.REQUEST_CONSISTENCY, ConsistencyLevel.LOCAL_QUORUM.name())
            .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
            .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
            .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
            .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, 1)
            .build();
    }
}
