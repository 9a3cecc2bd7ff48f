package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.request.Request;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that this edge tells one shard, in order, and what waits for an answer. Requests and times in, commands to
 * the {@link CommandSink} and refusals to connections out; answers come in from the downlink. Single-threaded.
 * <p>
 * What is not answered is offered again, oldest first and before anything newer, after a new leader, a reconnect or a gap
 * in the deliveries: the shard tells repetitions apart by their keys.
 */
public final class Uplink {
    private static final int OFFERS_PER_CYCLE_MAX = 512;
    /** How far it is searched for sends that follow one that timed out. */
    private static final int FOLLOWING_MAX = 4_096;

    private final UplinkConfiguration configuration;
    private final CommandSink sink;
    private final Links links;
    private final EdgeCounters counters;
    private final CommandEncoder encoder;
    private final Lease lease = new Lease();
    private final PendingRequests requests = new PendingRequests();
    private final Acknowledgements acknowledgements;
    private final ArrayDeque<PendingRequest> again = new ArrayDeque<>();
    private final Map<Link, List<PendingRequest>> parked = new HashMap<>();
    private final ArrayDeque<Long> detaches = new ArrayDeque<>();
    private final SessionQueue attaches = new SessionQueue();
    private final SessionQueue resyncs = new SessionQueue();
    private final Map<Link, Long> resyncedMs = new HashMap<>();
    private long lastCorrelationId;
    private boolean connected;
    private long nowMs;
    private long attachAllowance;
    private long attachAllowanceMs;
    private long nextResyncMs;

    /**
     * An uplink.
     *
     * @param configuration names and limits.
     * @param sink          takes the commands.
     * @param links         the local connections; attaches and detaches are entered here.
     * @param partitions    of users.
     * @param counters      counts.
     */
    public Uplink(
        final UplinkConfiguration configuration, final CommandSink sink, final Links links,
        final PartitionResolver partitions, final EdgeCounters counters) {
        this.configuration = configuration;
        this.sink = sink;
        this.links = links;
        this.counters = counters;
        this.encoder = new CommandEncoder(configuration.edgeId(), partitions);
        this.acknowledgements = new Acknowledgements(configuration.ackCoalesceMs(), counters);
    }

    // ---- from connections

    /**
     * Takes a request of a connection.
     *
     * @param request what is wanted.
     * @param now     the time, monotonic.
     */
    public void onRequest(final Request request, final long now) {
        nowMs = now;
        counters.increment(EdgeCounter.REQUESTS);
        if (request instanceof Request.Attach attach) {
            onAttach(attach);
            return;
        }
        final Link link = links.ofConnection(request.connectionId());
        if (link == null) {
            return;
        }
        if (request instanceof Request.Send send) {
            onSend(send, link);
        } else if (request instanceof Request.Detach) {
            onDetach(link);
        } else if (request instanceof Request.Restart) {
            link.restart();
            link.connection().onRestarted();
            resync(link);
        } else {
            acknowledgements.hurry();
            enqueue(request, link);
        }
    }

    private void onAttach(final Request.Attach attach) {
        final Link link = links.add(attach);
        if (enqueue(attach, link) == null) {
            links.remove(link);
        }
    }

    private void onSend(final Request.Send send, final Link link) {
        final RefusalCode held = link.holds().judge(send.chatId(), send.clientMsgId(), nowMs);
        if (held != null) {
            link.connection().onRefused(send, held, 0, 0);
        } else {
            enqueue(send, link);
        }
    }

    private void onDetach(final Link link) {
        forget(link);
        if (link.session() != Link.NO_SESSION) {
            detaches.add(link.session());
        }
    }

    private PendingRequest enqueue(final Request request, final Link link) {
        if (requests.count() >= configuration.pendingMax()) {
            counters.increment(EdgeCounter.REQUESTS_REFUSED_FULL);
            refuse(request, link, RefusalCode.UNAVAILABLE, 0, 0);
            return null;
        }
        final PendingRequest pending = newPending(request, link);
        requests.add(pending);
        return pending;
    }

    private PendingRequest newPending(final Request request, final Link link) {
        return new PendingRequest(request, link, ++lastCorrelationId, nowMs + configuration.requestTimeoutMs());
    }

