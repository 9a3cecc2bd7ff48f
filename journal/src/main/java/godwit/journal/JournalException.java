package godwit.journal;

/** The journal cannot work as it is set up; the message says what to do. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what to do. */
    public JournalException(final String message) {
        super(message);
    }

    /** With what to do, and why. */
    public JournalException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
