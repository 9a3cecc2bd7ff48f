package godwit.core.presence;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.Refusal;
import godwit.core.Visibility;
import godwit.core.directory.UserIds;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fence;
import godwit.core.sessions.Sessions;
import godwit.core.state.Invariants;
import godwit.core.state.TimerWheel;
import godwit.core.users.Devices;
import godwit.core.users.Memberships;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells edges who is online. A user is while one of the devices has a session, and for a while after the last one whose
 * client was sent away. Only contacts of a user get an edge to watch, whatever the user's privacy is: that decides what is
 * told, so that it can be told again.
 */
public final class Presence {
    private static final int RETRY_AFTER_MS = 1000;
    private static final long AT_ONCE = 0;

    private final ShardContext shard;
    private final CoreListener listener;
    private final UserTables tables;
    private final Presences presences;
    private final Subscriptions subscriptions;
    private final Edges edges;
    private final Sessions sessions;
    private final Fence fence;
    private final TimerWheel away;
    private final UnsafeBuffer userName = new UnsafeBuffer(0, 0);

    /** Puts the parts together. */
    public Presence(
        final ShardContext shard, final UserTables tables, final PresenceTables own, final Edges edges,
        final Sessions sessions) {
        this.shard = shard;
        this.listener = shard.listener();
        this.tables = tables;
        this.presences = own.presences();
        this.subscriptions = own.subscriptions();
        this.edges = edges;
        this.sessions = sessions;
        this.fence = new Fence(edges, sessions, listener);
        this.away = new TimerWheel(shard.registry(), "away",
            new TimerWheel.Place(presences.table(), Presences.AWAY_LINK, Presences.AWAY_BUCKET, 0),
            shard.record().table(), ShardRecord.PRESENCE_POSITION);
    }

    /** Lays what a new shard needs. */
    public void lay() {
        away.lay();
    }

    /** An edge wants to know of a user on behalf of another. */
    public void onSubscribe(
        final long edgeId, final long epoch, final long correlationId, final DirectBuffer askerId,
        final DirectBuffer userId) {
        final int edge = fence.edge(edgeId, epoch, correlationId, 0);
        if (edge == 0) {
            return;
        }
        if (!UserIds.isValid(askerId) || !UserIds.isValid(userId)) {
            listener.onRefused(edgeId, correlationId, 0, Refusal.INVALID, Refusal.Detail.BAD_FIELD, 0);
            return;
        }
        final int user = find(userId);
        if (user == 0 || !isContact(user, tables.ids().find(askerId))) {
            listener.onPresence(edgeId, correlationId, userId, false, CoreCommands.NULL_VALUE, false);
        } else if (watch(user, edge)) {
            tell(edgeId, correlationId, tables.users().presence(user), true);
        } else {
            listener.onRefused(
                edgeId, correlationId, 0, Refusal.UNAVAILABLE, Refusal.Detail.PRESENCE_FULL, RETRY_AFTER_MS);
        }
    }

    /** No connection of an edge wants to know of a user any more. */
    public void onUnsubscribe(final long edgeId, final long epoch, final DirectBuffer userId) {
        final int edge = edges.current(edgeId, epoch);
        final int user = edge == 0 ? 0 : find(userId);
        final int presence = user == 0 ? 0 : tables.users().presence(user);
        final int subscription = presence == 0 ? 0 : subscriptions.find(presence, edge);
        if (subscription != 0) {
            subscriptions.remove(subscription);
            release(presence);
        }
    }

    /** A session's user says who may see the user. */
    public void onSetPrivacy(
        final long edgeId, final long epoch, final long correlationId, final long session, final int visibility) {
        final int slot = fence.session(edgeId, epoch, correlationId, session);
        if (slot == 0) {
            return;
        }
        if (visibility != Visibility.CONTACTS && visibility != Visibility.NOBODY) {
            listener.onRefused(edgeId, correlationId, session, Refusal.INVALID, Refusal.Detail.BAD_FIELD, 0);
            return;
        }
        final int device = sessions.device(slot);
        tables.devices().onSeen(device, shard.clocks().idTime());
        hide(tables.devices().user(device), visibility == Visibility.NOBODY);
        if (correlationId != 0) {
            listener.onDone(edgeId, correlationId);
        }
    }

