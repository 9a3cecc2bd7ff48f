package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.presence.PresenceLane;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;

/**
 * What the shard answers to what it was told, as it comes out of the downlink. Single-threaded.
 */
public final class ShardAnswers {
    private final Uplink uplink;
    private final Lease lease;
    private final CommandOffers commands;
    private final Links links;
    private final RequestQueue requests;
    private final Attachments attachments;
    private final Refusals refusals;
    private final Faults faults;
    private final CycleTime time;
    private final EdgeCounters counters;

    ShardAnswers(
        final Uplink uplink, final Lease lease, final CommandOffers commands, final Links links,
        final RequestQueue requests, final Attachments attachments, final Refusals refusals, final Faults faults,
        final CycleTime time, final EdgeCounters counters) {
        this.uplink = uplink;
        this.lease = lease;
        this.commands = commands;
        this.links = links;
        this.requests = requests;
        this.attachments = attachments;
        this.refusals = refusals;
        this.faults = faults;
        this.time = time;
        this.counters = counters;
    }

    /** How long the shard's leases last. */
    public void onLeaseDuration(final long leaseMs) {
        lease.lasts(leaseMs);
    }

    /** The shard renewed the lease. */
    public void onLeaseRenewed(final long nowMs) {
        lease.renewed(nowMs);
        attachments.onRenewed();
    }

    /** The shard gave a lease: every live connection needs a session of the new epoch. */
    public void onEdgeOpened(final long epoch, final long nowMs) {
        time.update(nowMs);
        if (lease.opened(epoch, nowMs)) {
            counters.increment(EdgeCounter.EDGE_OPENS);
            commands.encoder().epoch(epoch);
            uplink.resyncs().clear();
            attachments.onNewEpoch();
            uplink.offerAllAgain();
            uplink.presence().onNewEpoch(epoch);
        }
    }

    /** A session began. */
    public void onAttached(
        final long correlationId, final long connectionId, final long session, final boolean resumed,
        final long change) {
        final Link missing = attachments.onAttached(correlationId, connectionId, session, resumed, change);
        if (missing != null) {
            uplink.forget(missing);
            attachments.detach(session);
            missing.connection().onMissing();
        } else {
            uplink.onSession(session);
        }
    }

    /** The shard ended a session, or refuses a connection that had it another one. */
    public void onSessionEnded(final long connectionId, final long session, final SessionEnd reason) {
        final Link refused = links.ofOwnConnection(connectionId);
        if (refused != null && refused.session() == Link.NO_SESSION && refused.latestSession() == session) {
            uplink.forget(refused);
            refused.connection().onEnded(reason);
        } else {
            onSessionEnded(session, reason);
        }
    }

    private void onSessionEnded(final long session, final SessionEnd reason) {
        final Link link = links.ofSession(session);
        if (link != null && attachments.onSessionEnded(link, reason)) {
            uplink.forget(link);
            link.connection().onEnded(reason);
        }
    }

    /** A delivery came for a session that no connection has: the shard is told that it is gone. */
    public void onUnknownSession(final long session) {
        attachments.onUnknownSession(session);
    }

    /** A request that waits for its answer, or null. */
    public PendingRequest pending(final long correlationId) {
        final PendingRequest pending = requests.get(correlationId);
        faults.workingOn(pending);
        return pending;
    }

    /**
     * A request was answered.
     *
     * @param correlationId its name.
     * @return it, no longer pending; null if nobody waits for it any more.
     */
    public PendingRequest onAnswered(final long correlationId) {
        final PendingRequest pending = requests.remove(correlationId);
        if (pending == null && !uplink.onReadsAnswered(correlationId)) {
            counters.increment(EdgeCounter.ANSWERS_UNKNOWN);
        }
        faults.workingOn(pending);
        return pending;
    }

    /**
     * A request is done, which had no other answer. What its connection said before it of who may see its user is done as well
     * as can be.
     */
    public void onDone(final PendingRequest answered) {
        PendingRequest earlier = requests.removeBefore(answered);
        while (earlier != null) {
            earlier.link.connection().onDone(earlier.told);
            earlier = requests.removeBefore(answered);
        }
        answered.link.connection().onDone(answered.told);
    }

