package godwit.edge;

import godwit.client.ShardAddress;
import godwit.edge.auth.TokenKey;
import godwit.edge.downlink.EntryStore;
import godwit.edge.http.EdgeHealth;
import godwit.edge.http.Metrics;
import godwit.edge.http.OriginPolicy;
import godwit.protocol.idle.Doorbells;
import godwit.settings.EdgeSettings;
import godwit.settings.Topology;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an edge is made of.
 *
 * @param settings        as loaded; its port may be 0 for any.
 * @param host            address to listen on.
 * @param origins         where requests may come from.
 * @param developer       gives tokens to anybody and shows metrics on the same port.
 * @param edge            its number among the edges of the process, from 0.
 * @param edges           how many these are: they share the process's memory.
 * @param tokenKey        signs and verifies tokens.
 * @param aeronDirectory  of the media driver.
 * @param topology        which shard owns which partition.
 * @param clusters        where the shards are, by their numbers.
 * @param deliveryChannel where deliveries come, as this edge and the shards both see it.
 * @param store           reads entries that left the shards' memory.
 * @param behind          how what lies behind the edge is: without it nothing should come to the edge either.
 * @param metrics         gets the edge's numbers, beside those of others.
 * @param bells           of each shard, shared with it where both live in one process.
 * @param onFatal         hears that the edge cannot go on.
 */
public record EdgeConfiguration(
    EdgeSettings settings, String host, OriginPolicy origins, boolean developer, int edge, int edges,
    TokenKey tokenKey, String aeronDirectory, Topology topology, List<ShardAddress> clusters, String deliveryChannel,
    EntryStore store, EdgeHealth behind, Metrics metrics, List<Doorbells> bells, Consumer<Throwable> onFatal) {
}
