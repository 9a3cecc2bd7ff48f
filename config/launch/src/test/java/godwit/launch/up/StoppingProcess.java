package godwit.launch.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The main of a process with a child that ends only when killed; it says the child's process id, and what it does. */
final class StoppingProcess {
    private static final long STOP_MS_MAX = 500;
    private static final long SLOW_MS = 1_000;

    private final StopSequence parts = new StopSequence();
    private final StopHook hook;

    private StoppingProcess(final long stopMsMax) {
        final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        hook = new StopHook(parts, new Progress(err), Children.ofThisProcess(), stopMsMax);
        hook.install();
    }

    public static void main(final String[] args) throws Exception {
        final Process child = startChild();
        switch (args[0]) {
            case "hang" -> new StoppingProcess(STOP_MS_MAX).runWith(() -> new CountDownLatch(1).await(), child);
            case "wait for the child" -> new StoppingProcess(STOP_MS_MAX).runWith(child::waitFor, child);
            case "end alone, slowly" -> new StoppingProcess(TimeUnit.MINUTES.toMillis(1)).endAlone(child);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static Process startChild() throws IOException {
        return new ProcessBuilder("sh", "-c", "trap '' TERM; exec sleep 60")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Until a signal. */
    private void runWith(final AutoCloseable part, final Process child) throws InterruptedException {
        parts.add("part", part);
        System.out.println(child.pid());
        new CountDownLatch(1).await();
    }

    private void endAlone(final Process child) {
        parts.add("child", () -> {
            System.out.println(child.pid());
            // It does not end by itself.
            child.waitFor(SLOW_MS, TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor();
        });
        hook.stopNow();
    }
}
