package godwit.journal.cassandra;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its parent is gone, however it went: the parent holds the other end of our standard input.
 */
final class ParentWatch implements Runnable {
    private static final int EXIT_CODE = 3;

    private final InputStream fromParent;

    ParentWatch(final InputStream fromParent) {
        this.fromParent = fromParent;
    }

    static void start(final InputStream fromParent) {
        final Thread thread = new Thread(new ParentWatch(fromParent), "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Halts rather than exits: what was acknowledged is synced to the commit log, and nobody waits for a drain.
     */
    @Override
    public void run() {
        try {
            while (fromParent.read() >= 0) {
                // What the parent writes means nothing; only the end counts.
            }
        } catch (final IOException e) {
            System.err.println("standard input failed, parent taken for gone: " + e);
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
