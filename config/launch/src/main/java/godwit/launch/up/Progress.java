package godwit.launch.up;

import godwit.launch.log.OneLine;
import java.io.PrintWriter;

/**
 * Tells whoever watches the terminal what is being waited for.
 */
final class Progress {
    private final PrintWriter err;
    private final long startNs = System.nanoTime();

    Progress(final PrintWriter err) {
        this.err = err;
    }

    void say(final String text) {
        err.println("godwit: " + OneLine.of(text));
    }

    /** Seconds since the start, with one decimal. */
    String took() {
        return String.format(java.util.Locale.ROOT, "%.1f", (System.nanoTime() - startNs) / 1e9);
    }
}
