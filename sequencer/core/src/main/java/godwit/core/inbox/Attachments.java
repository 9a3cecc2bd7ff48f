package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.Refusal;
import godwit.core.SessionEnds;
import godwit.core.directory.Partitions;
import godwit.core.directory.UserIds;
import godwit.core.link.UserCursors;
import godwit.core.numbers.ShardContext;
import godwit.core.presence.Presence;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Sessions;
import godwit.core.users.Cursors;
import godwit.core.users.Devices;
import godwit.core.users.Memberships;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Devices come and go: sessions are issued, taken over and ended, devices made and forgotten. */
final class Attachments {
    private static final int RETRY_AFTER_MS = 1000;

    private final ShardContext shard;
    private final UserTables tables;
    private final Edges edges;
    private final Sessions sessions;
    private final Parts parts;
    private final UnsafeBuffer deviceName = new UnsafeBuffer(0, 0);

    /** The attachments' neighbours. */
    record Parts(Push push, Progress progress, InboxRows rows, ReceiptNotices notices, UserCursors chats, Presence presence) {
    }

    Attachments(
        final ShardContext shard, final UserTables tables, final Edges edges, final Sessions sessions,
        final Parts parts) {
        this.shard = shard;
        this.tables = tables;
        this.edges = edges;
        this.sessions = sessions;
        this.parts = parts;
    }

    /** A device connected through an edge whose lease runs. */
    void attach(
        final int edge, final long correlationId, final long connectionId, final long previousSession, final int waitedMs,
        final int partition, final DirectBuffer userId, final DirectBuffer deviceId) {
        final boolean judged = edges.onAttach(edge, correlationId);
        final long askedMs = shard.clocks().leaseTime() - (waitedMs > CoreLimits.ATTACH_AT_ONCE_MS ? waitedMs : 0);
        final int known = UserIds.isValid(userId) ? tables.ids().find(userId) : 0;
        if (!UserIds.isValid(userId) || !UserIds.isValid(deviceId) || !Partitions.isValid(partition)) {
            refuse(edge, correlationId, Refusal.INVALID, Refusal.Detail.BAD_FIELD, 0);
        } else if (previousSession != 0 && isGone(edge, connectionId, previousSession, known, deviceId)) {
            return;
        } else if (isOver(edge, connectionId, judged, askedMs, known, deviceId)) {
            // Whoever still wants it asks again, under another name and with no time gone by.
            refuse(edge, correlationId, Refusal.UNAVAILABLE, Refusal.Detail.NONE, RETRY_AFTER_MS);
        } else if (!hasRoom(known)) {
            refuse(edge, correlationId, Refusal.UNAVAILABLE, Refusal.Detail.USERS_FULL, RETRY_AFTER_MS);
        } else {
            final int id = known == 0 ? tables.ids().add(partition, userId) : known;
            tables.ids().onConnected(id);
            attach(edge, correlationId, connectionId, previousSession, askedMs, tables.users().ofId(id), deviceId);
        }
    }

    /** Whether a user was here before, or may come; those that chats only name take nobody's room. */
    private boolean hasRoom(final int known) {
        return known != 0 && tables.ids().isConnected(known)
            || tables.ids().connectedCount() < shard.limits().get().usersMax();
    }

    /** Whether a connection that had a session before has no right to one now; its edge is told why. */
    private boolean isGone(
        final int edge, final long connectionId, final long previousSession, final int id,
        final DirectBuffer deviceId) {
        final int user = id == 0 ? 0 : tables.ids().user(id);
        final int device = user == 0 ? 0 : tables.devices().find(user, deviceId);
        final boolean gone = device == 0
            || tables.devices().isElsewhere(device, previousSession, edges.id(edge), connectionId);
        if (gone) {
            shard.listener().onSessionEnded(edges.id(edge), connectionId, previousSession,
                device == 0 ? SessionEnds.REMOVED : SessionEnds.REPLACED);
        }
        return gone;
    }

    /**
     * Whether another connection of the device's was asked for later than this one, which waited at its edge; or whether this
     * one was judged already, and it is not its session that the device has: that one ended, and its device perhaps, too. To
     * give it another one would end the later one's, or make a device that was removed.
     */
    private boolean isOver(
        final int edge, final long connectionId, final boolean judged, final long askedMs, final int id,
        final DirectBuffer deviceId) {
        final int user = id == 0 ? 0 : tables.ids().user(id);
        final int device = user == 0 ? 0 : tables.devices().find(user, deviceId);
        final int session = device == 0 ? 0 : tables.devices().session(device);
        if (session != 0 && tables.devices().isLatest(device, edges.id(edge), connectionId)) {
            return false;
        }
        return judged || session != 0 && askedMs < sessions.askedMs(session);
    }

