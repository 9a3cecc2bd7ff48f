package godwit.edge.auth;

/**
 * A new token.
 *
 * @param token       what a client sends.
 * @param expiresAtMs since 1970; whole seconds.
 */
public record MintedToken(String token, long expiresAtMs) {
    /** Never the secret. */
    @Override
    public String toString() {
        return "MintedToken[expiresAtMs=" + expiresAtMs + "]";
    }
}
