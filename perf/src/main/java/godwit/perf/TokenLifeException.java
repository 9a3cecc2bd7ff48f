package godwit.perf;

/** The users' tokens would end before the run does: says which options to change, begun by the first one's name. */
public final class TokenLifeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is expected, and what to do. */
    public TokenLifeException(final String message) {
        super(message);
    }
}
