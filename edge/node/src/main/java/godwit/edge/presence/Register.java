package godwit.edge.presence;

import godwit.edge.fanout.Link;
import godwit.edge.memory.ByteBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Who wants to know of whom: by connection, and by user. Whoever nobody wants to know of any more is told the shard, and
 * forgotten. Single-threaded.
 */
final class Register {
    private final ByteBudget held;
    private final Consumer<Want> onDropped;
    private final Map<String, Watch> watches = new HashMap<>();
    private final Long2ObjectHashMap<Wants> wantsOf = new Long2ObjectHashMap<>();

    /** {@code onDropped} hears of what is not wanted any more. */
    Register(final ByteBudget held, final Consumer<Want> onDropped) {
        this.held = held;
        this.onDropped = onDropped;
    }

    /** What a connection wants; not kept while that is nothing. */
    Wants of(final Link link) {
        final Wants known = wantsOf.get(link.connectionId());
        return known == null ? new Wants(link) : known;
    }

    /** Whether a connection wants to know of anybody. */
    boolean knows(final Link link) {
        return wantsOf.containsKey(link.connectionId());
    }

    /** The watch of a user, or null. */
    Watch watch(final String userId) {
        return watches.get(userId);
    }

    /** What a connection wants of a user, or null. */
    Want find(final Link link, final Watch watch) {
        final Want want = of(link).byUser.get(watch.userId);
        return want == null || want.watch != watch ? null : want;
    }

    /** A connection wants to know of users, of which so many are new to it; false: there is no room. */
    boolean add(final Wants wants, final Set<String> userIds, final int fresh) {
        final boolean hasRoom = held.tryTake(fresh * PresenceLimits.WANT_BYTES);
        if (hasRoom) {
            wantsOf.put(wants.link.connectionId(), wants);
            userIds.forEach(userId -> wants.byUser.computeIfAbsent(userId, any -> want(wants.link, userId)));
        }
        return hasRoom;
    }

    private Want want(final Link link, final String userId) {
        final Watch watch = watches.computeIfAbsent(userId, Watch::new);
        final Want want = new Want(link, watch);
        watch.add(want);
        return want;
    }

    /** A connection is gone. */
    void forget(final Link link) {
        drop(link, List.copyOf(of(link).byUser.keySet()));
    }

    /** A connection does not want to know of some users any more. */
    void drop(final Link link, final List<String> userIds) {
        final Wants wants = of(link);
        userIds.forEach(userId -> drop(wants, userId));
        forgetIfEmpty(wants);
    }

    /** The same of one about whom it was never told anything, and does not wait for an answer to another question. */
    void dropUnanswered(final Wants wants, final String userId) {
        final Want want = wants.byUser.get(userId);
        if (want != null && !want.answered && want.asking == 0) {
            drop(wants, userId);
        }
    }

    private void drop(final Wants wants, final String userId) {
        final Want want = wants.byUser.remove(userId);
        if (want != null) {
            held.giveBack(PresenceLimits.WANT_BYTES);
            onDropped.accept(want);
            want.watch.remove(want);
            settle(want.watch);
        }
    }

    /** What a connection wants is not kept while that is nothing. */
    void forgetIfEmpty(final Wants wants) {
        if (wants.byUser.isEmpty() && wants.subscribing == 0) {
            wantsOf.remove(wants.link.connectionId(), wants);
        }
    }

    /** Something about a user ended: is nobody left who sees the user, the shard is told; nobody who wants to, all is forgotten. */
    void settle(final Watch watch) {
        if (watch.asking > 0) {
            return;
        }
        if (watch.registered && !watch.isSeen()) {
            watch.registered = false;
            watch.lane.forgo(watch.userId);
        }
        if (watch.first() == null) {
            watches.remove(watch.userId, watch);
        }
    }

    /** All that is seen of a shard's users is to be asked for again; {@code subscriptions}: the shard forgot them. */
    void onLoss(final PresenceLane lane, final boolean subscriptions) {
        if (subscriptions) {
            watches.values().forEach(watch -> watch.registered &= watch.lane != lane);
        }
        // Connection after connection, so that as many as may be have the same asker.
        for (final Wants wants : wantsOf.values()) {
            for (final Want want : wants.byUser.values()) {
                if (want.visible && want.watch.lane == lane) {
                    lane.again(want.watch);
                }
            }
        }
    }

    int count() {
        return watches.size() + wantsOf.size();
    }
}
