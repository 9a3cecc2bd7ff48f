package godwit.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Verifies tokens signed with HMAC-SHA-256 under the one key there is. What the token's header asks for decides nothing:
 * the signature is checked first, as HS256, and only then is any JSON of the token read. Any thread.
 */
public final class HmacTokenVerifier implements TokenVerifier {
    private static final JWSHeader HS256 = new JWSHeader(JWSAlgorithm.HS256);

    private final JWSVerifier mac;

    /**
     * A verifier.
     *
     * @param key the secret.
     */
    public HmacTokenVerifier(final TokenKey key) {
        try {
            mac = new MACVerifier(key.bytes());
        } catch (final JOSEException e) {
            throw new IllegalStateException("a key of " + TokenKey.LENGTH + " bytes does not do for HS256", e);
        }
    }

    @Override
    public Optional<TokenClaims> verify(final CharSequence token, final long nowMs) {
        if (token == null || token.length() > TokenRules.TOKEN_LENGTH_MAX) {
            return Optional.empty();
        }
        final String text = token.toString();
        final int headerEnd = text.indexOf('.');
        final int claimsEnd = text.indexOf('.', headerEnd + 1);
        if (headerEnd < 0 || claimsEnd < 0) {
            return Optional.empty();
        }
        final byte[] header = Base64UrlText.decode(text.substring(0, headerEnd));
        final byte[] claims = Base64UrlText.decode(text.substring(headerEnd + 1, claimsEnd));
        final String signature = text.substring(claimsEnd + 1);
        final boolean good = header != null && claims != null && Base64UrlText.decode(signature) != null
            && isSigned(text.substring(0, claimsEnd), signature) && TokenReader.isOurHeader(header);
        return good ? TokenReader.claims(claims, nowMs) : Optional.empty();
    }

    private boolean isSigned(final String signed, final String signature) {
        try {
            return mac.verify(HS256, signed.getBytes(StandardCharsets.US_ASCII), new Base64URL(signature));
        } catch (final JOSEException e) {
            return false;
        }
    }
}
