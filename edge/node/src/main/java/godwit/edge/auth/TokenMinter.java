package godwit.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import godwit.protocol.ClientIds;
import java.util.Date;

/**
 * Makes tokens, for development and operations. Any thread.
 */
public final class TokenMinter {
    private static final long SECOND_MS = 1_000;

    private final JWSSigner signer;

    /**
     * A minter.
     *
     * @param key signs.
     */
    public TokenMinter(final TokenKey key) {
        try {
            signer = new MACSigner(key.bytes());
        } catch (final JOSEException e) {
            throw new IllegalStateException("a key of " + TokenKey.LENGTH + " bytes does not do for HS256", e);
        }
    }

    /**
     * Makes a token.
     *
     * @param userId   whose; a valid user id.
     * @param deviceId the only device that may use it, or null for any.
     * @param ttlMs    how long it is good, from a second to {@link TokenRules#TTL_MS_MAX}.
     * @param nowMs    since 1970.
     * @return the token and its end.
     * @throws IllegalArgumentException if an id or the time is not as said; the message is one for users.
     */
    public MintedToken mint(final String userId, final String deviceId, final long ttlMs, final long nowMs) {
        requireId("user id", userId);
        if (deviceId != null) {
            requireId("device id", deviceId);
        }
        if (ttlMs < SECOND_MS || ttlMs > TokenRules.TTL_MS_MAX) {
            throw new IllegalArgumentException("token life ms=" + ttlMs + ", expected " + SECOND_MS + " to "
                + TokenRules.TTL_MS_MAX);
        }
        final long expiresAtMs = (nowMs + ttlMs) / SECOND_MS * SECOND_MS;
        return new MintedToken(sign(claims(userId, deviceId, nowMs, expiresAtMs)), expiresAtMs);
    }

    private static void requireId(final String what, final String id) {
        if (!ClientIds.isId(id)) {
            throw new IllegalArgumentException(
                what + " has to be 1 to 64 characters of A-Z a-z 0-9 _ . @ - + : |");
        }
    }

    private static JWTClaimsSet claims(
        final String userId, final String deviceId, final long nowMs, final long expiresAtMs) {
        final JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
            .issuer(TokenRules.ISSUER)
            .audience(TokenRules.AUDIENCE)
            .subject(userId)
            .issueTime(new Date(nowMs))
            .expirationTime(new Date(expiresAtMs));
        if (deviceId != null) {
            claims.claim(TokenRules.DEVICE_CLAIM, deviceId);
        }
        return claims.build();
    }

    private String sign(final JWTClaimsSet claims) {
        final SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            jwt.sign(signer);
        } catch (final JOSEException e) {
            throw new IllegalStateException("signing failed", e);
        }
        return jwt.serialize();
    }
}
