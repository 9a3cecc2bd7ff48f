package godwit.edge.http;

import godwit.edge.auth.MintedToken;
import godwit.edge.auth.TokenMinter;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.function.LongSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Gives anybody on a developer's machine a token for anybody. A foreign page can't ask: it may send no JSON without the
 * browser asking first, and the guard refuses its Origin.
 */
final class DevTokenPage implements HttpPage {
    private static final JsonFactory JSON = JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
        .build();

    private final TokenMinter minter;
    private final long ttlMs;
    private final LongSupplier clock;

    DevTokenPage(final TokenMinter minter, final long ttlMs, final LongSupplier clock) {
        this.minter = minter;
        this.ttlMs = ttlMs;
        this.clock = clock;
    }

    @Override
    public String allowed() {
        return "POST";
    }

    @Override
    public boolean allows(final HttpMethod method) {
        return method.equals(HttpMethod.POST);
    }

    @Override
    public FullHttpResponse answer(final FullHttpRequest request) {
        if (!isJson(request)) {
            return error(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type has to be application/json");
        }
        try {
            final Asked asked = read(ByteBufUtil.getBytes(request.content()));
            final MintedToken minted = minter.mint(asked.userId, asked.deviceId, ttlMs, clock.getAsLong());
            return Answers.json(HttpResponseStatus.OK,
                "{\"token\":\"" + minted.token() + "\",\"expires_at\":" + minted.expiresAtMs() + "}");
        } catch (final JacksonException e) {
            return error(HttpResponseStatus.BAD_REQUEST, "the body is not JSON");
        } catch (final IllegalArgumentException e) {
            return error(HttpResponseStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private static boolean isJson(final FullHttpRequest request) {
        final CharSequence mimeType = HttpUtil.getMimeType(request);
        return mimeType != null && Answers.JSON.equalsIgnoreCase(mimeType.toString().strip())
            && request.headers().getAll(HttpHeaderNames.CONTENT_TYPE).size() == 1;
    }

    private static FullHttpResponse error(final HttpResponseStatus status, final String message) {
        return Answers.json(status, "{\"error\":\"" + message + "\"}");
    }

    private static Asked read(final byte[] body) {
        final Asked asked = new Asked();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "the body has to be a JSON object");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                asked.field(json);
            }
            require(json.nextToken() == null, "something follows the JSON object");
        }
        require(asked.userId != null, "user_id is missing");
        return asked;
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Whose token is wanted. */
    private static final class Asked {
        private String userId;
        private String deviceId;

        private void field(final JsonParser json) {
            final String name = json.currentName();
            final JsonToken value = json.nextToken();
            switch (name) {
                case "user_id" -> userId = string(json, value, "user_id has to be a string");
                case "device_id" -> deviceId = value == JsonToken.VALUE_NULL
                    ? null : string(json, value, "device_id has to be a string");
                default -> json.skipChildren();
            }
        }

        private static String string(final JsonParser json, final JsonToken value, final String otherwise) {
            require(value == JsonToken.VALUE_STRING, otherwise);
            return json.getString();
        }
    }
}