    /**
     * Something of a request's answer came and is to be kept until the answer is whole.
     *
     * @param bytes what it takes on the heap, about.
     * @return whether there is room for it; if not, the request is refused.
     */
    public boolean holds(final PendingRequest pending, final long bytes) {
        final boolean room = requests.hold(pending, bytes);
        if (!room) {
            counters.increment(EdgeCounter.REQUESTS_REFUSED_HELD);
            refusals.onRefused(pending, RefusalCode.UNAVAILABLE, 0, 0);
        }
        return room;
    }

    /** A command was refused. */
    public void onRefused(
        final long correlationId, final long session, final RefusalCode code, final int detail,
        final long retryAfterMs) {
        if (PresenceLane.isOwn(correlationId)) {
            onPresenceRefused(correlationId, code, detail, retryAfterMs);
            return;
        }
        final PendingRequest pending = requests.get(correlationId);
        if (code == RefusalCode.STALE_EDGE) {
            onStaleEdge(pending, correlationId);
        } else if (code == RefusalCode.STALE_SESSION) {
            onStaleSession(pending, correlationId, session);
        } else if (pending != null) {
            refusals.onRefused(pending, code, detail, retryAfterMs);
        } else if (correlationId != 0 && !uplink.acknowledgements().onReadRefused(correlationId, code, detail)) {
            counters.increment(EdgeCounter.ANSWERS_UNKNOWN);
        }
    }

    private void onPresenceRefused(
        final long correlationId, final RefusalCode code, final int detail, final long retryAfterMs) {
        if (code != RefusalCode.STALE_EDGE) {
            uplink.presence().onRefused(correlationId, code, detail, retryAfterMs);
        } else if (lease.open() && uplink.presence().epochOffered(correlationId) == lease.epoch()) {
            lease.lost("the shard refused the epoch as stale");
        }
    }

    /**
     * An epoch is stale: the present one, or one before it, of which that is known. Of what is refused without a correlation
     * it is the present one; so it is of what was read, which is forgotten with its epoch. What nobody waits for any more
     * may be of any: if it is the present one, the next keep-alive is refused, too.
     */
    private void onStaleEdge(final PendingRequest pending, final long correlationId) {
        if (pending != null && pending.request instanceof Request.Attach) {
            pending.link.attachAnswered();
        }
        final boolean present = pending == null
            ? correlationId == 0 || uplink.awaitsReads(correlationId) : pending.epochOffered == lease.epoch();
        if (lease.open() && present) {
            lease.lost("the shard refused the epoch as stale");
        } else if (pending != null && lease.open()) {
            requests.offerAgain(pending);
        }
    }

    private void onStaleSession(final PendingRequest pending, final long correlationId, final long session) {
        final Link link = pending == null ? ofTold(correlationId, session) : pending.link;
        if (pending != null && pending.sessionOffered != link.session()) {
            requests.offerInNextSession(pending);
        } else if (link != null && session == link.latestSession() && links.ofConnection(link.connectionId()) == link) {
            // It ended, and the word of it got lost: another took its place, or the device is gone. The shard tells which.
            // Of one that it had before that is known, and what was offered in it has been offered in the present one.
            uplink.all().ofUser(link).askAgain(link);
            if (pending != null) {
                requests.offerInNextSession(pending);
            }
        } else if (pending != null && session == link.latestSession()) {
            // Its connection went, and the session with it: offered again, it would be refused again.
            requests.remove(correlationId);
        }
    }

    /**
     * Whose session it was in which the shard was told something: null if it was a request that waits no more. A send's may be
     * of another shard, where it has the number of somebody else's here. What was read in it was not heard: the connection may
     * have another one since, of an Attach that was offered twice.
     */
    private Link ofTold(final long correlationId, final long session) {
        if (correlationId != 0 && !uplink.awaitsReads(correlationId)) {
            return null;
        }
        uplink.onReadsStale(session);
        uplink.onReadsAnswered(correlationId);
        return links.ofSession(session);
    }

    /**
     * Refuses a request that is not pending.
     *
     * @param request      what was wanted.
     * @param link         by whom.
     * @param code         why not.
     * @param detail       a number of the core's; 0: none.
     * @param retryAfterMs when to try again; 0: not told.
     */
    public void refuse(
        final Request request, final Link link, final RefusalCode code, final int detail, final long retryAfterMs) {
        refusals.refuse(request, link, code, detail, retryAfterMs);
    }
}
