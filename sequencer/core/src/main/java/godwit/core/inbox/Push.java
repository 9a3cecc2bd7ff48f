package godwit.core.inbox;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.core.Targets;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Sessions;
import godwit.core.users.Arrears;
import godwit.core.users.Cursors;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;

/** Pushes what waits for a device, at most a window of it, each chat contiguously from its cursor on. */
final class Push {

    private final ShardContext shard;
    private final UserTables tables;
    private final Arrears arrears;
    private final Pushes pushes;
    private final Edges edges;
    private final Sessions sessions;
    private final Entries entries;
    private final Parts parts;
    private final EntryRecord record;
    private final Targets single = new Targets();

    /** The push's neighbours. */
    record Parts(
        Progress progress, Announcements announcements, Redelivery redelivery, Followers followers) {
    }

    Push(
        final ShardContext shard, final UserTables tables, final Edges edges, final Sessions sessions,
        final Entries entries, final Parts parts) {
        this.shard = shard;
        this.tables = tables;
        this.arrears = tables.arrears();
        this.pushes = tables.pushes();
        this.edges = edges;
        this.sessions = sessions;
        this.entries = entries;
        this.parts = parts;
        this.record = new EntryRecord(entries, tables.ids());
    }

    /** An entry that just came waits for a device: it is pushed with others' if the device is level and has room. */
    void onArrived(final int cursor, final long chatId, final long sequence, final Fanout fanout) {
        final Cursors cursors = tables.cursors();
        final int session = tables.devices().session(cursors.device(cursor));
        if (session == 0 || !sessions.isLive(session)) {
            cursors.moveTo(cursor, Cursors.BEHIND);
            return;
        }
        begin(cursor);
        if (pushes.pushed(cursor) == sequence - 1 && room(session) > 0) {
            parts.announcements().beforeEntry(session, cursor);
            final boolean follows = parts.followers().follows(session, cursor);
            fanout.add(session, pushes.previous(cursor), follows);
            onPushed(session, cursor, sequence, 1);
            if (follows) {
                parts.followers().begin(session, cursor);
            } else {
                cursors.moveTo(cursor, Cursors.SENT);
            }
        } else {
            cursors.moveTo(cursor, Cursors.BEHIND);
        }
    }

    private void begin(final int cursor) {
        if (pushes.touch(cursor)) {
            parts.redelivery().begin(cursor);
        }
    }

    /** A connection that had a session has another one now, of which nothing was pushed. */
    void onSameConnection(final int session) {
        parts.followers().onSameConnection(session);
    }

    /** Pushes an entry to the targets that were collected for it. */
    void flush(final int entry, final Fanout fanout) {
        if (fanout.edgeCount() > 0) {
            record.show(entry);
            for (int i = 0; i < fanout.edgeCount(); i++) {
                shard.listener().onMessage(edges.id(fanout.edge(i)), record, fanout.targetsAt(i),
                    fanout.isSubscribed(i), fanout.passedSession(i));
            }
        }
        // Also if it goes nowhere: the one who sent it is not to be passed with the next one.
        fanout.clear();
    }

    /** Pushes what is unacknowledged again, from the cursors on; how many entries. */
    int restart(final int session) {
        pullBack(session);
        tables.devices().nextRound(sessions.device(session));
        sessions.addUnacknowledged(session, -sessions.unacknowledged(session));
        return resume(session);
    }

    /** Everything that was pushed to a session is behind again, and it follows nothing. */
    void pullBack(final int session) {
        final int device = sessions.device(session);
        parts.followers().endOfDevice(device);
        tables.cursors().pullBack(device, sessions.unacknowledged(session));
    }

    /**
     * Pushes what waits as far as the window has room, before all else what was pushed before and is not acknowledged: a
     * connection that has it still is not to have more than a window. How many entries.
     */
    int resume(final int session) {
        final Cursors cursors = tables.cursors();
        final int before = sessions.unacknowledged(session);
        int cursor = cursors.behind().first(sessions.device(session));
        while (cursor != 0 && pushes.pushed(cursor) < pushes.reached(cursor) && room(session) > 0) {
            final int next = cursors.behind().next(cursor);
            repeat(session, cursor, pushes.reached(cursor));
            if (cursors.list(cursor) == Cursors.BEHIND && pushes.pushed(cursor) >= pushes.reached(cursor)) {
                // What is new of this chat comes behind what is to be repeated of others, when there is room for more.
                cursors.toEnd(cursor);
            }
            cursor = next;
        }
        drain(session);
        return sessions.unacknowledged(session) - before;
    }

