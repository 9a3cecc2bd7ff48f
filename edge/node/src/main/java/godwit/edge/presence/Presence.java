package godwit.edge.presence;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Which connections of the edge want to know of which users. Each is asked for at the user's shard on behalf of the
 * connection's user; of changes the shard tells the edge once, and all connections are told that see the user.
 * Single-threaded.
 */
public final class Presence {
    private final List<PresenceLane> lanes;
    private final ShardResolver shards;
    private final Executor onThisThread;
    private final EdgeCounters counters;
    private final Register register;
    private final Asking asking;
    private final Tellings tellings;
    private final Contacts contacts = new Contacts(this::askForContacts);

    /**
     * Presence of an edge; its lanes tell it from now on.
     *
     * @param lanes        by the numbers of their shards.
     * @param shards       of users.
     * @param onThisThread runs on this thread what the resolver completes on others.
     * @param encoder      of frames; this thread's own.
     * @param held         what all connections together may make the edge remember.
     * @param counters     counts.
     */
    public Presence(
        final List<PresenceLane> lanes, final ShardResolver shards, final Executor onThisThread,
        final FrameEncoder encoder, final ByteBudget held, final EdgeCounters counters) {
        this.lanes = List.copyOf(lanes);
        this.shards = shards;
        this.onThisThread = onThisThread;
        this.counters = counters;
        this.register = new Register(held, contacts::forget);
        this.asking = new Asking(register, counters);
        this.tellings = new Tellings(encoder, counters);
        lanes.forEach(lane -> lane.presence(this));
    }

    // ---- from connections

    void onRequest(final Request request, final Link link) {
        if (request instanceof Request.PresenceSubscribe subscribe) {
            onSubscribe(subscribe, link);
        } else if (request instanceof Request.PresenceUnsubscribe unsubscribe) {
            register.drop(link, unsubscribe.userIds());
            link.connection().onDone(request);
        } else {
            throw new IllegalStateException("request=" + request + ", expected one about presence");
        }
    }

    private void onSubscribe(final Request.PresenceSubscribe request, final Link link) {
        final Set<String> userIds = new LinkedHashSet<>(request.userIds());
        final Wants wants = register.of(link);
        final int fresh = wants.countNew(userIds);
        if (wants.subscribing >= PresenceLimits.SUBSCRIBING_MAX) {
            link.connection().onRefused(request, RefusalCode.RATE_LIMITED, 0, PresenceLimits.SUBSCRIBING_RETRY_MS);
        } else if (wants.byUser.size() + fresh > PresenceLimits.WANTS_PER_CONNECTION_MAX) {
            link.connection().onRefused(request, RefusalCode.INVALID, PresenceLimits.PRESENCE_FULL, 0);
        } else if (register.add(wants, userIds, fresh)) {
            resolve(new Subscribing(request, wants, userIds), List.copyOf(userIds));
        } else {
            link.connection().onRefused(
                request, RefusalCode.UNAVAILABLE, PresenceLimits.PRESENCE_FULL, PresenceLimits.FULL_RETRY_MS);
        }
    }

    private void resolve(final Subscribing whole, final List<String> userIds) {
        final List<CompletableFuture<Integer>> owners =
            userIds.stream().map(userId -> shards.shardOf(userId).toCompletableFuture()).toList();
        final CompletableFuture<Void> all = CompletableFuture.allOf(owners.toArray(new CompletableFuture<?>[0]));
        if (all.isDone()) {
            onResolved(whole, userIds, owners, all.isCompletedExceptionally());
        } else {
            all.whenCompleteAsync(
                (nothing, failure) -> onResolved(whole, userIds, owners, failure != null), onThisThread);
        }
    }

    private void onResolved(
        final Subscribing whole, final List<String> userIds, final List<CompletableFuture<Integer>> owners,
        final boolean failed) {
        if (failed) {
            counters.increment(EdgeCounter.PARTITIONS_UNKNOWN);
            whole.refused(RefusalCode.UNAVAILABLE, 0, 0);
            userIds.forEach(userId -> drop(whole, userId));
            whole.asks(0);
        } else {
            asking.forWhole(whole, byLane(whole.wants(), userIds, owners));
        }
        register.forgetIfEmpty(whole.wants());
    }

    private Map<PresenceLane, List<Watch>> byLane(
        final Wants wants, final List<String> userIds, final List<CompletableFuture<Integer>> owners) {
        final Map<PresenceLane, List<Watch>> byLane = new LinkedHashMap<>();
        for (int i = 0; i < userIds.size(); i++) {
            // Meanwhile the connection may be gone, or not want it any more.
            final Want want = wants.byUser.get(userIds.get(i));
            if (want != null) {
                want.watch.lane = lanes.get(owners.get(i).join());
                byLane.computeIfAbsent(want.watch.lane, lane -> new ArrayList<>()).add(want.watch);
            }
        }
        return byLane;
    }

    void forget(final Link link) {
        register.forget(link);
    }

    // ---- from shards

