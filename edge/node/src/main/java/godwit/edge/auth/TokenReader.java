package godwit.edge.auth;

import godwit.protocol.ClientIds;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the two JSON objects of a token whose signature is good: what is not exactly as this server writes it is refused,
 * what it does not know is skipped.
 */
final class TokenReader {
    private static final long SECOND_MS = 1_000;
    private static final long ABSENT = -1;
    /** Later than this is no date: the end of the year 9999. */
    private static final long SECONDS_MAX = 253_402_300_799L;
    private static final JsonFactory JSON = JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).maxNumberLength(20).build())
        .build();

    private String issuer;
    private String audience;
    private String subject;
    private String deviceId;
    private long expiresAt = ABSENT;
    private long notBefore = ABSENT;
    private long issuedAt = ABSENT;

    private TokenReader() {
    }

    static boolean isOurHeader(final byte[] header) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), header)) {
            String algorithm = null;
            begin(json);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                switch (json.currentName()) {
                    case "alg" -> algorithm = string(json);
                    case "typ" -> require("JWT".equalsIgnoreCase(string(json)));
                    // Extensions that would change what the signature means: there is none that we know.
                    case "crit", "b64" -> require(false);
                    default -> skip(json);
                }
            }
            end(json);
            return "HS256".equals(algorithm);
        } catch (final JacksonException | BadTokenException e) {
            return false;
        }
    }

    static Optional<TokenClaims> claims(final byte[] claims, final long nowMs) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), claims)) {
            final TokenReader reader = new TokenReader();
            begin(json);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                reader.claim(json);
            }
            end(json);
            return Optional.of(reader.judged(nowMs));
        } catch (final JacksonException | BadTokenException e) {
            return Optional.empty();
        }
    }

    private void claim(final JsonParser json) throws BadTokenException {
        switch (json.currentName()) {
            case "iss" -> issuer = string(json);
            case "aud" -> audience = oneString(json);
            case "sub" -> subject = string(json);
            case "exp" -> expiresAt = seconds(json);
            case "nbf" -> notBefore = seconds(json);
            case "iat" -> issuedAt = seconds(json);
            case TokenRules.DEVICE_CLAIM -> deviceId = string(json);
            default -> skip(json);
        }
    }

    private TokenClaims judged(final long nowMs) throws BadTokenException {
        require(TokenRules.ISSUER.equals(issuer));
        require(TokenRules.AUDIENCE.equals(audience));
        require(subject != null && ClientIds.isId(subject));
        require(deviceId == null || ClientIds.isId(deviceId));
        require(expiresAt * SECOND_MS > nowMs);
        require(notBefore * SECOND_MS <= nowMs + TokenRules.SKEW_MS);
        require(issuedAt * SECOND_MS <= nowMs + TokenRules.SKEW_MS);
        return new TokenClaims(subject, deviceId, expiresAt * SECOND_MS);
    }

    private static void begin(final JsonParser json) throws BadTokenException {
        require(json.nextToken() == JsonToken.START_OBJECT);
    }

    private static void end(final JsonParser json) throws BadTokenException {
        require(json.nextToken() == null);
    }

    private static void skip(final JsonParser json) {
        json.nextToken();
        json.skipChildren();
    }

    private static String string(final JsonParser json) throws BadTokenException {
        require(json.nextToken() == JsonToken.VALUE_STRING);
        return json.getString();
    }

    /** An audience may be written as a list; ours then has to be all of it. */
    private static String oneString(final JsonParser json) throws BadTokenException {
        if (json.nextToken() == JsonToken.START_ARRAY) {
            final String only = string(json);
            require(json.nextToken() == JsonToken.END_ARRAY);
            return only;
        }
        require(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getString();
    }

    private static long seconds(final JsonParser json) throws BadTokenException {
        require(json.nextToken() == JsonToken.VALUE_NUMBER_INT);
        require(json.getNumberType() != JsonParser.NumberType.BIG_INTEGER);
        final long seconds = json.getLongValue();
        require(seconds >= 0 && seconds <= SECONDS_MAX);
        return seconds;
    }

    private static void require(final boolean condition) throws BadTokenException {
        if (!condition) {
            throw BadTokenException.INSTANCE;
        }
    }

    /** Leaves the reading; says nothing, since nobody is told. */
    private static final class BadTokenException extends Exception {
        private static final long serialVersionUID = 1;
        private static final BadTokenException INSTANCE = new BadTokenException();

        private BadTokenException() {
            super("bad token", null, false, false);
        }
    }
}
