package godwit.journal.cassandra;

import org.apache.cassandra.service.CassandraDaemon;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The main of the embedded Cassandra's process: Cassandra's own daemon, deaf to the signals of the terminal (they reach
 * the whole process group, and the parent decides when to stop) and tied to the parent's life.
 */
public final class CassandraChild {
    private CassandraChild() {
    }

    /**
     * Starts Cassandra in the foreground.
     *
     * @param args none.
     */
    public static void main(final String[] args) {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
        ParentWatch.start(System.in);
        CassandraDaemon.main(args);
        ClassArchive.startIfAsked();
    }
}
