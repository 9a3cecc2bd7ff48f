package godwit.edge.request;

/**
 * The way from event loops to a shard's link. Any thread; never blocks.
 */
@FunctionalInterface
public interface ShardGateway {
    /**
     * Hands a request on.
     *
     * @param request what is wanted; its connection hears the answer.
     * @return false when there is no room: the request is not taken and nothing will be heard of it.
     */
    boolean offer(Request request);
}