    /** A connection is gone. */
    void detach(final int session, final boolean away) {
        final int device = sessions.device(session);
        end(session);
        parts.presence().onGone(device, away);
    }

    /** What a session may have missed is pushed again. */
    void resync(final int session, final long changeSeen) {
        // From here on everything is said anew: what came before may lack what was lost.
        shard.listener().onUnsubscribed(
            edges.id(sessions.edge(session)), sessions.number(session), CoreListener.EVERY_CHAT);
        parts.notices().repeatOwnReads(session, changeSeen);
        parts.notices().repeatPeers(session, changeSeen);
        parts.push().restart(session);
        final int user = tables.devices().user(sessions.device(session));
        if (areAllConnected(user)) {
            wantSeen(session);
        }
    }

    /** Some time passed: sessions whose edge is gone end, so many at a time; their users were shown offline before. */
    void onTick() {
        int session = sessions.firstEnding();
        for (int i = 0; session != 0 && i < CoreLimits.SESSIONS_ENDED_PER_TICK; i++) {
            end(session);
            session = sessions.firstEnding();
        }
    }

    /** Forgets a device because its user says so. */
    void forget(final int device) {
        final int user = tables.devices().user(device);
        remove(device);
        parts.presence().onForgotten(user);
    }

    /** Forgets a device, its inbox and its keys. */
    private void remove(final int device) {
        final int user = tables.devices().user(device);
        final int session = tables.devices().session(device);
        if (session != 0) {
            endByShard(session, SessionEnds.REMOVED);
        }
        int membership = tables.memberships().ofUser().first(user);
        while (membership != 0) {
            final int cursor = tables.cursors().find(membership, device);
            if (cursor != 0) {
                parts.rows().cancel(cursor);
                parts.push().cancel(cursor);
                tables.cursors().remove(cursor);
            }
            tables.cursors().flags().onDeviceGone(membership, device);
            membership = tables.memberships().ofUser().next(membership);
        }
        parts.rows().onDeviceGone(device);
        parts.chats().onDeviceGone(tables.users().id(user), tables.devices().wrapName(device, deviceName));
        tables.removeDevice(device);
    }

    private void attach(
        final int edge, final long correlationId, final long connectionId, final long previousSession, final long askedMs,
        final int user, final DirectBuffer deviceId) {
        final Devices devices = tables.devices();
        int device = devices.find(user, deviceId);
        // A connection that goes on says nothing of its device: which was heard of last stays as it is.
        final long seenMs = previousSession == 0 ? shard.clocks().idTime() : devices.seenMs(device);
        final boolean inTime = device == 0 ? !tables.users().hadDevice(user) : isInTime(device);
        final boolean first = tables.users().deviceCount(user) == 0;
        // Also without a session to go on from: the edge asks again for one that it has not heard of, but may hear of yet.
        final boolean again = device != 0 && devices.isLatest(device, edges.id(edge), connectionId);
        if (device == 0) {
            makeRoom(user);
            device = devices.add(user, deviceId);
            onDeviceMore(user);
        } else {
            if (devices.session(device) != 0) {
                endByShard(devices.session(device), SessionEnds.REPLACED);
            }
            parts.push().giveUpOf(device, again);
        }
        final boolean complete = (!first || collectAll(user, device)) && inTime && !devices.hasLost(device);
        devices.nextRound(device);
        final int session = sessions.open(edge, device, connectionId, askedMs);
        devices.session(device, session);
        devices.onSession(device, sessions.number(session), edges.id(edge), connectionId);
        devices.seenMs(device, seenMs);
        if (!again) {
            devices.onTold(device, complete);
        } else if (!complete && !devices.hasLost(device)) {
            // A connection that goes on is not known to be told: its edge closes it, or had not heard of its session before.
            devices.onLost(device);
        }
        shard.listener().onAttached(
            edges.id(edge), correlationId, connectionId, sessions.number(session), complete,
            devices.changeSeen(device));
        // Before what waits: who acknowledges that has heard of them.
        parts.notices().repeatOwnReads(session, devices.changeSeen(device));
        parts.notices().repeatPeers(session, devices.changeSeen(device));
        if (again) {
            parts.push().onSameConnection(session);
        }
        parts.push().resume(session);
        parts.presence().onCame(device);
        if (areAllConnected(user)) {
            wantSeenOfAll(user);
        }
    }

