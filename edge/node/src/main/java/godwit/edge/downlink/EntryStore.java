package godwit.edge.downlink;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Reads entries that left the shard's memory: what the edge wants of the journal. Asked on the shard's thread, it never
 * blocks; it completes, or fails, on any thread, in bounded time. It never answers with less than there is: while it does
 * not know of everything that the shard believes stored, it fails. Those who ask take turns; with too many waiting a reading
 * fails with {@link java.util.concurrent.RejectedExecutionException}.
 */
public interface EntryStore {
    /**
     * Entries of a chat in ascending order; those that are not there are left out.
     *
     * @param connectionId for whom; whose readings take turns with those of others.
     * @param chatId       which chat.
     * @param fromSequence the first, included.
     * @param toSequence   the last, included; at most 100 entries in all.
     * @return what there is.
     */
    CompletionStage<List<StoredEntry>> read(long connectionId, long chatId, long fromSequence, long toSequence);

    /**
     * One entry by its id.
     *
     * @param connectionId for whom, likewise.
     * @param chatId       which chat.
     * @param msgId        the server's id.
     * @return the entry, or null if that chat has none such.
     */
    CompletionStage<StoredEntry> find(long connectionId, long chatId, long msgId);
}