    /** A session of a device began; others of its user may be expected back still. */
    public void onCame(final int device) {
        tables.devices().awaitNoMore(device);
        final int presence = tables.users().presence(tables.devices().user(device));
        if (presence != 0) {
            expect(presence);
            if (!presences.isOnline(presence)) {
                presences.isOnline(presence, true);
                tellChange(presence);
            }
            release(presence);
        }
    }

    /** A session of a device ended; {@code isAway}: the client is expected back. */
    public void onGone(final int device, final boolean isAway) {
        onGone(device, isAway ? shard.clocks().leaseTime() + CoreLimits.AWAY_MS : AT_ONCE);
    }

    /** A device of a user was forgotten, with the session that it may have had. */
    public void onForgotten(final int user) {
        final int presence = tables.users().presence(user);
        if (presence != 0) {
            lookWhetherThere(presence);
        }
    }

    /** Some time passed: users whose edges are gone, or who were expected back, are shown offline, so many at a time. */
    public void onTick() {
        int work = settle();
        final long now = shard.clocks().leaseTime();
        int presence = work < CoreLimits.PRESENCE_STEPS_PER_TICK ? away.poll(now) : 0;
        while (presence != 0) {
            work += 1 + lookWhetherThere(presence);
            presence = work < CoreLimits.PRESENCE_STEPS_PER_TICK ? away.poll(now) : 0;
        }
        forgetDead();
    }

    private int settle() {
        int work = 0;
        int session = sessions.firstAbandoned();
        while (session != 0 && work < CoreLimits.PRESENCE_STEPS_PER_TICK) {
            final int device = sessions.device(session);
            final long untilMs = sessions.awayUntilMs(session);
            tables.devices().seenMs(device, sessions.seenMs(session, tables.devices().seenMs(device)));
            sessions.settle(session);
            work += 1 + onGone(device, untilMs);
            session = sessions.firstAbandoned();
        }
        return work;
    }

    private void forgetDead() {
        int subscription = subscriptions.firstDead();
        for (int i = 0; subscription != 0 && i < CoreLimits.SUBSCRIPTIONS_FORGOTTEN_PER_TICK; i++) {
            final int presence = subscriptions.presence(subscription);
            subscriptions.remove(subscription);
            release(presence);
            subscription = subscriptions.firstDead();
        }
    }

    /** How many edges were told. */
    private int onGone(final int device, final long untilMs) {
        final int user = tables.devices().user(device);
        final int known = tables.users().presence(user);
        if (untilMs > shard.clocks().leaseTime()) {
            // Also while another device is there: if that goes first, this one is expected still.
            tables.devices().await(device, untilMs);
            expect(known == 0 ? add(user, true) : known);
            return 0;
        }
        return known == 0 ? 0 : lookWhetherThere(known);
    }

    /** How many edges were told that the user is not, nor expected. */
    private int lookWhetherThere(final int presence) {
        expect(presence);
        if (!away.isScheduled(presence) && !isThere(presences.user(presence))) {
            return goOffline(presence);
        }
        release(presence);
        return 0;
    }

    /** A user is expected back for as long as the client of any device is. */
    private void expect(final int presence) {
        away.cancel(presence);
        final Devices devices = tables.devices();
        final long now = shard.clocks().leaseTime();
        long awayUntilMs = 0;
        for (int device = devices.ofUser().first(presences.user(presence)); device != 0; device = devices.ofUser().next(device)) {
            final long untilMs = devices.awaitedUntilMs(device, now);
            awayUntilMs = Math.max(awayUntilMs, untilMs);
            if (untilMs == 0) {
                devices.awaitNoMore(device);
            }
        }
        if (awayUntilMs > 0) {
            away.schedule(presence, awayUntilMs);
        }
    }

