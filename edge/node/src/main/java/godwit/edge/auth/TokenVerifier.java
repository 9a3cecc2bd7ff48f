package godwit.edge.auth;

import java.util.Optional;

/**
 * Judges a token. There is one kind of no, whatever is wrong with it, so that nobody learns by trying.
 */
public interface TokenVerifier {
    /**
     * Judges a token.
     *
     * @param token anything a client sent.
     * @param nowMs since 1970.
     * @return its claims, or nothing if it is not good now.
     */
    Optional<TokenClaims> verify(CharSequence token, long nowMs);
}