    /**
     * An acknowledgement whose entry is known.
     *
     * @param request       the client's.
     * @param link          who acknowledges.
     * @param chatId        the entry's chat.
     * @param sequence      the entry's sequence.
     * @param senderOrdinal of the entry; 0: not known.
     */
    public void acknowledge(
        final Request.Acknowledge request, final Link link, final long chatId, final long sequence,
        final long senderOrdinal) {
        if (request.reqId() == null) {
            acknowledgements.add(link, request, chatId, sequence, senderOrdinal, nowMs);
            return;
        }
        final PendingRequest pending = enqueue(request, link);
        if (pending != null) {
            pending.chatId = chatId;
            pending.sequence = sequence;
            pending.senderOrdinal = senderOrdinal;
        }
    }

    /** Entries that a device will never be shown count as received by it. */
    public void passOver(final Link link, final long chatId, final long sequence) {
        acknowledgements.add(link, new Request.Acknowledge(
            link.connectionId(), null, chatId, 0, ReceiptStatus.DELIVERED), chatId, sequence, 0, nowMs);
    }

    /**
     * Looks for an entry among the newest of a chat, on behalf of another request: the downlink gets the page, the
     * connection hears a refusal as one of that other request.
     *
     * @param behalf the other request.
     * @param link   who asked.
     * @param chatId where to look.
     */
    public void search(final Request behalf, final Link link, final long chatId) {
        final Request read = new Request.ReadHistory(link.connectionId(), null, chatId, Request.NULL_VALUE,
            Request.NULL_VALUE, ProtocolLimits.PAGE_LENGTH_MAX);
        if (requests.count() >= configuration.pendingMax()) {
            refuse(behalf, link, RefusalCode.UNAVAILABLE, 0, 0);
            return;
        }
        final PendingRequest pending = newPending(read, link);
        pending.told = behalf;
        requests.add(pending);
    }

    // ---- from the cluster's client

    /** There is a connection to the cluster. */
    public void onConnected() {
        connected = true;
        offerAgain();
    }

    /** The connection to the cluster is lost. */
    public void onDisconnected() {
        connected = false;
    }

    /** The cluster has a new leader: what is unanswered may never have been committed. */
    public void onNewLeader() {
        offerAgain();
    }

    /** What is unanswered is offered again, oldest first: it, or its answer, may be lost. */
    public void offerAgain() {
        again.clear();
        counters.add(EdgeCounter.REQUESTS_OFFERED_AGAIN, requests.rewind());
    }

    // ---- from the shard, by way of the downlink

    /** The shard gave a lease: every live connection needs a session of the new epoch. */
    public void onEdgeOpened(final long epoch, final long now) {
        nowMs = now;
        if (!lease.opened(epoch, now)) {
            return;
        }
        counters.increment(EdgeCounter.EDGE_OPENS);
        encoder.epoch(epoch);
        detaches.clear();
        resyncs.clear();
        links.forEach(this::attachAgain);
        offerAgain();
    }

    private void attachAgain(final Link link) {
        links.session(link, Link.NO_SESSION);
        if (link.attached()) {
            attaches.add(link, nowMs);
        }
    }

    /** A session began. */
    public void onAttached(
        final long correlationId, final long connectionId, final long session, final boolean resumed,
        final long change) {
        final PendingRequest pending = requests.remove(correlationId);
        final Link link = links.ofConnection(connectionId);
        if (link == null) {
            detaches.add(session);
            return;
        }
        link.attachAnswered();
        if (session <= link.session()) {
            return;
        }
        links.session(link, session);
        link.sawChange(change);
        if (pending != null && !pending.silent) {
            counters.increment(EdgeCounter.SESSIONS_ATTACHED);
            link.connection().onAttached((Request.Attach) pending.request, session, resumed);
        } else {
            counters.increment(EdgeCounter.SESSIONS_ATTACHED_AGAIN);
        }
        unpark(link);
    }

    /** The shard ended a session. */
    public void onSessionEnded(final long session, final SessionEnd reason) {
        final Link link = links.ofSession(session);
        if (link == null) {
            return;
        }
        if (link.attachUnderWay(nowMs, configuration.requestTimeoutMs())) {
            // Our own repeated Attach replaced it; if not, attaching once more settles it.
            links.session(link, Link.NO_SESSION);
            attaches.add(link, nowMs + UplinkConfiguration.ATTACH_RETRY_MS);
        } else {
            forget(link);
            link.connection().onEnded(reason);
        }
    }

