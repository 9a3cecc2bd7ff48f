package godwit.core.inbox;

import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Sessions;
import godwit.core.users.UserTables;

/** Watches sessions for silence: what stays unacknowledged is pushed again after 5 s, then 10, 20 … s without an answer. */
final class Redelivery {
    private static final int DOUBLINGS_MAX = 6;
    private static final int PUSHES_PER_TICK = 1000;

    private final ShardContext shard;
    private final UserTables tables;
    private final Sessions sessions;

    Redelivery(final ShardContext shard, final UserTables tables, final Sessions sessions) {
        this.shard = shard;
        this.tables = tables;
        this.sessions = sessions;
    }

    /** Something is in flight in a session, or waits behind its window. */
    void watch(final int session) {
        if (!sessions.wheel().isScheduled(session)) {
            sessions.wheel().schedule(session, dueMs(session));
        }
    }

    /** The device answered: the next silence is the first again. */
    void onProgress(final int session) {
        sessions.onProgress(session);
        if (sessions.silences(session) != 0) {
            sessions.silences(session, 0);
            sessions.wheel().cancel(session);
            watch(session);
        }
    }

    /** Some time passed. */
    void onTick(final Push push) {
        final long now = shard.clocks().leaseTime();
        int pushes = 0;
        int session = sessions.wheel().poll(now);
        while (session != 0) {
            pushes += 1 + check(session, now, push);
            session = pushes < PUSHES_PER_TICK ? sessions.wheel().poll(now) : 0;
        }
    }

    private int check(final int session, final long now, final Push push) {
        if (!sessions.isLive(session) || !isWaiting(session)) {
            return 0;
        }
        if (dueMs(session) > now) {
            watch(session);
            return 0;
        }
        sessions.silences(session, Math.min(sessions.silences(session) + 1, DOUBLINGS_MAX));
        return push.restart(session);
    }

    private boolean isWaiting(final int session) {
        return sessions.unacknowledged(session) > 0
            || tables.cursors().behind().first(sessions.device(session)) != 0;
    }

    private long dueMs(final int session) {
        return sessions.progressMs(session)
            + (shard.limits().get().redeliverMs() << sessions.silences(session));
    }
}
