package godwit.launch.up;

import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import godwit.protocol.ChatIds;
import godwit.settings.Topology;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The store of each shard's chats: what one shard's journal lacks still keeps nobody from reading another's. Any thread. */
final class ShardStores implements EntryStore {
    private final Topology topology;
    private final List<EntryStore> stores;

    ShardStores(final Topology topology, final List<EntryStore> stores) {
        this.topology = topology;
        this.stores = stores;
    }

    @Override
    public CompletionStage<List<StoredEntry>> read(
        final long connectionId, final long chatId, final long fromSequence, final long toSequence) {
        return of(chatId).read(connectionId, chatId, fromSequence, toSequence);
    }

    @Override
    public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
        return of(chatId).find(connectionId, chatId, msgId);
    }

    private EntryStore of(final long chatId) {
        return stores.get(topology.shardOf(ChatIds.partition(chatId)));
    }
}
