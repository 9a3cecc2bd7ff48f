package godwit.edge.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Collection;

/**
 * Says whether a request may come from where it says it comes: by its Host, and by its Origin if it has one. A request
 * without Origin is none that a page of another site made with a socket or a fetch, and is allowed.
 */
public interface OriginPolicy {
    /**
     * Judges a request. Its Host is there exactly once.
     *
     * @param headers   of the request.
     * @param localPort of the connection on this side.
     * @return whether it is served.
     */
    boolean allows(HttpHeaders headers, int localPort);

    /**
     * For a server on one developer's machine: names of the loopback only, and no page but its own; so that no name that
     * somebody else points to 127.0.0.1 reaches it.
     *
     * @return the policy.
     */
    static OriginPolicy loopback() {
        return new LoopbackPolicy();
    }

    /**
     * For a server behind a name: any Host, and exactly these origins.
     *
     * @param origins each {@code scheme://host} or {@code scheme://host:port}, as browsers send it.
     * @return the policy.
     * @throws IllegalArgumentException if one of them is no origin.
     */
    static OriginPolicy allowList(final Collection<String> origins) {
        return new AllowListPolicy(origins);
    }
}
