package godwit.core.directory;

import godwit.core.state.Invariants;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** The 4,096 partitions: each counts its chats and heads the lists of its ids and chats. */
public final class Partitions {
    /** How many there are. */
    public static final int COUNT = 4096;
    /** Heads the list of the partition's user ids. */
    public static final int IDS = 1;
    /** Heads the list of the partition's chats. */
    public static final int CHATS = 2;

    private static final int NUMBER_BITS = 51;
    private static final int CHAT_COUNTER = 0;

    private final Table table;

    /** Registers the partitions' table. */
    public Partitions(final Tables registry) {
        table = registry.table("partitions", 3);
        table.setFixed();
    }

    /** Makes the partitions of a new shard. */
    public void lay() {
        table.extend(COUNT);
    }

    /** Whether a number names a partition. */
    public static boolean isValid(final int partition) {
        return partition >= 0 && partition < COUNT;
    }

    /** The record of a partition. */
    public static int slot(final int partition) {
        return partition + 1;
    }

    /** The partition that a chat id carries. */
    public static int ofChat(final long chatId) {
        return (int) (chatId >>> NUMBER_BITS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** Whether a partition was ever used. */
    public boolean isUsed(final int partition) {
        return table.get(slot(partition), CHAT_COUNTER) != 0 || table.get(slot(partition), IDS) != 0;
    }

    /** The next chat id of a partition. */
    public long nextChatId(final int partition) {
        final long number = table.add(slot(partition), CHAT_COUNTER, 1);
        Invariants.within("chat number", number, 1, (1L << NUMBER_BITS) - 1);
        return ((long) partition << NUMBER_BITS) | number;
    }
}
