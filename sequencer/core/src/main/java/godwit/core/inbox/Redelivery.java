package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.sessions.Sessions;
import godwit.core.state.TimerWheel;
import godwit.core.users.Arrears;
import godwit.core.users.Cursors;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;

/**
 * Watches for silence: what a session does not acknowledge of a chat is pushed again 5 s after its newest entry was pushed,
 * then 10, 20 … s after each time, and never while the device acknowledges others; where entries come and come, at most 5 s
 * later than the first of them would. A chat's entries come again together, since an edge takes them from the cursor on only.
 */
final class Redelivery {
    private final ShardContext shard;
    private final UserTables tables;
    private final Arrears arrears;
    private final Pushes pushes;
    private final Cursors cursors;
    private final Sessions sessions;
    private final TimerWheel wheel;

    Redelivery(final ShardContext shard, final UserTables tables, final Sessions sessions) {
        this.shard = shard;
        this.tables = tables;
        this.arrears = tables.arrears();
        this.pushes = tables.pushes();
        this.cursors = tables.cursors();
        this.sessions = sessions;
        this.wheel = new TimerWheel(shard.registry(), "redelivery", cursors.silence(),
            shard.record().table(), ShardRecord.REDELIVERY_POSITION);
    }

    void lay() {
        wheel.lay();
    }

    /** Something of the chat was pushed just now, the first in flight or behind others. */
    void onPushed(final int session, final int cursor, final boolean first) {
        pushes.pushedMs(cursor, shard.clocks().leaseTime(), first);
        watch(session, cursor);
    }

    /** Something of the chat is in flight, or waits with no acknowledgement to come. */
    void watch(final int session, final int cursor) {
        if (!wheel.isScheduled(cursor)) {
            wheel.schedule(cursor, dueMs(session, cursor));
        }
    }

    /** What is pushed of the chat from here on is pushed for the first time, as far as its device's round goes. */
    void begin(final int cursor) {
        wheel.cancel(cursor);
        arrears.silences(cursor, 0, 0);
    }

    /** The device acknowledged something of the chat: the next silence is the first again. */
    void onProgress(final int session, final int cursor) {
        sessions.onProgress(session);
        if (arrears.silences(cursor) != 0) {
            begin(cursor);
            if (pushes.inFlight(cursor) > 0) {
                watch(session, cursor);
            }
        }
    }

    /** A cursor goes away. */
    void cancel(final int cursor) {
        wheel.cancel(cursor);
    }

    /** Some time passed. */
    void onTick(final Push push) {
        final long now = shard.clocks().leaseTime();
        int pushes = 0;
        int cursor = wheel.poll(now);
        while (cursor != 0) {
            pushes += 1 + check(cursor, now, push);
            cursor = pushes < CoreLimits.REDELIVERIES_PER_TICK ? wheel.poll(now) : 0;
        }
    }

    /** What was handed out of the chat met with its first silence, says its edge: the next repetition takes longer. */
    void onSilence(final int cursor) {
        arrears.silences(cursor, 1, shard.clocks().leaseTime() + (shard.limits().get().redeliverMs() << 1));
    }

    private int check(final int cursor, final long now, final Push push) {
        final int session = tables.devices().session(cursors.device(cursor));
        if (session == 0 || !sessions.isLive(session) || !isWaiting(cursor)) {
            return 0;
        }
        if (dueMs(session, cursor) > now) {
            watch(session, cursor);
            return 0;
        }
        if (cursors.isFollowing(cursor)) {
            push.tellUnsubscribed(session, cursor);
        }
        if (pushes.inFlight(cursor) > 0) {
            final int silences = Math.min(arrears.silences(cursor) + 1, CoreLimits.REDELIVERY_DOUBLINGS_MAX);
            arrears.silences(cursor, silences, now + (shard.limits().get().redeliverMs() << silences));
        }
        return push.restart(session, cursor);
    }

    private boolean isWaiting(final int cursor) {
        return pushes.inFlight(cursor) > 0 || cursors.list(cursor) == Cursors.BEHIND;
    }

    private long dueMs(final int session, final int cursor) {
        final long interval = shard.limits().get().redeliverMs();
        final long ofFirst = dueMs(session, cursor, pushes.sinceMs(cursor) + interval);
        final long ofNewest = dueMs(session, cursor, pushes.pushedMs(cursor) + interval);
        return Math.min(ofNewest, ofFirst + interval);
    }

    private long dueMs(final int session, final int cursor, final long afterPushMs) {
        final long afterProgressMs = sessions.progressMs(session) + shard.limits().get().redeliverMs();
        return Math.max(Math.max(afterPushMs, afterProgressMs), arrears.againMs(cursor));
    }
}
