package godwit.launch.up;

import java.util.concurrent.CompletableFuture;

/** A part whose end takes long and that nothing else waits for: ending it can begin before its turn. Any thread. */
final class AsyncClose implements AutoCloseable {
    private final AutoCloseable part;
    private CompletableFuture<Void> ending;

    AsyncClose(final AutoCloseable part) {
        this.part = part;
    }

    /** Begins to end the part. */
    synchronized void begin() {
        if (ending == null) {
            ending = CompletableFuture.runAsync(this::end, command -> new Thread(command, "stop-early").start());
        }
    }

    private void end() {
        try {
            part.close();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        begin();
        ending.join();
    }
}
