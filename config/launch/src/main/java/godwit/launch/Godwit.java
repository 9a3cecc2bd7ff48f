package godwit.launch;

import godwit.launch.command.GodwitCommand;

/**
 * The main class of the {@code godwit} command.
 */
public final class Godwit {
    private Godwit() {
    }

    /**
     * Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 bad usage or environment.
     *
     * @param args the command line.
     */
    public static void main(final String[] args) {
        System.exit(GodwitCommand.execute(System.out, System.err, args));
    }
}