    /** A user of an ask is answered. */
    void onAnswer(
        final PresenceAsk ask, final String userId, final boolean online, final long lastSeenMs,
        final boolean visible) {
        final int index = ask.answer(userId);
        if (index == PresenceAsk.NOT_OPEN) {
            return;
        }
        final Watch watch = ask.watch(index);
        watch.asking--;
        watch.registered |= visible;
        if (ask.whole != null) {
            ask.whole.settled(userId);
        }
        final Want want = register.find(ask.link, watch);
        final boolean news = visible && watch.learn(online, lastSeenMs);
        if (news) {
            tellings.tellAll(watch, online, lastSeenMs, want);
        }
        if (want != null) {
            onAnswer(want, visible, news, ask.whole != null, online, lastSeenMs);
        }
        register.settle(watch);
    }

    private void onAnswer(
        final Want want, final boolean visible, final boolean isNews, final boolean isAsked, final boolean online,
        final long lastSeenMs) {
        final boolean wasVisible = want.visible;
        want.answered = true;
        want.watch.visible(want, visible);
        if (isNews || isAsked || visible != wasVisible) {
            tellings.tell(want, online, lastSeenMs);
        } else if (!visible) {
            contacts.onNotVisible(want);
        }
        if (!visible && isAsked) {
            contacts.onSubscribedInVain(want);
        }
        if (wasVisible && !visible && want.watch.isSeen()) {
            // On behalf of another one that still sees the user.
            want.watch.lane.again(want.watch);
        }
    }

    /** No further answer to an ask will come, or be waited for. */
    void onFinished(final PresenceAsk ask, final PresenceLane lane) {
        boolean isRefused = false;
        for (int i = 0; i < ask.count(); i++) {
            if (ask.isOpen(i)) {
                isRefused = true;
                onUnanswered(ask, ask.watch(i), lane);
            }
        }
        if (ask.whole != null) {
            if (isRefused) {
                ask.whole.refused(ask.refusal, ask.detail, ask.retryAfterMs);
            }
            ask.whole.answered();
            register.forgetIfEmpty(ask.whole.wants());
        }
    }

    private void onUnanswered(final PresenceAsk ask, final Watch watch, final PresenceLane lane) {
        watch.asking--;
        // It may have been heard all the same.
        watch.registered |= ask.epoch != 0;
        final Want want = register.find(ask.link, watch);
        if (ask.whole != null) {
            drop(ask.whole, watch.userId);
        } else if (watch.isSeen()) {
            lane.again(watch);
            lane.againLater(ask.retryAfterMs);
        }
        if (ask.whole == null && want != null && !want.visible) {
            contacts.onUnanswered(want);
        }
        register.settle(watch);
    }

    private void drop(final Subscribing whole, final String userId) {
        whole.settled(userId);
        register.dropUnanswered(whole.wants(), userId);
    }

    /** A user's presence changed, or an answer came that nobody waits for. */
    void onChange(final PresenceLane lane, final String userId, final boolean online, final long lastSeenMs) {
        final Watch watch = register.watch(userId);
        if (watch == null) {
            lane.forgo(userId);
            return;
        }
        watch.lane = lane;
        watch.registered = true;
        if (watch.learn(online, lastSeenMs)) {
            tellings.tellAll(watch, online, lastSeenMs, null);
        }
        register.settle(watch);
    }

    // ---- what is asked once more

    /** Changes may be lost, or, {@code subscriptions}, all that the shard knew: it is asked again, paced. */
    void onLoss(final PresenceLane lane, final boolean subscriptions) {
        register.onLoss(lane, subscriptions);
    }

    /** Asks for the next ones that one and the same asker sees. */
    void askAgain(final PresenceLane lane, final Queue<Watch> again) {
        asking.again(lane, again);
    }

    void onTime(final long now) {
        contacts.onTime(now);
    }

    /** Whether a connection wants to know of anybody. */
    boolean wants(final Link link) {
        return register.knows(link);
    }

    /** A user wrote to a connection's user: perhaps this one may see the other now. */
    void onWrote(final Link link, final String userId) {
        onContact(link, userId, contacts::onWrote);
    }

    /** The same, if it ever will be so because of a message. */
    void onFirstWord(final Link link, final String userId) {
        onContact(link, userId, contacts::onFirstWord);
        hear(link, userId);
    }

    /** A user created a chat of the two. */
    void onDirectChat(final Link link, final String userId) {
        onContact(link, userId, contacts::onDirectChat);
        hear(link, userId);
    }

    private void hear(final Link link, final String userId) {
        if (!userId.equals(link.userId())) {
            contacts.heard(link.userId(), userId);
        }
    }

    private void onContact(final Link link, final String userId, final Consumer<Want> what) {
        final Want want = register.of(link).byUser.get(userId);
        if (want != null && !userId.equals(link.userId())) {
            what.accept(want);
        }
    }

    private void askForContacts(final List<Want> wants) {
        asking.forContacts(wants);
    }

    /** How much is remembered: for tests of what stays behind. */
    int count() {
        return register.count() + contacts.count();
    }
}
