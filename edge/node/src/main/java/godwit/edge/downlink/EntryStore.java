package godwit.edge.downlink;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Reads entries that left the shard's memory: what the edge wants of the journal. Asked on the shard's thread, it never
 * blocks; it completes, or fails, on any thread, in bounded time.
 */
public interface EntryStore {
    /**
     * Entries of a chat in ascending order; those that are not there are left out.
     *
     * @param chatId       which chat.
     * @param fromSequence the first, included.
     * @param toSequence   the last, included; at most 100 entries in all.
     * @return what there is.
     */
    CompletionStage<List<StoredEntry>> read(long chatId, long fromSequence, long toSequence);

    /**
     * One entry by its id.
     *
     * @param chatId which chat.
     * @param msgId  the server's id.
     * @return the entry, or null if that chat has none such.
     */
    CompletionStage<StoredEntry> find(long chatId, long msgId);
}
