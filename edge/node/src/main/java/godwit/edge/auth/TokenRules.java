package godwit.edge.auth;

/**
 * What every token of this server has in common.
 */
public final class TokenRules {
    /** The only issuer. */
    public static final String ISSUER = "godwit";
    /** The only audience. */
    public static final String AUDIENCE = "godwit";
    /** The claim that ties a token to one device. */
    public static final String DEVICE_CLAIM = "device_id";
    /** Characters of a token; ours take about 250. */
    public static final int TOKEN_LENGTH_MAX = 4_096;
    /** How far another machine's clock may be ahead where it wrote "not before" and "issued at". */
    public static final long SKEW_MS = 60_000;
    /** The longest life that a token is made for. */
    public static final long TTL_MS_MAX = 365L * 24 * 60 * 60 * 1_000;

    private TokenRules() {
    }
}
