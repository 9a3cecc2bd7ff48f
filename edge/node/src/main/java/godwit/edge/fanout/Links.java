package godwit.edge.fanout;

import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Finds a local connection by its own id or by a shard's session number: connections are those of the thread, whatever
 * their users' shards; sessions are one shard's, which numbers them for itself. Single-threaded.
 */
public final class Links {
    private final int shard;
    private final Long2ObjectHashMap<Link> byConnection;
    private final Long2ObjectHashMap<Link> bySession = new Long2ObjectHashMap<>();
    private final ByteBudget recent;

    /** No connections; with the sessions of shard 0, and no bound of what all of them were shown. */
    public Links() {
        this(ByteBudget.unbounded());
    }

    /**
     * No connections; with the sessions of shard 0.
     *
     * @param recent what all connections together may make the edge remember of what they were shown.
     */
    public Links(final ByteBudget recent) {
        this(0, new Long2ObjectHashMap<>(), recent);
    }

    private Links(final int shard, final Long2ObjectHashMap<Link> byConnection, final ByteBudget recent) {
        this.shard = shard;
        this.byConnection = byConnection;
        this.recent = recent;
    }

    /** The same connections, with the sessions of another shard. */
    public Links ofShard(final int otherShard) {
        return new Links(otherShard, byConnection, recent);
    }

    /**
     * A connection wants a session of this shard, its user's. If it wanted one before, it is the same link.
     *
     * @param attach             the request.
     * @param afterCorrelationId the latest that was given to a request to this shard: an answer to one of them is not this
     *                           link's, though it names the same connection.
     * @return its link.
     */
    public Link add(final Request.Attach attach, final long afterCorrelationId) {
        final Link known = byConnection.get(attach.connectionId());
        if (known != null && known.session() != Link.NO_SESSION) {
            bySession.remove(known.session());
            known.live().clear();
        }
        if (known != null) {
            known.forgetEntries();
        }
        final Link link = new Link(attach, shard, afterCorrelationId, recent);
        byConnection.put(link.connectionId(), link);
        return link;
    }

    /** Gives a link its session, or takes it by {@link Link#NO_SESSION}. */
    public void session(final Link link, final long session) {
        if (link.session() != Link.NO_SESSION) {
            bySession.remove(link.session());
        }
        link.session(session);
        if (session != Link.NO_SESSION) {
            bySession.put(session, link);
        }
    }

    /** Forgets a link. */
    public void remove(final Link link) {
        byConnection.remove(link.connectionId(), link);
        bySession.remove(link.session(), link);
        link.live().clear();
        link.gone();
    }

    /** The link of a connection, or null. */
    public Link ofConnection(final long connectionId) {
        return byConnection.get(connectionId);
    }

    /** The link of a connection whose user is of this shard, which may speak of it; or null. */
    public Link ofOwnConnection(final long connectionId) {
        final Link link = byConnection.get(connectionId);
        return link != null && link.shard() == shard ? link : null;
    }

    /** The link of a session, or null. */
    public Link ofSession(final long session) {
        return bySession.get(session);
    }

    /** How many there are. */
    public int count() {
        return byConnection.size();
    }

    /** Calls for each link of a user of this shard, in no order. */
    public void forEach(final Consumer<Link> consumer) {
        byConnection.values().forEach(link -> {
            if (link.shard() == shard) {
                consumer.accept(link);
            }
        });
    }
}
