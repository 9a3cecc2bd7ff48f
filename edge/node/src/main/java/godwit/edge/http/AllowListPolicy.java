package godwit.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Serves requests without Origin, and those from the listed ones, compared letter by letter.
 */
final class AllowListPolicy implements OriginPolicy {
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

    private final Set<String> allowed;

    AllowListPolicy(final Collection<String> origins) {
        for (final String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("allowed origin=" + origin
                    + ", expected scheme://host or scheme://host:port in lower case, like https://chat.example.com");
            }
        }
        allowed = Set.copyOf(origins);
    }

    @Override
    public boolean allows(final HttpHeaders headers, final int localPort) {
        final List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        return origins.isEmpty() || origins.size() == 1 && allowed.contains(origins.get(0));
    }
}
