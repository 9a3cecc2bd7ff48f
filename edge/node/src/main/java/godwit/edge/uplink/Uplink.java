package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.memory.ByteBudget;
import godwit.edge.presence.PresenceLane;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import java.util.concurrent.Executor;

/**
 * Everything that this edge tells one shard, in order, and what waits for an answer. Requests and times in, commands to
 * the {@link CommandSink} and refusals to connections out; answers come in from the downlink. Single-threaded.
 * <p>
 * What is not answered is offered again, oldest first and before anything newer, after a new leader, a reconnect or a gap
 * in the deliveries: the shard tells repetitions apart by their keys.
 */
public final class Uplink {
    private final UplinkConfiguration configuration;
    private final Links links;
    private final EdgeCounters counters;
    private final CommandOffers commands;
    private final Lease lease = new Lease();
    private final LookUps lookUps = new LookUps();
    private final RequestQueue requests;
    private final Attachments attachments;
    private final Acknowledgements acknowledgements;
    private final Laggings laggings;
    private final Resyncs resyncs;
    private final Refusals refusals;
    private final Faults faults;
    private final ResolvedAcknowledgements resolved;
    private final LookUpTurns lookUpTurns;
    private final ShardAnswers answers;
    private final PresenceLane presence;
    private final CycleTime time = new CycleTime();
    private Uplinks all = Uplinks.of(this);
    private boolean connected;

    /**
     * An uplink.
     *
     * @param configuration names and limits.
     * @param sink          takes the commands.
     * @param links         the local connections; attaches and detaches are entered here.
     * @param partitions    of users.
     * @param onThisThread  runs on this uplink's thread what the partitions' resolver completes on others.
     * @param held          what all connections together may make the edge hold on the heap.
     * @param counters      counts.
     */
    public Uplink(
        final UplinkConfiguration configuration, final CommandSink sink, final Links links,
        final PartitionResolver partitions, final Executor onThisThread, final ByteBudget held,
        final EdgeCounters counters) {
        this.configuration = configuration;
        this.links = links;
        this.counters = counters;
        this.commands = new CommandOffers(new CommandEncoder(configuration.edgeId()), sink, counters);
        this.requests = new RequestQueue(configuration, commands, lease,
            new PartitionLookups(partitions, onThisThread, new Lookups()), lookUps, time, held, counters);
        this.attachments = new Attachments(configuration, commands, requests, links, time, counters);
        this.refusals = new Refusals(requests, attachments, time, counters);
        this.acknowledgements = new Acknowledgements(
            configuration.ackCoalesceMs(), commands, requests::nextCorrelationId, refusals, counters);
        this.laggings = new Laggings(commands, counters);
        this.resyncs = new Resyncs(commands, links, time, counters);
        this.faults = new Faults(requests, refusals);
        this.resolved = new ResolvedAcknowledgements(this, requests, acknowledgements, refusals, time);
        this.lookUpTurns = new LookUpTurns(configuration, lookUps, refusals, resolved::begin, time, held, counters);
        this.presence = new PresenceLane(new PresenceOffers(commands), configuration.requestTimeoutMs());
        this.answers = new ShardAnswers(
            this, lease, commands, links, requests, attachments, refusals, faults, time, counters);
    }

    /** It is one of several. */
    void among(final Uplinks uplinks) {
        all = uplinks;
    }

    /** All of the thread. */
    Uplinks all() {
        return all;
    }

    // ---- from connections

    /**
     * Takes a request of a connection.
     *
     * @param request what is wanted.
     * @param now     the time, monotonic.
     */
    public void onRequest(final Request request, final long now) {
        time.update(now);
        counters.increment(EdgeCounter.REQUESTS);
        final Link link = request instanceof Request.Attach attach
            ? links.add(attach, requests.lastCorrelationId()) : links.ofConnection(request.connectionId());
        if (link == null) {
            return;
        }
        try {
            onRequest(request, link);
        } catch (final RuntimeException e) {
            faults.caught(request, link, e);
        }
    }

