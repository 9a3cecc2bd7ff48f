package godwit.launch.command;

/**
 * What a command's end says to a script.
 */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** The operation failed. */
    static final int FAILED = 1;
    /** Bad usage or environment. */
    static final int USAGE = 2;

    private ExitCode() {
    }
}
