package godwit.core.sessions;

import godwit.core.numbers.ShardRecord;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** Leases that are over and whose sessions have not been looked at yet: how each ended, for all of its sessions at once. */
final class Endings {
    /** Heads the list of sessions. */
    static final int SESSIONS = 2;

    private static final int EPOCH = 0;
    private static final int AWAY_UNTIL_MS = 1;
    private static final int LINK = 3;
    private static final int DUE_MS = 4;
    private static final int HEARD_MS = 5;
    private static final int WORDS = 6;

    private final Table table;
    private final RecordList all;

    Endings(final Tables registry, final ShardRecord shard) {
        table = registry.table("endings", WORDS);
        all = new RecordList(table, LINK, shard.table(), ShardRecord.ENDINGS);
    }

    Table table() {
        return table;
    }

    /** The one that ended first of those whose sessions are to be looked at now; 0: none. */
    int firstDue(final long nowMs) {
        int slot = all.first(ShardRecord.SLOT);
        while (slot != 0 && table.get(slot, DUE_MS) > nowMs) {
            slot = all.next(slot);
        }
        return slot;
    }

    /** That of an epoch; they are few. */
    int find(final long epoch) {
        int slot = all.first(ShardRecord.SLOT);
        while (slot != 0 && table.get(slot, EPOCH) != epoch) {
            slot = all.next(slot);
        }
        Invariants.present("ending", slot);
        return slot;
    }

    int add(final long epoch, final long awayUntilMs, final long dueMs, final long heardMs) {
        final int slot = table.allocate();
        table.set(slot, EPOCH, epoch);
        table.set(slot, AWAY_UNTIL_MS, awayUntilMs);
        table.set(slot, DUE_MS, dueMs);
        table.set(slot, HEARD_MS, heardMs);
        all.append(ShardRecord.SLOT, slot);
        return slot;
    }

    /** Forgets one that has no sessions any more. */
    void remove(final int slot) {
        Invariants.same("sessions of an ending", table.get(slot, SESSIONS), 0);
        all.remove(ShardRecord.SLOT, slot);
        table.free(slot);
    }

    long awayUntilMs(final int slot) {
        return table.get(slot, AWAY_UNTIL_MS);
    }

    long heardMs(final int slot) {
        return table.get(slot, HEARD_MS);
    }
}