    /** Whether a further device would replace one that is connected, for which it matters when each was heard of. */
    private boolean areAllConnected(final int user) {
        if (tables.users().deviceCount(user) < CoreLimits.DEVICES_PER_USER_MAX) {
            return false;
        }
        int device = tables.devices().ofUser().first(user);
        while (device != 0 && isConnected(device)) {
            device = tables.devices().ofUser().next(device);
        }
        return device == 0;
    }

    private void wantSeenOfAll(final int user) {
        int device = tables.devices().ofUser().first(user);
        while (device != 0) {
            wantSeen(tables.devices().session(device));
            device = tables.devices().ofUser().next(device);
        }
    }

    private void wantSeen(final int session) {
        shard.listener().onSeenWanted(edges.id(sessions.edge(session)), sessions.number(session));
    }

    /** Entries that come are to wait for a new device too. */
    private void onDeviceMore(final int user) {
        int membership = tables.memberships().ofUser().first(user);
        while (membership != 0) {
            tables.memberships().onUnfollowed(membership);
            membership = tables.memberships().ofUser().next(membership);
        }
    }

    private boolean isInTime(final int device) {
        return isConnected(device)
            || shard.clocks().idTime() - seenMs(device) <= shard.limits().get().inboxRetentionMs();
    }

    /** Everything that waits for the user waits for the only device; whether that is all there was. */
    private boolean collectAll(final int user, final int device) {
        boolean complete = true;
        int membership = tables.memberships().ofUser().first(user);
        while (membership != 0) {
            complete &= collect(membership, device);
            membership = tables.memberships().ofUser().next(membership);
        }
        return complete;
    }

    private boolean collect(final int membership, final int device) {
        final Memberships rows = tables.memberships();
        final long last = rows.lastSequence(membership);
        final long done = Math.min(last, parts.progress().expired(
            rows.feed(membership), Math.max(rows.delivered(membership), rows.oldestSequence(membership) - 1)));
        final long from = Math.max(done, last - shard.limits().get().inboxEntriesMax());
        if (from < last && tables.cursors().find(membership, device) == 0) {
            final int cursor = tables.cursors().add(membership, device, from);
            tables.cursors().moveTo(cursor, Cursors.BEHIND);
            parts.rows().onWaiting(cursor);
        }
        return from == done;
    }

    private void makeRoom(final int user) {
        if (tables.users().deviceCount(user) < CoreLimits.DEVICES_PER_USER_MAX) {
            return;
        }
        int longest = tables.devices().ofUser().first(user);
        int device = tables.devices().ofUser().next(longest);
        while (device != 0) {
            longest = isAwayLonger(device, longest) ? device : longest;
            device = tables.devices().ofUser().next(device);
        }
        remove(longest);
    }

    private boolean isAwayLonger(final int device, final int than) {
        final boolean connected = isConnected(device);
        if (connected != isConnected(than)) {
            return !connected;
        }
        // Of those connected, the one that did nothing for longest.
        final Devices devices = tables.devices();
        return connected ? devices.seenMs(device) < devices.seenMs(than) : seenMs(device) < seenMs(than);
    }

    /** When a device was there last: now, if it is connected. */
    long seenMs(final int device) {
        final int session = tables.devices().session(device);
        final long seenMs = tables.devices().seenMs(device);
        return session == 0 ? seenMs : sessions.seenMs(session, seenMs);
    }

    private boolean isConnected(final int device) {
        final int session = tables.devices().session(device);
        return session != 0 && sessions.isLive(session);
    }

    private void endByShard(final int session, final int reason) {
        if (sessions.isLive(session)) {
            shard.listener().onSessionEnded(
                edges.id(sessions.edge(session)), sessions.connectionId(session), sessions.number(session), reason);
        }
        end(session);
    }

    private void end(final int session) {
        final int device = sessions.device(session);
        parts.push().pullBack(session);
        tables.devices().nextRound(device);
        tables.devices().session(device, 0);
        if (!sessions.isSettled(session)) {
            tables.devices().seenMs(device, shard.clocks().idTime());
        }
        sessions.close(session);
    }

    private void refuse(
        final int edge, final long correlationId, final int code, final int detail, final int retryAfterMs) {
        shard.listener().onRefused(edges.id(edge), correlationId, 0, code, detail, retryAfterMs);
    }
}