    private void repeat(final int session, final int cursor, final long to) {
        final Cursors cursors = tables.cursors();
        begin(cursor);
        for (int steps = 0; pushes.pushed(cursor) < to && room(session) > 0 && steps < CoreLimits.PUSH_STEPS_MAX; steps++) {
            step(session, cursor, to);
        }
    }

    /** See {@link CoreCommands#onLagging}. */
    void onLagging(final int session, final long chatId, final long sequence) {
        final int device = sessions.device(session);
        final int membership = tables.memberships().find(tables.devices().user(device), chatId);
        final int cursor = membership == 0 ? 0 : tables.cursors().find(membership, device);
        if (cursor == 0) {
            return;
        }
        if (pushes.acknowledged(cursor) >= parts.progress().last(cursor)) {
            endLevel(cursor);
        } else if (sequence != CoreCommands.NULL_VALUE) {
            setBack(session, cursor, sequence);
            drain(session);
        } else if (arrears.silences(cursor) == 0) {
            // Else it was found silent here at the same time, and pushed again.
            parts.redelivery().onSilence(cursor);
            restart(session, cursor);
        }
    }

    /** It acknowledged all before its edge's word came: nothing is to be pushed, but its edge hands it nothing either. */
    private void endLevel(final int cursor) {
        if (tables.cursors().isFollowing(cursor)) {
            parts.followers().end(cursor, parts.progress().last(cursor));
        }
    }

    /** What is pushed of the chat next is what follows a sequence, which the edge says is the last that it handed out. */
    private void setBack(final int session, final int cursor, final long sequence) {
        final Cursors cursors = tables.cursors();
        if (cursors.isFollowing(cursor)) {
            parts.followers().end(cursor, Math.min(sequence, parts.progress().last(cursor)));
        }
        final long to = Math.max(sequence, pushes.acknowledged(cursor));
        final long pushed = pushes.pushed(cursor);
        if (to < pushed) {
            final long never = pushed - to - parts.progress().countPassed(cursor, to + 1, pushed);
            final int fewer = (int) Math.min(never, pushes.inFlight(cursor));
            pushes.setBack(cursor, to, sequence, fewer);
            sessions.addUnacknowledged(session, -fewer);
        }
        parts.progress().arrange(cursor);
    }

    /**
     * Gives up what waits for a device without a session longer than an inbox keeps it, or beyond its bound; the device lost it.
     *
     * @param again whether the connection that comes had its last session: then it has what was pushed and not acknowledged.
     */
    void giveUpOf(final int device, final boolean again) {
        int cursor = tables.cursors().behind().first(device);
        while (cursor != 0) {
            final int next = tables.cursors().behind().next(cursor);
            giveUpExpired(cursor);
            if (!again) {
                giveUp(cursor, beforeInbox(cursor));
            }
            cursor = next;
        }
    }

    /**
     * Gives up the oldest of a chat that are beyond the bound of an inbox, once nothing of it is in flight: what a connection
     * has and does not acknowledge counts for its window, and comes again.
     */
    void giveUpOverflow(final int cursor) {
        final long to = beforeInbox(cursor);
        final long acknowledged = pushes.acknowledged(cursor);
        if (to > acknowledged && pushes.inFlight(cursor) == 0 && pushes.reached(cursor) <= acknowledged) {
            giveUp(cursor, to);
        }
    }

    private long beforeInbox(final int cursor) {
        return parts.progress().last(cursor) - shard.limits().get().inboxEntriesMax();
    }

    /** Their rows stay in the table until the next acknowledgement, and are counted until then: its partition is bounded too. */
    private void giveUp(final int cursor, final long to) {
        if (to > pushes.acknowledged(cursor)) {
            parts.progress().advance(cursor, to);
            tables.devices().onLost(tables.cursors().device(cursor));
        }
    }

    /** Pushes what is unacknowledged of a chat again, from its cursor on, then what has room; how many entries. */
    int restart(final int session, final int cursor) {
        if (tables.cursors().isFollowing(cursor)) {
            parts.followers().abandon(cursor);
        }
        begin(cursor);
        sessions.addUnacknowledged(session, -tables.cursors().restart(cursor));
        return drain(session);
    }

    /** What is pushed next to a session of a chat that it follows is not by its edge's telling: that has to know before. */
    void tellUnsubscribed(final int session, final int cursor) {
        parts.followers().tell(session, cursor);
    }

    /** A cursor goes away, whose device has no session. */
    void cancel(final int cursor) {
        parts.redelivery().cancel(cursor);
    }

