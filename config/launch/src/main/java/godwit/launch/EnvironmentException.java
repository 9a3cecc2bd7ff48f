package godwit.launch;

/**
 * Bad usage, or a machine that cannot run this: one line that says what to do; exit code 2.
 */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * What is wrong and what to do.
     *
     * @param message one line.
     */
    public EnvironmentException(final String message) {
        super(message);
    }
}
