package godwit.perf;

/**
 * What a user of the load shows.
 *
 * @param text        a JWT.
 * @param expiresAtMs until when it is good, since 1970.
 */
public record Token(String text, long expiresAtMs) {
}
