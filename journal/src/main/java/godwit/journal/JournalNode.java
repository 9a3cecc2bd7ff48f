package godwit.journal;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import godwit.journal.read.HistoryReader;
import godwit.journal.write.cassandra.CassandraSession;
import godwit.journal.write.cassandra.CassandraSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals of a process's shards: each follows its shard's spool and writes to Cassandra, all on one thread and over
 * one session; rows are read back for all of them. Any thread.
 */
public final class JournalNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalNode.class);
    private static final int CLOSE_S = 3;

    private final CqlSession session;
    private final List<JournalAgent> agents = new ArrayList<>();
    private final AgentRunner runner;
    private final HistoryReader reader;

    private JournalNode(final List<JournalConfiguration> shards, final CqlSession session) {
        this.session = session;
        final String keyspace = shards.get(0).settings().keyspace();
        for (final JournalConfiguration shard : shards) {
            agents.add(new JournalAgent(shard, answers -> new CassandraSink(session, keyspace, answers)));
        }
        reader = new HistoryReader(session, keyspace);
        runner = runner(shards, agents);
        AgentRunner.startOnThread(runner);
    }

    /** Runs agents; what ends them is fatal, unless they were told so: nothing else journals these shards. */
    static AgentRunner runner(final List<JournalConfiguration> shards, final List<JournalAgent> agents) {
        final JournalConfiguration first = shards.get(0);
        return new AgentRunner(first.bells().journal(), error -> {
            LOG.error("the journal cannot go on", error);
            first.onFatal().accept(error);
        }, null, agents.size() == 1 ? agents.get(0) : new CompositeAgent(agents));
    }

    /**
     * Connects to Cassandra, which must answer, makes the schema when it is missing, and begins to follow.
     *
     * @param shards what the journal of each is made of, by their numbers; the same Cassandra for all.
     * @return the running journals; close them.
     * @throws UnansweredException when Cassandra does not answer all of it; another one than ours did the first time.
     * @throws JournalException    when another one than ours does not answer at all, or Cassandra has a newer schema.
     */
    public static JournalNode launch(final List<JournalConfiguration> shards) {
        try {
            return begin(shards);
        } catch (final QueryValidationException e) {
            throw e;
        } catch (final DriverException e) {
            throw new UnansweredException("Cassandra at " + shards.get(0).contactPoint() + " answers too slowly: "
                + "look at its log, or raise journal.request-timeout or cassandra.start-timeout", e);
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

    private static JournalNode begin(final List<JournalConfiguration> shards) {
        final CqlSession session = CassandraSession.open(shards.get(0));
        try {
            return new JournalNode(shards, session);
        } catch (final RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Whether each follows its spool without a hole and can tell its shard. */
    public boolean isReady() {
        return agents.stream().allMatch(JournalAgent::isReady);
    }

    /** Why what is sent now may not be journaled; null: it will be, be it later. Answers at once. */
    public String notReadyReason() {
        for (final JournalAgent agent : agents) {
            final String reason = agent.notReadyReason();
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    /** How a shard's stands. */
    public JournalStatus status(final int shard) {
        return agents.get(shard).status();
    }

    /** Reads rows of messages. */
    public HistoryReader reader() {
        return reader;
    }

    /** Follows nothing further while paused: the spools grow, and at their bound the shards refuse sends. */
    public void pause(final boolean pause) {
        agents.forEach(agent -> agent.pause(pause));
    }

    @Override
    public void close() {
        agents.forEach(JournalAgent::closing);
        runner.close((int) TimeUnit.SECONDS.toMillis(CLOSE_S), thread ->
            LOG.warn("the journal's thread did not end within {} s", CLOSE_S));
        session.close();
    }
}
