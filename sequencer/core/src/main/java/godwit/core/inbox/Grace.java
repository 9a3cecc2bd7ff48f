package godwit.core.inbox;

import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.state.TimerWheel;
import godwit.core.users.UserTables;

/**
 * Cursors that are to be looked at after the inbox's grace: what waits then is written into the inbox table, and one that says
 * no more than its absence would goes. So whatever waits, and whatever becomes level, comes in here.
 */
final class Grace {
    private final ShardContext shard;
    private final TimerWheel wheel;

    Grace(final ShardContext shard, final UserTables tables) {
        this.shard = shard;
        this.wheel = new TimerWheel(shard.registry(), "grace", tables.cursors().grace(),
            shard.record().table(), ShardRecord.GRACE_POSITION);
    }

    void lay() {
        wheel.lay();
    }

    /** Something waits for a device, or nothing does any more. */
    void look(final int cursor) {
        if (!wheel.isScheduled(cursor)) {
            look(cursor, shard.clocks().idTime() + shard.limits().get().inboxGraceMs());
        }
    }

    /** One is to be looked at then, and not when it was to be. */
    void look(final int cursor, final long dueMs) {
        wheel.cancel(cursor);
        wheel.schedule(cursor, dueMs);
    }

    /** A cursor goes away. */
    void cancel(final int cursor) {
        wheel.cancel(cursor);
    }

    /** The next cursor that is due; 0: none is. */
    int poll(final long now) {
        return wheel.poll(now);
    }

    /** Nobody who is due by then is left once nobody is polled any more. */
    long polledTo(final long now) {
        return TimerWheel.polledTo(now);
    }
}