    /**
     * A request was answered.
     *
     * @param correlationId its name.
     * @return it, no longer pending; null if nobody waits for it any more.
     */
    public PendingRequest onAnswered(final long correlationId) {
        final PendingRequest pending = requests.remove(correlationId);
        if (pending == null) {
            counters.increment(EdgeCounter.ANSWERS_UNKNOWN);
        }
        return pending;
    }

    /** A request that waits for its answer, or null. */
    public PendingRequest pending(final long correlationId) {
        return requests.get(correlationId);
    }

    /** A command was refused. */
    public void onRefused(
        final long correlationId, final long session, final RefusalCode code, final int detail,
        final long retryAfterMs) {
        final PendingRequest pending = requests.get(correlationId);
        if (code == RefusalCode.STALE_EDGE) {
            onStaleEdge(pending);
        } else if (code == RefusalCode.STALE_SESSION) {
            onStaleSession(pending, session);
        } else if (pending != null) {
            requests.remove(correlationId);
            refusePending(pending, code, detail, retryAfterMs);
        } else if (correlationId != 0) {
            counters.increment(EdgeCounter.ANSWERS_UNKNOWN);
        }
    }

    private void onStaleEdge(final PendingRequest pending) {
        if (pending != null && pending.request instanceof Request.Attach) {
            pending.link.attachAnswered();
        }
        if (lease.open() && (pending == null || pending.epochOffered == lease.epoch())) {
            lease.lost("the shard refused the epoch as stale");
        } else if (pending != null && lease.open()) {
            again.add(pending);
        }
    }

    private void onStaleSession(final PendingRequest pending, final long session) {
        final Link link = pending == null ? links.ofSession(session) : pending.link;
        if (pending != null && pending.sessionOffered != link.session()) {
            offerSoon(pending);
        } else if (link != null && links.ofConnection(link.connectionId()) == link) {
            // Within a valid epoch a session only ends because another took its place or the device is gone.
            onSessionEnded(link.session(), SessionEnd.REPLACED);
        }
    }

    private void offerSoon(final PendingRequest pending) {
        if (pending.link.session() == Link.NO_SESSION) {
            park(pending);
        } else {
            again.add(pending);
        }
    }

    private void refusePending(
        final PendingRequest pending, final RefusalCode code, final int detail, final long retryAfterMs) {
        final Link link = pending.link;
        if (pending.request instanceof Request.Attach) {
            link.attachAnswered();
            if (pending.silent) {
                attaches.add(link, nowMs + UplinkConfiguration.ATTACH_RETRY_MS);
                return;
            }
            links.remove(link);
        }
        refuse(pending.told, link, code, detail, retryAfterMs);
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
        if (code == RefusalCode.UNAVAILABLE) {
            counters.increment(EdgeCounter.UNAVAILABLE_REFUSALS);
        }
        if (request instanceof Request.Send send
            && (code == RefusalCode.UNAVAILABLE || code == RefusalCode.RATE_LIMITED)) {
            link.holds().refused(send.chatId(), send.clientMsgId(), code, nowMs);
        }
        link.connection().onRefused(request, code, detail, retryAfterMs);
    }

    /** A delivery came for a session that no connection has: the shard is told that it is gone. */
    public void onUnknownSession(final long session) {
        if (detaches.size() < UplinkConfiguration.RESYNC_SESSIONS_MAX && !detaches.contains(session)) {
            detaches.add(session);
        }
    }

    /** Something got lost before this session: the shard is asked to push from the cursors. */
    public void resync(final Link link) {
        final long last = resyncedMs.getOrDefault(link, nowMs - UplinkConfiguration.RESYNC_AGAIN_MS);
        resyncs.add(link, Math.max(nowMs, last + UplinkConfiguration.RESYNC_AGAIN_MS));
    }

    /** As {@link #resync}, after a while: what is missing could not be read now. */
    public void resyncLater(final Link link) {
        resyncs.add(link, nowMs + UplinkConfiguration.RESYNC_LATER_MS);
    }

