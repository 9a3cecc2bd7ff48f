package godwit.launch;

/**
 * An operation that failed: one line that says why; exit code 1.
 */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Why it failed.
     *
     * @param message one line.
     */
    public OperationException(final String message) {
        super(message);
    }

    /**
     * Why it failed.
     *
     * @param message one line.
     * @param cause   goes to the log.
     */
    public OperationException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
