package godwit.edge;

/**
 * How an edge is.
 *
 * @param id          of this run.
 * @param http        where it is asked.
 * @param connections open sockets.
 * @param live        devices with a session.
 * @param pending     requests that wait for the shard.
 * @param ready       whether it can serve.
 * @param cluster     how the connection to the shard is.
 */
public record EdgeStatus(
    String id, String http, int connections, int live, int pending, boolean ready, String cluster) {
}
