package godwit.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens from {@code POST /dev/token}, which only {@code godwit up} answers. */
public final class DevTokens implements TokenSource {
    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern EXPIRES_AT = Pattern.compile("\"expires_at\"\\s*:\\s*(\\d{1,18})\\b");

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI endpoint;

    /**
     * Tokens from the system behind a WebSocket address.
     *
     * @param ws its {@code ws://} or {@code wss://} address.
     */
    public DevTokens(final URI ws) {
        final String scheme = "wss".equals(ws.getScheme()) ? "https" : "http";
        endpoint = URI.create(scheme + "://" + ws.getAuthority() + "/dev/token");
    }

    @Override
    public Token token(final String userId) {
        final HttpRequest request = HttpRequest.newBuilder(endpoint)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"user_id\":\"" + userId + "\"}"))
            .build();
        try {
            final HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            final Matcher token = TOKEN.matcher(response.body());
            final Matcher expiresAt = EXPIRES_AT.matcher(response.body());
            if (response.statusCode() != 200 || !token.find() || !expiresAt.find()) {
                throw new IllegalStateException("no token from " + endpoint + " status=" + response.statusCode()
                    + " expected 200; developer tokens exist in godwit up only");
            }
            return new Token(token.group(1), Long.parseLong(expiresAt.group(1)));
        } catch (final IOException e) {
            throw new UncheckedIOException("no answer from " + endpoint + "; is godwit up running?", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + endpoint, e);
        }
    }
}
