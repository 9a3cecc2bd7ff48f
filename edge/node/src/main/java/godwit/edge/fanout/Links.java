package godwit.edge.fanout;

import godwit.edge.request.Request;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Finds a local connection by its own id or by the shard's session number. Single-threaded.
 */
public final class Links {
    private final Long2ObjectHashMap<Link> byConnection = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Link> bySession = new Long2ObjectHashMap<>();

    /**
     * A connection wants a session. If it wanted one before, it is the same link.
     *
     * @param attach the request.
     * @return its link.
     */
    public Link add(final Request.Attach attach) {
        final Link known = byConnection.get(attach.connectionId());
        if (known != null && known.session() != Link.NO_SESSION) {
            bySession.remove(known.session());
        }
        final Link link = new Link(attach);
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
    }

    /** The link of a connection, or null. */
    public Link ofConnection(final long connectionId) {
        return byConnection.get(connectionId);
    }

    /** The link of a session, or null. */
    public Link ofSession(final long session) {
        return bySession.get(session);
    }

    /** How many there are. */
    public int count() {
        return byConnection.size();
    }

    /** Calls for each link, in no order. */
    public void forEach(final Consumer<Link> consumer) {
        byConnection.values().forEach(consumer);
    }
}
