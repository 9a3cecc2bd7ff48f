package godwit.journal;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.servererrors.QueryExecutionException;
import godwit.journal.read.HistoryReader;
import godwit.journal.write.cassandra.CassandraSession;
import godwit.journal.write.cassandra.CassandraSink;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard's journal in this process: follows its spool, writes to Cassandra, reads back. Any thread. */
public final class JournalNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalNode.class);
    private static final int CLOSE_S = 3;

    private final CqlSession session;
    private final JournalAgent agent;
    private final AgentRunner runner;
    private final HistoryReader reader;

    private JournalNode(final JournalConfiguration configuration, final CqlSession session) {
        this.session = session;
        final String keyspace = configuration.settings().keyspace();
        agent = new JournalAgent(configuration, answers -> new CassandraSink(session, keyspace, answers));
        reader = new HistoryReader(session, keyspace);
        runner = runner(configuration, agent);
        AgentRunner.startOnThread(runner);
    }

    /** Runs an agent; what ends it is fatal, unless it was told so: nothing else journals this shard. */
    static AgentRunner runner(final JournalConfiguration configuration, final JournalAgent agent) {
        return new AgentRunner(configuration.bells().journal(), error -> {
            LOG.error("the journal of shard {} cannot go on", configuration.shard(), error);
            configuration.onFatal().accept(error);
        }, null, agent);
    }

    /**
     * Connects to Cassandra, which must answer, makes the schema when it is missing, and begins to follow.
     *
     * @param configuration what it is made of.
     * @return the running journal; close it.
     * @throws JournalException when Cassandra does not answer or has a newer schema.
     */
    public static JournalNode launch(final JournalConfiguration configuration) {
        final long deadlineNs =
            System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(configuration.cassandra().startTimeoutMs());
        while (true) {
            try {
                return begin(configuration);
            } catch (final DriverTimeoutException | QueryExecutionException | NoNodeAvailableException e) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new JournalException("Cassandra at " + configuration.contactPoint() + " answers too slowly: "
                        + "look at its log, or raise journal.request-timeout or cassandra.start-timeout", e);
                }
                LOG.warn("Cassandra answers slowly, the journal begins anew: {}", e.getMessage());
            }
        }
    }

    /**
     * Does beforehand, on a thread of its own, what {@link #launch} would do first; Cassandra need not answer.
     *
     * @param contactPoint where it will.
     * @param datacenter   its name.
     */
    public static void warmUp(final String contactPoint, final String datacenter) {
        final Thread thread = new Thread(() -> CassandraSession.warmUp(contactPoint, datacenter), "journal-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static JournalNode begin(final JournalConfiguration configuration) {
        final CqlSession session = CassandraSession.open(configuration);
        try {
            return new JournalNode(configuration, session);
        } catch (final RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Whether it follows the spool without a hole and can tell the shard. */
    public boolean isReady() {
        return agent.isReady();
    }

    /** Why what is sent now may not be journaled; null: it will be, be it later. Answers at once. */
    public String notReadyReason() {
        return agent.notReadyReason();
    }

    /** How it stands. */
    public JournalStatus status() {
        return agent.status();
    }

    /** Reads rows of messages. */
    public HistoryReader reader() {
        return reader;
    }

    /** Follows nothing further while paused: the spool grows, and at its bound the shard refuses sends. */
    public void pause(final boolean pause) {
        agent.pause(pause);
    }

    @Override
    public void close() {
        agent.closing();
        runner.close((int) TimeUnit.SECONDS.toMillis(CLOSE_S), thread ->
            LOG.warn("the journal's thread did not end within {} s", CLOSE_S));
        session.close();
    }
}
