package godwit.journal.embedded;

/**
 * Cassandra cannot be run or used here; the message is one line that says what to do.
 */
public final class CassandraException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With what to do.
     *
     * @param message one line for an operator.
     */
    public CassandraException(final String message) {
        super(message);
    }

    /**
     * With what to do and why.
     *
     * @param message one line for an operator.
     * @param cause   what happened.
     */
    public CassandraException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
