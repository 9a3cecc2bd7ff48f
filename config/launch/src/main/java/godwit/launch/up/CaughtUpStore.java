package godwit.launch.up;

import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * A store that fails while its tables may lack what the shard believes stored: an entry that is not found then must not
 * pass for one that is gone, or it would be taken out of inboxes. Any thread.
 */
final class CaughtUpStore implements EntryStore {
    private final EntryStore tables;
    private final LongSupplier stored;
    private final LongSupplier believedStored;

    /** Reads these tables, which have all records up to one; the shard sends it there for records up to another. */
    CaughtUpStore(final EntryStore tables, final LongSupplier stored, final LongSupplier believedStored) {
        this.tables = tables;
        this.stored = stored;
        this.believedStored = believedStored;
    }

    @Override
    public CompletionStage<List<StoredEntry>> read(
        final long connectionId, final long chatId, final long fromSequence, final long toSequence) {
        return isBehind() ? behind() : tables.read(connectionId, chatId, fromSequence, toSequence);
    }

    @Override
    public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
        return isBehind() ? behind() : tables.find(connectionId, chatId, msgId);
    }

    private boolean isBehind() {
        // In this order: both grow.
        final long wanted = believedStored.getAsLong();
        return stored.getAsLong() < wanted;
    }

    private static <T> CompletionStage<T> behind() {
        return CompletableFuture.failedFuture(new IllegalStateException("the tables have not caught up"));
    }
}
