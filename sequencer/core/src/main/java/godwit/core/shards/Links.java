package godwit.core.shards;

import godwit.core.CoreLimits;
import godwit.core.numbers.Clocks;
import godwit.core.numbers.LimitWords;
import godwit.core.state.Invariants;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import java.util.Arrays;

/**
 * The links to other shards, one for each: which records are under way in which generation, how many may be, and what was
 * applied of theirs. A record that may be lost is not sent again by its number: the link begins a new generation, in which
 * everything unacknowledged is sent anew, and the other side ignores what is left of older ones.
 */
final class Links {
    /** Heads the list of chats that something is to be sent of. */
    static final int CHATS = 4;
    /** Heads the list of marks that are to be sent. */
    static final int MARKS = 5;
    /** Heads the list of what is under way, in the order of the records. */
    static final int SENT = 6;

    private static final int SHARD = 0;
    private static final int GENERATION = 1;
    private static final int NUMBER = 2;
    private static final int ACKNOWLEDGED = 3;
    private static final int PROGRESS_MS = 7;
    private static final int WINDOW = 8;
    private static final int FAILURES = 9;
    private static final int APPLIED_GENERATION = 10;
    private static final int APPLIED = 11;
    private static final int ACKNOWLEDGEMENT_DUE = 12;
    /** Heads the list of members that the other shard told of so far, of a chat with more than fit a record. */
    static final int TOLD = 13;
    private static final int MARKS_MS = 14;
    private static final int ACKNOWLEDGEMENT_MS = 15;
    private static final int WORDS = 16;
    private static final int WINDOW_AFTER_LOSS = CoreLimits.LINK_RECORDS_FLOOR;

    private final Table table;
    private final Clocks clocks;
    private final LimitWords limits;
    private final int[] slots = new int[CoreLimits.SHARDS_MAX];

    Links(final Tables registry, final Clocks clocks, final LimitWords limits) {
        this.limits = limits;
        this.table = registry.table("links", WORDS);
        this.clocks = clocks;
    }

    Table table() {
        return table;
    }

    /** How many there are; their slots are 1 to this. */
    int count() {
        return table.size();
    }

    /** The link to a shard, made when there is none yet. */
    int of(final int shard) {
        if (slots[shard] == 0) {
            final int slot = table.allocate();
            table.set(slot, SHARD, shard + 1);
            table.set(slot, GENERATION, 1);
            table.set(slot, WINDOW, limits.get().linkRecordsMax());
            slots[shard] = slot;
        }
        return slots[shard];
    }

    int shard(final int slot) {
        return (int) table.get(slot, SHARD) - 1;
    }

    long generation(final int slot) {
        return table.get(slot, GENERATION);
    }

    /** The number of the last record sent in this generation. */
    long number(final int slot) {
        return table.get(slot, NUMBER);
    }

    boolean hasRoom(final int slot) {
        return number(slot) - table.get(slot, ACKNOWLEDGED)
            < Math.min(table.get(slot, WINDOW), limits.get().linkRecordsMax());
    }

    boolean isUnderWay(final int slot) {
        return number(slot) > table.get(slot, ACKNOWLEDGED);
    }

    /** The number of the next record, which is sent now. */
    long next(final int slot) {
        if (!isUnderWay(slot)) {
            table.set(slot, PROGRESS_MS, clocks.leaseTime());
        }
        return table.add(slot, NUMBER, 1);
    }

    /** The other shard applied everything up to a number; whether that is news. */
    boolean onAcknowledged(final int slot, final long generation, final long number) {
        if (generation != generation(slot) || number <= table.get(slot, ACKNOWLEDGED) || number > number(slot)) {
            return false;
        }
        table.set(slot, ACKNOWLEDGED, number);
        table.set(slot, PROGRESS_MS, clocks.leaseTime());
        table.set(slot, FAILURES, 0);
        table.set(slot, WINDOW, Math.min(limits.get().linkRecordsMax(), 2 * table.get(slot, WINDOW)));
        return true;
    }

    /** Whether records are under way and nothing was heard for too long: 1 s, then 2, 4, 8 s. */
    boolean isSilent(final int slot) {
        final long patience = CoreLimits.LINK_SILENCE_MS << Math.min(table.get(slot, FAILURES), CoreLimits.LINK_DOUBLINGS_MAX);
        return isUnderWay(slot) && clocks.leaseTime() - table.get(slot, PROGRESS_MS) >= patience;
    }

    /** What is under way may be lost: from here on all that is not acknowledged counts as not sent. */
    void begin(final int slot, final boolean silent) {
        table.add(slot, GENERATION, 1);
        table.set(slot, NUMBER, 0);
        table.set(slot, ACKNOWLEDGED, 0);
        if (silent) {
            table.add(slot, FAILURES, 1);
            table.set(slot, WINDOW, WINDOW_AFTER_LOSS);
        }
    }

    /** Whether a record of another shard is the next one to be applied; it is to be acknowledged, anew if it was before. */
    boolean accept(final int fromShard, final long generation, final long number) {
        final int slot = of(fromShard);
        if (generation > table.get(slot, APPLIED_GENERATION)) {
            table.set(slot, APPLIED_GENERATION, generation);
            table.set(slot, APPLIED, 0);
        }
        if (generation < table.get(slot, APPLIED_GENERATION)) {
            return false;
        }
        table.set(slot, ACKNOWLEDGEMENT_DUE, 1);
        if (number != table.get(slot, APPLIED) + 1) {
            return false;
        }
        table.set(slot, APPLIED, number);
        return true;
    }

    /** Whether the other shard is to be told what was applied, and was not told just now; it counts as told then. */
    boolean takeAcknowledgementDue(final int slot) {
        final boolean due = table.get(slot, ACKNOWLEDGEMENT_DUE) != 0
            && clocks.leaseTime() - table.get(slot, ACKNOWLEDGEMENT_MS) >= CoreLimits.LINK_COALESCED_MS;
        if (due) {
            table.set(slot, ACKNOWLEDGEMENT_DUE, 0);
            table.set(slot, ACKNOWLEDGEMENT_MS, clocks.leaseTime());
        }
        return due;
    }

    /** Whether marks were not sent just now; they count as sent then. */
    boolean takeMarksDue(final int slot) {
        final boolean due = clocks.leaseTime() - table.get(slot, MARKS_MS) >= CoreLimits.LINK_COALESCED_MS;
        if (due) {
            table.set(slot, MARKS_MS, clocks.leaseTime());
        }
        return due;
    }

    long appliedGeneration(final int slot) {
        return table.get(slot, APPLIED_GENERATION);
    }

    long applied(final int slot) {
        return table.get(slot, APPLIED);
    }

    void reindex() {
        Arrays.fill(slots, 0);
        for (int slot = 1; slot <= table.size(); slot++) {
            Invariants.present("link", table.get(slot, SHARD));
            slots[shard(slot)] = slot;
        }
    }
}