    private int goOffline(final int presence) {
        Invariants.holds(presences.isOnline(presence) && !isThere(presences.user(presence)),
            "user goes offline: expected one shown online without a session");
        presences.isOnline(presence, false);
        final int told = tellChange(presence);
        release(presence);
        return told;
    }

    private void hide(final int user, final boolean hidden) {
        final int known = tables.users().presence(user);
        if (hidden == (known != 0 && presences.isHidden(known))) {
            return;
        }
        final int presence = known == 0 ? add(user, isThere(user)) : known;
        presences.isHidden(presence, hidden);
        tellChange(presence);
        release(presence);
    }

    private boolean watch(final int user, final int edge) {
        final int known = tables.users().presence(user);
        final int subscription = known == 0 ? 0 : subscriptions.find(known, edge);
        if (subscription != 0) {
            subscriptions.revive(subscription);
            return true;
        }
        final boolean hasRoom = subscriptions.count() < shard.limits().get().presenceMax();
        if (hasRoom) {
            subscriptions.add(known == 0 ? add(user, isThere(user)) : known, edge);
        }
        return hasRoom;
    }

    private int tellChange(final int presence) {
        int told = 0;
        int subscription = subscriptions.ofPresence().first(presence);
        while (subscription != 0) {
            if (subscriptions.isLive(subscription)) {
                tell(edges.id(subscriptions.edge(subscription)), 0, presence, !presences.isHidden(presence));
                told++;
            }
            subscription = subscriptions.ofPresence().next(subscription);
        }
        return told;
    }

    private void tell(final long edgeId, final long correlationId, final int presence, final boolean visible) {
        final int user = presences.user(presence);
        final boolean hidden = presences.isHidden(presence);
        final boolean online = presences.isOnline(presence);
        listener.onPresence(
            edgeId, correlationId, tables.ids().wrap(tables.users().id(user), userName), online && !hidden,
            online || hidden ? CoreCommands.NULL_VALUE : lastSeenMs(user), visible);
    }

    private long lastSeenMs(final int user) {
        final Devices devices = tables.devices();
        long latest = CoreCommands.NULL_VALUE;
        for (int device = devices.ofUser().first(user); device != 0; device = devices.ofUser().next(device)) {
            latest = Math.max(latest, devices.seenMs(device));
        }
        return latest;
    }

    /** Whether a device has a session of which nobody was told that it is over. */
    private boolean isThere(final int user) {
        final Devices devices = tables.devices();
        int device = devices.ofUser().first(user);
        while (device != 0 && (devices.session(device) == 0 || sessions.isSettled(devices.session(device)))) {
            device = devices.ofUser().next(device);
        }
        return device != 0;
    }

    private boolean isContact(final int user, final int askerId) {
        final Memberships memberships = tables.memberships();
        final int membership = askerId == 0 ? 0 : memberships.findDirect(user, askerId);
        return membership != 0 && (memberships.ownCount(membership) > 0
            || tables.feeds().creator(memberships.feed(membership)) == tables.users().id(user));
    }

    private int find(final DirectBuffer userId) {
        final int id = tables.ids().find(userId);
        return id == 0 ? 0 : tables.ids().user(id);
    }

    private int add(final int user, final boolean online) {
        final int presence = presences.add(user, online);
        tables.users().presence(user, presence);
        return presence;
    }

    /** Forgets a record that says no more than that there is none. */
    private void release(final int presence) {
        if (!presences.isHidden(presence) && !away.isScheduled(presence)
            && subscriptions.ofPresence().first(presence) == 0) {
            tables.users().presence(presences.user(presence), 0);
            presences.remove(presence);
        }
    }
}
