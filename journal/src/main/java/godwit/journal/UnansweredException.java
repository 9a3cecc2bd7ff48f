package godwit.journal;

/** Cassandra did not answer all that the journal asks before it begins; when it is asked once more, it may. */
public final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what to do when it stays so, and why. */
    public UnansweredException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
