package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.request.Request;
import godwit.protocol.codecs.SessionEnd;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which local connection has which session of the shard: attached when a client came, attached again, paced, when the
 * edge's lease was lost, detached when it went. Single-threaded.
 */
final class Attachments {
    private final UplinkConfiguration configuration;
    private final CommandOffers commands;
    private final RequestQueue requests;
    private final Links links;
    private final CycleTime time;
    private final EdgeCounters counters;
    private final ArrayDeque<Detach> detaches = new ArrayDeque<>();
    /** What was offered and may be lost yet, the oldest first. */
    private final ArrayDeque<Offered> offered = new ArrayDeque<>();
    private final SessionQueue attaches = new SessionQueue();
    /** Connections sent away while an Attach of theirs was under way, the first to go first, and until when an answer to it may come. */
    private final Map<Long, Long> sentAway = new LinkedHashMap<>();
    private long allowance;
    private long allowanceMs;
    private long renewals;

    /** A session that is to end once all that came before is told: the shard refuses what it hears for it later. */
    private record Detach(long session, boolean away, long afterCorrelationId) {
    }

    /** A detach that left, after so many renewals of the lease. */
    private record Offered(Detach detach, long renewals) {
    }

    Attachments(
        final UplinkConfiguration configuration, final CommandOffers commands, final RequestQueue requests,
        final Links links, final CycleTime time, final EdgeCounters counters) {
        this.configuration = configuration;
        this.commands = commands;
        this.requests = requests;
        this.links = links;
        this.time = time;
        this.counters = counters;
    }

    /** The edge has a new lease: every live connection needs a session of its epoch. */
    void onNewEpoch() {
        detaches.clear();
        offered.clear();
        links.forEach(link -> {
            links.session(link, Link.NO_SESSION);
            if (link.attached()) {
                attaches.add(link, time.nowMs());
            }
        });
    }

    /**
     * A session began. It is of no use to a connection that gave up waiting for it and asked for another one since, perhaps
     * of another user.
     *
     * @return a link whose connection has to go, as it cannot be told that something is missing; null: none.
     */
    Link onAttached(
        final long correlationId, final long connectionId, final long session, final boolean resumed,
        final long change) {
        final PendingRequest pending = requests.remove(correlationId);
        final Link link = links.ofOwnConnection(connectionId);
        if (link == null || !link.asked(correlationId)) {
            detach(session, sentAway.getOrDefault(connectionId, 0L) > time.nowMs());
            return null;
        }
        link.attachAnswered();
        if (session <= link.session()) {
            return null;
        }
        links.session(link, session);
        link.changesFollow(change, time.nowMs());
        if (pending != null && !pending.silent) {
            counters.increment(EdgeCounter.SESSIONS_ATTACHED);
            link.toldMissing(!resumed);
            link.connection().onAttached((Request.Attach) pending.request, session, resumed);
        } else {
            counters.increment(EdgeCounter.SESSIONS_ATTACHED_AGAIN);
            if (!resumed && !link.toldMissing()) {
                return link;
            }
            link.toldMissing(!resumed);
        }
        return null;
    }

    /**
     * An Attach was refused or given up.
     *
     * @return whether the connection is to be told.
     */
    boolean onAttachRefused(final PendingRequest pending) {
        pending.link.attachAnswered();
        if (pending.silent) {
            attaches.add(pending.link, time.nowMs() + UplinkConfiguration.ATTACH_RETRY_MS);
        } else {
            links.remove(pending.link);
        }
        return !pending.silent;
    }

    /**
     * The shard ended a link's session.
     *
     * @param reason why: of a device that is gone, an Attach that is under way makes another one of the same name, which gets
     *               nothing of what came meanwhile, while its client believes that it goes on.
     * @return whether the connection has to go.
     */
    boolean onSessionEnded(final Link link, final SessionEnd reason) {
        if (reason == SessionEnd.REMOVED || !link.attachUnanswered()) {
            return true;
        }
        // Our own repeated Attach replaced it, however late a leader says so that stood still; if not, attaching once more
        // settles it.
        askAgain(link);
        return false;
    }