    /** Something got lost before all sessions. */
    public void resyncAll() {
        links.forEach(link -> {
            link.restart();
            if (link.session() != Link.NO_SESSION) {
                resyncs.add(link, nowMs);
            }
        });
    }

    // ---- the duty cycle

    /**
     * Offers what waits, as far as the cluster takes it, and refuses what waited too long.
     *
     * @param now the time, monotonic.
     * @return how much was done.
     */
    public int doWork(final long now) {
        nowMs = now;
        int work = expire();
        if (connected) {
            work += keepLease();
            if (lease.open()) {
                work += offerCommands();
            }
        }
        return work;
    }

    private int keepLease() {
        if (lease.openDue(nowMs)) {
            final int length = encoder.edgeOpen(
                ++lastCorrelationId, configuration.streamId(), configuration.channel(), configuration.name());
            if (offer(length)) {
                lease.openSent(nowMs);
                return 1;
            }
        } else if (lease.keepAliveDue(nowMs) && offer(encoder.edgeKeepAlive())) {
            lease.keepAliveSent(nowMs);
            return 1;
        }
        return 0;
    }

    private int offerCommands() {
        int work = 0;
        if (offerDetaches() && offerAcknowledgements()) {
            work += offerRequestsAgain();
            work += offerRequests();
            work += attachNext();
            work += resyncNext();
        }
        return work;
    }

    private boolean offerDetaches() {
        while (!detaches.isEmpty()) {
            if (!offer(encoder.detach(detaches.peek()))) {
                return false;
            }
            detaches.remove();
        }
        return true;
    }

    private boolean offerAcknowledgements() {
        while (acknowledgements.due(nowMs)) {
            final List<Acknowledgement> batch = acknowledgements.batch();
            if (!batch.isEmpty() && !offer(encoder.acknowledge(batch))) {
                return false;
            }
            acknowledgements.sent(nowMs);
            if (batch.size() < UplinkConfiguration.ACKNOWLEDGEMENTS_MAX) {
                return true;
            }
        }
        return true;
    }

    private int offerRequestsAgain() {
        int work = 0;
        PendingRequest pending = again.peek();
        while (pending != null && (!requests.contains(pending) || offerOrPark(pending))) {
            again.remove();
            work++;
            pending = again.peek();
        }
        return work;
    }

    private int offerRequests() {
        int work = 0;
        PendingRequest pending = requests.nextToOffer();
        while (pending != null && work < OFFERS_PER_CYCLE_MAX && offerOrPark(pending)) {
            if (requests.nextToOffer() == pending) {
                requests.passed();
            }
            work++;
            pending = requests.nextToOffer();
        }
        return work;
    }

    private boolean offerOrPark(final PendingRequest pending) {
        final boolean attach = pending.request instanceof Request.Attach;
        if (pending.request.fenced() && !attach && pending.link.session() == Link.NO_SESSION) {
            park(pending);
            return true;
        }
        if (pending.request instanceof Request.Send send && overtaken(pending, send)) {
            return true;
        }
        pending.epochOffered = lease.epoch();
        pending.sessionOffered = pending.link.session();
        pending.page(null);
        final int length = pending.request instanceof Request.Acknowledge acknowledge
            ? encoder.acknowledge(List.of(single(pending, acknowledge))) : encoder.request(pending);
        if (!offer(length)) {
            return false;
        }
        if (attach) {
            pending.link.attachOffered(nowMs);
        }
        return true;
    }

    /** An earlier send to the same chat was refused after this one was taken: in order means that this one is refused, too. */
    private boolean overtaken(final PendingRequest pending, final Request.Send send) {
        final RefusalCode held = pending.link.holds().judge(send.chatId(), send.clientMsgId(), nowMs);
        if (held == null) {
            return false;
        }
        requests.remove(pending.correlationId);
        pending.link.connection().onRefused(send, held, 0, 0);
        return true;
    }

    private static Acknowledgement single(final PendingRequest pending, final Request.Acknowledge request) {
        return new Acknowledgement(pending.link, pending.chatId, request.status(), pending.correlationId)
            .upTo(pending.sequence, request.msgId(), pending.senderOrdinal);
    }