    private void onRequest(final Request request, final Link link) {
        if (request instanceof Request.Send send) {
            onSend(send, link);
        } else if (request instanceof Request.Detach detach) {
            onDetach(link, detach.away());
        } else if (request instanceof Request.Restart restart) {
            link.dropped(restart.droppedFrom());
            link.restart();
            link.connection().onRestarted();
            resyncs.resync(link);
        } else if (request instanceof Request.Seen seen) {
            all.ofUser(link).acknowledgements.add(link, ReceiptStatus.SEEN, 0, 0, seen.heardMs(), 0, time.nowMs());
        } else if (request instanceof Request.Typing typing) {
            commands.offerTyping(commands.encoder().typing(typing.chatId(), link.userId(), typing.starts()));
        } else if (request instanceof Request.Attach) {
            onAttach(request, link);
        } else if (request instanceof Request.PresenceSubscribe || request instanceof Request.PresenceUnsubscribe) {
            presence.onRequest(request, link);
        } else {
            all.ofUser(link).acknowledgements.hurry();
            enqueue(request, link);
        }
    }

    /** What the connection said last still counts: it goes out before the session ends. */
    private void onDetach(final Link link, final boolean away) {
        if (away) {
            attachments.onSentAway(link);
        }
        if (link.session() == Link.NO_SESSION) {
            forget(link);
        } else {
            acknowledgements.hurry();
            forgetWaits(link);
            attachments.detach(link.session(), away);
        }
    }

    private void onAttach(final Request request, final Link link) {
        if (!enqueue(request, link)) {
            links.remove(link);
        }
    }

    private void onSend(final Request.Send send, final Link link) {
        final RefusalCode held = link.holds().judge(send.chatId(), send.clientMsgId(), time.nowMs());
        if (held != null) {
            link.connection().onRefused(send, held, Refusals.EARLIER_REFUSED, 0);
        } else {
            enqueue(send, link);
        }
    }

    private boolean enqueue(final Request request, final Link link) {
        if (refusals.isFull(request, link) || request.reads() && refusals.readsTooMuch(request, link)) {
            return false;
        }
        requests.add(requests.create(request, link));
        return true;
    }

    // ---- from the cluster's client

    /** There is a connection to the cluster. */
    public void onConnected() {
        connected = true;
        lease.heard();
        lease.inTerm(commands.termId());
        resyncs.onConnectionLost();
        attachments.onCommandsLost();
        offerAgain();
    }

    /** The connection to the cluster is lost. */
    public void onDisconnected() {
        connected = false;
    }

    /** The cluster has a new leader: what is unanswered may never have been committed. */
    public void onNewLeader() {
        lease.heard();
        lease.inTerm(commands.termId());
        resyncs.onCommandsLost();
        attachments.onCommandsLost();
        offerAgain();
    }

    /** The shard said something to this edge. */
    public void onHeard() {
        lease.heard();
    }

    /** What is unanswered is offered again, oldest first: it, or its answer, may be lost. */
    public void offerAgain() {
        acknowledgements.offerAgain();
        requests.offerAgain();
        presence.offerAgain();
    }

    // ---- for the downlink

    /** Hears the shard's answers. */
    public ShardAnswers answers() {
        return answers;
    }

    /** Takes acknowledgements whose entry is known. */
    public ResolvedAcknowledgements acknowledgements() {
        return resolved;
    }

    /** Whose turn it is to be looked up, of the acknowledgements of its chats' entries. */
    LookUpTurns lookUpTurns() {
        return lookUpTurns;
    }

    /** What is under way to look these up. */
    LookUps lookUps() {
        return lookUps;
    }

    /** Hears of work that broke off. */
    public Faults faults() {
        return faults;
    }

    /** Whether the shard answered to what clients read. */
    boolean onReadsAnswered(final long correlationId) {
        return acknowledgements.answered(correlationId);
    }

