package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.request.Request;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.RefusalCode;
import godwit.settings.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Tells each request to the shard that it is for: what is about a chat to the chat's owner, the rest to the user's, by
 * partition and topology. A new chat of two is its smaller member's, so that making it twice makes one; a group is its
 * creator's. Single-threaded.
 */
public final class ShardRouter implements Uplinks {
    private final List<Uplink> uplinks;
    private final Links links;
    private final Topology topology;
    private final PartitionResolver partitions;
    private final Executor onThisThread;
    private final EdgeCounters counters;
    /** Those whose user's partition is not known yet. */
    private final Map<Long, Request.Attach> attaching = new HashMap<>();
    private long nowMs;

    /**
     * A router in front of all uplinks of a thread.
     *
     * @param uplinks      by the numbers of their shards.
     * @param links        the connections.
     * @param topology     which shard owns which partition.
     * @param partitions   of users.
     * @param onThisThread runs on this thread what the resolver completes on others.
     * @param counters     counts.
     */
    public ShardRouter(
        final List<Uplink> uplinks, final Links links, final Topology topology, final PartitionResolver partitions,
        final Executor onThisThread, final EdgeCounters counters) {
        if (uplinks.size() != topology.shardCount()) {
            throw new IllegalArgumentException("uplinks=" + uplinks.size() + " expected one for each of shards="
                + topology.shardCount());
        }
        this.uplinks = List.copyOf(uplinks);
        this.links = links;
        this.topology = topology;
        this.partitions = partitions;
        this.onThisThread = onThisThread;
        this.counters = counters;
        uplinks.forEach(uplink -> uplink.among(this));
    }

    /**
     * Takes a request of a connection.
     *
     * @param request what is wanted.
     * @param now     the time, monotonic.
     */
    public void onRequest(final Request request, final long now) {
        nowMs = now;
        if (request instanceof Request.Attach attach) {
            onAttach(attach);
            return;
        }
        final Link link = links.ofConnection(request.connectionId());
        if (link == null) {
            // Gone, or not there yet: then all that may come is its end.
            attaching.remove(request.connectionId());
        } else if (request instanceof Request.CreateChat create) {
            onCreateChat(create, link);
        } else {
            (request.chatId() == Request.NULL_VALUE ? ofUser(link) : ofChat(request.chatId())).onRequest(request, now);
        }
    }

    private void onAttach(final Request.Attach attach) {
        attaching.put(attach.connectionId(), attach);
        resolve(attach.userId(), shard -> {
            if (attaching.remove(attach.connectionId(), attach)) {
                uplinks.get(shard).onRequest(attach, nowMs);
            }
        }, () -> {
            if (attaching.remove(attach.connectionId(), attach)) {
                attach.connection().onRefused(attach, RefusalCode.UNAVAILABLE, 0, 0);
            }
        });
    }

    private void onCreateChat(final Request.CreateChat create, final Link link) {
        final List<String> others =
            create.participantIds().stream().filter(id -> !id.equals(link.userId())).distinct().toList();
        if (others.size() != 1 || link.userId().compareTo(others.get(0)) < 0) {
            ofUser(link).onRequest(create, nowMs);
            return;
        }
        resolve(others.get(0), shard -> uplinks.get(shard).onRequest(create, nowMs), () -> {
            if (links.ofConnection(link.connectionId()) == link) {
                link.connection().onRefused(create, RefusalCode.UNAVAILABLE, 0, 0);
            }
        });
    }

    private void resolve(final String userId, final IntConsumer onShard, final Runnable onUnknown) {
        final CompletableFuture<Integer> partition = partitions.partitionOf(userId).toCompletableFuture();
        if (partition.isDone() && !partition.isCompletedExceptionally()) {
            onShard.accept(topology.shardOf(partition.join()));
            return;
        }
        partition.whenCompleteAsync((known, failure) -> {
            if (failure == null) {
                onShard.accept(topology.shardOf(known));
            } else {
                counters.increment(EdgeCounter.PARTITIONS_UNKNOWN);
                onUnknown.run();
            }
        }, onThisThread);
    }

    @Override
    public Uplink ofUser(final Link link) {
        return uplinks.get(link.shard());
    }

    @Override
    public Uplink ofChat(final long chatId) {
        return uplinks.get(topology.shardOf(chatId < 0 ? 0 : ChatIds.partition(chatId)));
    }

    @Override
    public void forEach(final Consumer<Uplink> consumer) {
        uplinks.forEach(consumer);
    }

    /** The shard of a connection's user; 0 for a connection that is not there. */
    public int shardOf(final long connectionId) {
        final Link link = links.ofConnection(connectionId);
        return link == null ? 0 : link.shard();
    }
}