    private void park(final PendingRequest pending) {
        if (!pending.parked) {
            pending.parked = true;
            parked.computeIfAbsent(pending.link, link -> new ArrayList<>()).add(pending);
        }
    }

    private void unpark(final Link link) {
        final List<PendingRequest> waiting = parked.remove(link);
        if (waiting != null) {
            waiting.forEach(pending -> pending.parked = false);
            again.addAll(waiting);
        }
    }

    private int attachNext() {
        if (attaches.isEmpty()) {
            return 0;
        }
        attachAllowance = Math.min(UplinkConfiguration.ATTACHES_BURST,
            attachAllowance + (nowMs - attachAllowanceMs) * UplinkConfiguration.ATTACHES_PER_MS);
        attachAllowanceMs = nowMs;
        int work = 0;
        while (attachAllowance > 0) {
            final Link link = attaches.poll(nowMs);
            if (link == null) {
                break;
            }
            if (links.ofConnection(link.connectionId()) == link && link.session() == Link.NO_SESSION) {
                final PendingRequest pending = newPending(link.attach(), link);
                pending.silent = true;
                requests.add(pending);
                attachAllowance--;
                work++;
            }
        }
        return work;
    }

    private int resyncNext() {
        if (resyncs.isEmpty() || nowMs < nextResyncMs) {
            return 0;
        }
        final List<Link> batch = new ArrayList<>();
        Link link = resyncs.poll(nowMs);
        while (link != null) {
            if (link.session() != Link.NO_SESSION) {
                batch.add(link);
            }
            link = batch.size() < UplinkConfiguration.RESYNC_SESSIONS_MAX ? resyncs.poll(nowMs) : null;
        }
        if (batch.isEmpty()) {
            return 0;
        }
        if (!offer(encoder.resync(batch))) {
            batch.forEach(again -> resyncs.add(again, nowMs));
            return 0;
        }
        nextResyncMs = nowMs + UplinkConfiguration.RESYNC_PACE_MS;
        batch.forEach(done -> resyncedMs.put(done, nowMs));
        counters.add(EdgeCounter.SESSIONS_RESYNCED, batch.size());
        return batch.size();
    }

    private int expire() {
        int work = 0;
        PendingRequest oldest = requests.first();
        while (oldest != null && oldest.deadlineMs <= nowMs) {
            requests.remove(oldest.correlationId);
            counters.increment(EdgeCounter.REQUESTS_TIMED_OUT);
            refusePending(oldest, RefusalCode.UNAVAILABLE, 0, 0);
            if (oldest.request instanceof Request.Send send) {
                refuseFollowing(oldest, send.chatId());
            }
            work++;
            oldest = requests.first();
        }
        return work;
    }

    /** Later sends of the connection to that chat must not be numbered before the one that was given up. */
    private void refuseFollowing(final PendingRequest givenUp, final long chatId) {
        PendingRequest next = requests.first();
        for (int i = 0; i < FOLLOWING_MAX && next != null; i++) {
            final PendingRequest pending = next;
            next = pending.next;
            if (pending.link == givenUp.link && pending.request instanceof Request.Send send
                && send.chatId() == chatId) {
                requests.remove(pending.correlationId);
                refusePending(pending, RefusalCode.UNAVAILABLE, 0, 0);
            }
        }
    }

    private void forget(final Link link) {
        links.remove(link);
        acknowledgements.forget(link.connectionId());
        parked.remove(link);
        resyncedMs.remove(link);
    }

    private boolean offer(final int length) {
        final OfferResult result = sink.offer(encoder.buffer(), 0, length);
        if (result == OfferResult.BACK_PRESSURED) {
            counters.increment(EdgeCounter.OFFERS_BACK_PRESSURED);
        }
        return result == OfferResult.OFFERED;
    }

    // ---- the end

    /** Tells the shard that this edge goes away: its sessions end now. Tried once. */
    public void close() {
        if (connected && lease.open() && offer(encoder.edgeClose())) {
            lease.closed();
        }
    }

    /** Whether the shard gave a lease and can be reached. */
    public boolean ready() {
        return connected && lease.open();
    }

    /** Requests that wait for an answer. */
    public int pendingCount() {
        return requests.count();
    }
}
