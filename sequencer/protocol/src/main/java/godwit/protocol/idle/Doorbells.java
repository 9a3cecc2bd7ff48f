package godwit.protocol.idle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The doorbells of a shard's threads: where its parts live in one process they share one instance and wake each other;
 * a part that lives alone has one of its own, whose outer bells nobody rings, and looks often instead. Shards of one
 * process share the bells of what they share: the archives, the journal's thread, the edges. Any thread.
 */
public final class Doorbells {
    private static final long INNER_PARK_US = 1_000;
    private static final long OUTER_PARK_US = 100;

    private final Common common;
    private final Doorbell consensus;
    private final Doorbell service = new Doorbell();

    private Doorbells(final Common common, final int shard) {
        this.common = common;
        this.consensus = common.consensus[shard];
    }

    /** What the shards of a process have in common. */
    private static final class Common {
        private final Doorbell[] consensus;
        private final Doorbell log = new Doorbell();
        private final Doorbell spool = new Doorbell();
        private final Doorbell journal = new Doorbell();
        private final long outerParkUs;
        private volatile Doorbell[] edges = {};

        Common(final int shards, final long outerParkUs) {
            this.outerParkUs = outerParkUs;
            consensus = new Doorbell[shards];
            Arrays.setAll(consensus, shard -> new Doorbell());
        }
    }

    /** For parts of one process with one shard. */
    public static Doorbells shared() {
        return shared(1).get(0);
    }

    /** For parts of one process with so many shards, by their numbers. */
    public static List<Doorbells> shared(final int shards) {
        final Common common = new Common(shards, INNER_PARK_US);
        final List<Doorbells> bells = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            bells.add(new Doorbells(common, shard));
        }
        return bells;
    }

    /** For a part whose neighbours are in other processes. */
    public static Doorbells alone() {
        return new Doorbells(new Common(1, OUTER_PARK_US), 0);
    }

    /** The consensus module: commands come in, the log's archive has written, the service answers. */
    public DoorbellIdleStrategy consensus() {
        return new DoorbellIdleStrategy(consensus, common.outerParkUs, common.log, service);
    }

    /** The logs' archive: a consensus module has appended. */
    public DoorbellIdleStrategy log() {
        return new DoorbellIdleStrategy(common.log, INNER_PARK_US, common.consensus);
    }

    /** The clustered service: entries are committed. */
    public DoorbellIdleStrategy service() {
        return new DoorbellIdleStrategy(service, INNER_PARK_US, consensus);
    }

    /** The spools' archive: a spool's stage has appended. */
    public DoorbellIdleStrategy spool() {
        return new DoorbellIdleStrategy(common.spool, INNER_PARK_US, common.journal);
    }

    /** The journal: the spools' archive has written, Cassandra has answered. */
    public DoorbellIdleStrategy journal() {
        return new DoorbellIdleStrategy(common.journal, common.outerParkUs, common.consensus);
    }

    /**
     * An edge's thread, which waits at a bell that {@link #ringEdges()} rings: requests, deliveries. It rings those shards
     * that it told something by {@link #ringConsensus}.
     */
    public DoorbellIdleStrategy edge(final Doorbell bell) {
        return new DoorbellIdleStrategy(bell, common.outerParkUs);
    }

    /** A bell of another edge in this process. */
    public Doorbell addEdge() {
        final Doorbell bell = new Doorbell();
        synchronized (common) {
            final Doorbell[] more = Arrays.copyOf(common.edges, common.edges.length + 1);
            more[common.edges.length] = bell;
            common.edges = more;
        }
        return bell;
    }

    /** Takes an edge's bell away. */
    public void removeEdge(final Doorbell bell) {
        synchronized (common) {
            common.edges = Arrays.stream(common.edges).filter(other -> other != bell).toArray(Doorbell[]::new);
        }
    }

    /** Deliveries were offered. */
    public void ringEdges() {
        for (final Doorbell bell : common.edges) {
            bell.ring();
        }
    }

    /** Commands were offered to this shard. */
    public void ringConsensus() {
        consensus.ring();
    }

    /** Commands were offered to another shard of the process. */
    public void ringConsensus(final int shard) {
        if (shard < common.consensus.length) {
            common.consensus[shard].ring();
        }
    }

    /** Records were offered to the spool. */
    public void ringSpool() {
        common.spool.ring();
    }

    /** Cassandra has answered. */
    public void ringJournal() {
        common.journal.ring();
    }
}
