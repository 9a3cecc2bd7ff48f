package godwit.edge.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;

/**
 * Answers the requests to one path. Asked on event loops; any number at once.
 */
interface HttpPage {
    /** The methods that it takes, as the header Allow lists them. */
    default String allowed() {
        return "GET, HEAD";
    }

    /** Whether it takes a method. */
    default boolean allows(final HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /**
     * Answers. For HEAD as for GET: who calls drops the body.
     *
     * @param request of an allowed method.
     * @return the whole response.
     */
    FullHttpResponse answer(FullHttpRequest request);
}