    /** A session is over in which the shard may have been told what clients read. */
    void onReadsStale(final long session) {
        acknowledgements.offerInNextSession(session);
    }

    /** Whether the shard is yet to answer to what clients read, under this name. */
    boolean awaitsReads(final long correlationId) {
        return acknowledgements.awaits(correlationId);
    }

    /** There is a new lease: what was offered under another one is refused, or lost. */
    void offerAllAgain() {
        acknowledgements.offerAgain();
        requests.offerAgain();
    }

    /** The link's session ended: attaching again gives it another one, or tells why it gets none. */
    void askAgain(final Link link) {
        attachments.askAgain(link);
    }

    /** What is told the shard about presence. */
    public PresenceLane presence() {
        return presence;
    }

    /** Hears that something got lost before sessions. */
    public Resyncs resyncs() {
        return resyncs;
    }

    /** Hears of sessions that follow a chat's subscription no more. */
    public Laggings laggings() {
        return laggings;
    }

    /** A link is gone: whatever was kept for it goes, too. */
    void forget(final Link link) {
        acknowledgements.forget(link.connectionId());
        forgetWaits(link);
    }

    /** A session began: what its connection waited for goes on, to other shards too. */
    void onSession(final long session) {
        final Link link = links.ofSession(session);
        if (link != null) {
            all.forEach(uplink -> uplink.requests.unpark(link));
        }
    }

    private void forgetWaits(final Link link) {
        links.remove(link);
        acknowledgements.forgetLater(link.connectionId());
        all.forEach(uplink -> uplink.forgetLookUps(link));
        resyncs.forget(link);
        presence.forget(link);
    }

    private void forgetLookUps(final Link link) {
        lookUpTurns.forget(link);
        requests.forget(link);
    }

    // ---- the duty cycle

    /**
     * Offers what waits, as far as the cluster takes it, and refuses what waited too long.
     *
     * @param now the time, monotonic.
     * @return how much was done.
     */
    public int doWork(final long now) {
        time.update(now);
        lease.onTime(now);
        int work = refusals.expire();
        work += lookUpTurns.doWork(faults);
        presence.onTime(now);
        if (connected) {
            work += keepLease();
            if (lease.open() && acknowledgements.offer(now)) {
                work += requests.offer();
                work += presence.offer();
                if (attachments.offerDetaches()) {
                    work += attachments.attachNext();
                    if (laggings.offer()) {
                        work += resyncs.offer();
                    }
                }
            }
        }
        faults.raise();
        return work;
    }

    private int keepLease() {
        final long nowMs = time.nowMs();
        final CommandEncoder encoder = commands.encoder();
        if (lease.unanswered(nowMs)) {
            lease.lost("keep-alives stay unanswered");
        }
        if (lease.openDue(nowMs)) {
            final int length = encoder.edgeOpen(requests.nextCorrelationId(), configuration.streamId(),
                configuration.channel(), configuration.name());
            if (commands.offer(length)) {
                lease.openSent(nowMs);
                return 1;
            }
        } else if (lease.keepAliveDue(nowMs) && commands.offer(encoder.edgeKeepAlive())) {
            lease.keepAliveSent(nowMs);
            return 1;
        }
        return 0;
    }

    /** Tells the shard what is left to say, and that this edge goes away: its sessions end now. Tried once. */
    public void close() {
        acknowledgements.hurry();
        if (connected && lease.open() && acknowledgements.offer(time.nowMs())
            && commands.offer(commands.encoder().edgeClose())) {
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

    /** Partitions that became known, or not. */
    private final class Lookups implements PartitionLookups.Listener {
        @Override
        public void onPartitionsKnown(final PendingRequest pending) {
            requests.onPartitionsKnown(pending);
        }

        @Override
        public void onPartitionsUnknown(final PendingRequest pending) {
            if (requests.contains(pending)) {
                counters.increment(EdgeCounter.PARTITIONS_UNKNOWN);
                refusals.giveUp(pending, RefusalCode.UNAVAILABLE, 0, 0);
            }
        }
    }
}
