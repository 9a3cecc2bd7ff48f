package godwit.protocol.idle;

import java.util.Arrays;

/**
 * The doorbells of a shard's threads: where its parts live in one process they share one instance and wake each other;
 * a part that lives alone has one of its own, whose outer bells nobody rings, and looks often instead. Any thread.
 */
public final class Doorbells {
    private static final long INNER_PARK_US = 1_000;
    private static final long OUTER_PARK_US = 100;

    private final Doorbell consensus = new Doorbell();
    private final Doorbell log = new Doorbell();
    private final Doorbell service = new Doorbell();
    private final Doorbell spool = new Doorbell();
    private final Doorbell journal = new Doorbell();
    private final long outerParkUs;
    private volatile Doorbell[] edges = {};

    private Doorbells(final long outerParkUs) {
        this.outerParkUs = outerParkUs;
    }

    /** For parts of one process. */
    public static Doorbells shared() {
        return new Doorbells(INNER_PARK_US);
    }

    /** For a part whose neighbours are in other processes. */
    public static Doorbells alone() {
        return new Doorbells(OUTER_PARK_US);
    }

    /** The consensus module: commands come in, the log's archive has written, the service answers. */
    public DoorbellIdleStrategy consensus() {
        return new DoorbellIdleStrategy(consensus, outerParkUs, log, service);
    }

    /** The log's archive: the consensus module has appended. */
    public DoorbellIdleStrategy log() {
        return new DoorbellIdleStrategy(log, INNER_PARK_US, consensus);
    }

    /** The clustered service: entries are committed. */
    public DoorbellIdleStrategy service() {
        return new DoorbellIdleStrategy(service, INNER_PARK_US, consensus);
    }

    /** The spool's archive: the spool's stage has appended. */
    public DoorbellIdleStrategy spool() {
        return new DoorbellIdleStrategy(spool, INNER_PARK_US, journal);
    }

    /** The journal: the spool's archive has written, Cassandra has answered. */
    public DoorbellIdleStrategy journal() {
        return new DoorbellIdleStrategy(journal, outerParkUs, consensus);
    }

    /** An edge's thread of this shard, which waits at a bell that {@link #ringEdges()} rings: requests, deliveries. */
    public DoorbellIdleStrategy edge(final Doorbell bell) {
        return new DoorbellIdleStrategy(bell, outerParkUs, consensus);
    }

    /** A bell of another edge in this process. */
    public synchronized Doorbell addEdge() {
        final Doorbell bell = new Doorbell();
        final Doorbell[] more = Arrays.copyOf(edges, edges.length + 1);
        more[edges.length] = bell;
        edges = more;
        return bell;
    }

    /** Takes an edge's bell away. */
    public synchronized void removeEdge(final Doorbell bell) {
        edges = Arrays.stream(edges).filter(other -> other != bell).toArray(Doorbell[]::new);
    }

    /** Deliveries were offered. */
    public void ringEdges() {
        for (final Doorbell bell : edges) {
            bell.ring();
        }
    }

    /** Records were offered to the spool. */
    public void ringSpool() {
        spool.ring();
    }

    /** Cassandra has answered. */
    public void ringJournal() {
        journal.ring();
    }
}