    /** A cursor goes away, of whose entries some may be in flight. */
    void drop(final int cursor) {
        final int session = tables.devices().session(tables.cursors().device(cursor));
        final int inFlight = pushes.inFlight(cursor);
        if (session != 0 && inFlight > 0) {
            sessions.addUnacknowledged(session, -inFlight);
        }
        cancel(cursor);
    }

    /** Whether a session's edge holds its lease. */
    boolean isLive(final int session) {
        return sessions.isLive(session);
    }

    /** Pushes what waits as far as the window has room; how many entries. */
    int drain(final int session) {
        final int device = sessions.device(session);
        final int before = sessions.unacknowledged(session);
        int cursor = tables.cursors().behind().first(device);
        for (int steps = 0; cursor != 0 && room(session) > 0 && steps < CoreLimits.PUSH_STEPS_MAX; steps++) {
            step(session, cursor, parts.progress().last(cursor));
            cursor = tables.cursors().behind().first(device);
        }
        if (cursor != 0 && sessions.unacknowledged(session) == 0) {
            parts.redelivery().watch(session, cursor);
        }
        return sessions.unacknowledged(session) - before;
    }

    private int room(final int session) {
        return parts.followers().room(session);
    }

    private void step(final int session, final int cursor, final long to) {
        final Cursors cursors = tables.cursors();
        begin(cursor);
        final long chatId = parts.progress().chatId(cursor);
        giveUpExpired(cursor);
        if (pushes.pushed(cursor) < parts.progress().last(cursor)) {
            final long sequence = pushes.pushed(cursor) + 1;
            final long meant = parts.progress().next(cursor, sequence);
            final int entry = entries.find(chatId, sequence);
            if (meant > sequence) {
                pushes.onPassed(cursor, meant - 1);
            } else if (entry != 0 && parts.progress().isOwnSend(cursor, entry)) {
                pushes.onPassed(cursor, sequence);
            } else if (entry != 0 && entries.hasPayload(entry)) {
                pushEntry(session, cursor, entry);
            } else {
                pushStored(session, cursor, chatId, sequence, to);
            }
        }
        parts.progress().arrange(cursor);
    }

    private void giveUpExpired(final int cursor) {
        final long expired = Math.min(parts.progress().last(cursor), parts.progress().expired(
            tables.memberships().feed(tables.cursors().membership(cursor)), pushes.acknowledged(cursor)));
        if (expired > pushes.acknowledged(cursor)) {
            giveUp(cursor, expired);
            parts.progress().onRowsGone(cursor, expired);
        }
    }

    private void pushEntry(final int session, final int cursor, final int entry) {
        parts.announcements().beforeEntry(session, cursor);
        final boolean follows = entries.sequence(entry) == parts.progress().last(cursor)
            && parts.followers().follows(session, cursor);
        single.clear();
        single.add(sessions.number(session), pushes.previous(cursor), follows);
        shard.listener().onMessage(edges.id(sessions.edge(session)), record.show(entry), single, false, 0);
        onPushed(session, cursor, entries.sequence(entry), 1);
        if (follows) {
            parts.followers().begin(session, cursor);
        }
    }

    private void pushStored(
        final int session, final int cursor, final long chatId, final long from, final long max) {
        final long end = tables.memberships().intervalEnd(tables.cursors().membership(cursor), from);
        final long to = storedTo(chatId, from, Math.min(Math.min(max, end), from + room(session) - 1));
        final int first = entries.find(chatId, from);
        final boolean journaled = first == 0 || entries.isJournaled(first);
        parts.announcements().beforeEntry(session, cursor);
        shard.listener().onStoredEntries(
            edges.id(sessions.edge(session)), sessions.number(session), chatId, pushes.previous(cursor),
            from, to, journaled, journaled ? CoreCommands.NULL_VALUE : entries.outputSequence(first));
        onPushed(session, cursor, to, (int) (to - from + 1));
    }

    /** The last of the entries from one on that are to be read from the same store. */
    private long storedTo(final long chatId, final long from, final long max) {
        final int first = entries.find(chatId, from);
        final boolean journaled = first == 0 || entries.isJournaled(first);
        long to = from;
        while (to < max) {
            final int next = entries.find(chatId, to + 1);
            if (next != 0 && (entries.hasPayload(next) || entries.isJournaled(next) != journaled)) {
                break;
            }
            to++;
        }
        return to;
    }

    private void onPushed(final int session, final int cursor, final long sequence, final int count) {
        pushes.onPushed(cursor, sequence, count);
        sessions.addUnacknowledged(session, count);
        parts.redelivery().onPushed(session, cursor, pushes.inFlight(cursor) == count);
    }
}