    /** The link's session ended: attaching again gives it another one, or tells why it gets none. */
    void askAgain(final Link link) {
        final long waitMs = link.attachUnderWay(time.nowMs(), configuration.requestTimeoutMs())
            ? UplinkConfiguration.ATTACH_RETRY_MS : 0;
        links.session(link, Link.NO_SESSION);
        attaches.add(link, time.nowMs() + waitMs);
    }

    /** A session is of no use to anybody: its connection is gone. */
    void detach(final long session) {
        detach(session, false);
    }

    /** The same; {@code away}: its client is expected back elsewhere. */
    void detach(final long session, final boolean away) {
        if (session != Link.NO_SESSION) {
            detaches.add(new Detach(session, away, requests.lastCorrelationId()));
        }
    }

    /** A connection is sent away: its client is expected back elsewhere, whatever session it gets yet. */
    void onSentAway(final Link link) {
        final long nowMs = time.nowMs();
        final Iterator<Long> deadlines = sentAway.values().iterator();
        while (deadlines.hasNext() && deadlines.next() <= nowMs) {
            deadlines.remove();
        }
        if (link.attachUnderWay(nowMs, configuration.requestTimeoutMs())
            && sentAway.size() < UplinkConfiguration.SENT_AWAY_MAX) {
            sentAway.put(link.connectionId(), nowMs + configuration.requestTimeoutMs());
        }
    }

    /** A delivery came for a session that no connection has. */
    void onUnknownSession(final long session) {
        if (detaches.size() < UplinkConfiguration.DETACHES_UNKNOWN_MAX
            && detaches.stream().noneMatch(detach -> detach.session == session)) {
            detach(session);
        }
    }

    /**
     * The shard answered a keep-alive. Whoever loses a detach loses the keep-alives behind it, so that after a few answers it is
     * not lost.
     */
    void onRenewed() {
        renewals++;
        while (!offered.isEmpty()
            && renewals - offered.peek().renewals >= UplinkConfiguration.DETACHES_KEPT_RENEWALS) {
            offered.remove();
        }
    }

    /** Commands may have got lost: a session whose end the shard did not hear of would go on for as long as the lease. */
    void onCommandsLost() {
        while (!offered.isEmpty()) {
            detaches.addFirst(offered.removeLast().detach);
        }
    }

    /** Offers the detaches whose turn it is; false: the cluster takes nothing now. */
    boolean offerDetaches() {
        Detach detach = detaches.peek();
        while (detach != null && requests.offeredUpTo(detach.afterCorrelationId)) {
            if (!commands.offer(commands.encoder().detach(detach.session, detach.away))) {
                return false;
            }
            offered.add(new Offered(detaches.remove(), renewals));
            if (offered.size() > UplinkConfiguration.DETACHES_KEPT_MAX) {
                offered.remove();
            }
            detach = detaches.peek();
        }
        return true;
    }

    /** Lets as many connections attach again as the pace allows. */
    int attachNext() {
        if (attaches.isEmpty()) {
            return 0;
        }
        final long nowMs = time.nowMs();
        allowance = Math.min(UplinkConfiguration.ATTACHES_BURST,
            allowance + (nowMs - allowanceMs) * UplinkConfiguration.ATTACHES_PER_MS);
        allowanceMs = nowMs;
        int work = 0;
        for (Link link = poll(nowMs); link != null; link = poll(nowMs)) {
            if (links.ofConnection(link.connectionId()) == link && link.session() == Link.NO_SESSION) {
                final PendingRequest pending = requests.create(link.attach(), link);
                pending.silent = true;
                requests.add(pending);
                allowance--;
                work++;
            }
        }
        return work;
    }

    private Link poll(final long nowMs) {
        return allowance > 0 ? attaches.poll(nowMs) : null;
    }
}
