package godwit.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/**
 * Serves requests to a name of the loopback and from no page but this server's own.
 */
final class LoopbackPolicy implements OriginPolicy {
    private static final List<String> NAMES = List.of("127.0.0.1", "localhost", "[::1]");
    private static final int HTTP_PORT = 80;
    private static final String SCHEME = "http://";

    @Override
    public boolean allows(final HttpHeaders headers, final int localPort) {
        return isOurs(headers.get(HttpHeaderNames.HOST), localPort)
            && isOwnOrigin(headers.getAll(HttpHeaderNames.ORIGIN), localPort);
    }

    private static boolean isOwnOrigin(final List<String> origins, final int localPort) {
        if (origins.isEmpty()) {
            return true;
        }
        final String origin = origins.get(0);
        return origins.size() == 1 && origin.startsWith(SCHEME)
            && isOurs(origin.substring(SCHEME.length()), localPort);
    }

    private static boolean isOurs(final String authority, final int localPort) {
        for (final String name : NAMES) {
            if (authority.equals(name + ':' + localPort) || localPort == HTTP_PORT && authority.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
