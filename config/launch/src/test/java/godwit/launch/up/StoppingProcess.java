package godwit.launch.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The main of a process with a child that ends only when killed; it says the child's process id, and what it does. */
final class StoppingProcess {
    static final int OWN_EXIT_CODE = 2;
    private static final long STOP_MS_MAX = 500;
    /** Long enough to be looked at meanwhile. */
    private static final long ALONE_MS_MAX = 5_000;
    private static final long SLOW_MS = 5_000;
    /** As on a busy machine: a killed child is gone after this, and what is left to do takes more than a second then. */
    private static final long CHILD_MS = 8_000;
    private static final long REST_MS = 1_700;

    private final StopSequence parts = new StopSequence();
    private final StopHook hook;

    private StoppingProcess(final long stopMsMax) {
        this(stopMsMax, Children.ofThisProcess());
    }

    private StoppingProcess(final long stopMsMax, final Children children) {
        final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        hook = new StopHook(parts, new Progress(err), children, stopMsMax);
        hook.install();
    }

    public static void main(final String[] args) throws Exception {
        final Process child = startChild();
        switch (args[0]) {
            case "hang" -> new StoppingProcess(STOP_MS_MAX).runWith(() -> new CountDownLatch(1).await(), child);
            case "wait for the child" -> new StoppingProcess(STOP_MS_MAX).runWith(child::waitFor, child);
            case "go on slowly after a slow child" -> goOnSlowlyAfter(child);
            case "end alone, slowly" -> new StoppingProcess(TimeUnit.MINUTES.toMillis(1)).endAlone(child);
            case "end alone, hang" -> new StoppingProcess(ALONE_MS_MAX).endAloneWith(() -> {
                System.out.println(child.pid());
                new CountDownLatch(1).await();
            });
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

    private static void goOnSlowlyAfter(final Process child) throws InterruptedException {
        final CompletableFuture<ProcessHandle> gone = new CompletableFuture<>();
        final ProcessHandle slow = (ProcessHandle) Proxy.newProxyInstance(StoppingProcess.class.getClassLoader(),
            new Class<?>[] {ProcessHandle.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("onExit")) {
                    return gone;
                }
                // Killed; what else is asked, nobody asks.
                child.destroyForcibly();
                return gone.completeOnTimeout(child.toHandle(), CHILD_MS, TimeUnit.MILLISECONDS) != null;
            });
        new StoppingProcess(STOP_MS_MAX, new Children(() -> Stream.of(slow))).runWith(() -> {
            gone.get();
            new CountDownLatch(1).await(REST_MS, TimeUnit.MILLISECONDS);
        }, child);
    }

    private void endAlone(final Process child) {
        endAloneWith(() -> {
            System.out.println(child.pid());
            // It does not end by itself.
            child.waitFor(SLOW_MS, TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor();
        });
    }

    private void endAloneWith(final AutoCloseable part) {
        parts.add("part", part);
        hook.stopNow(OWN_EXIT_CODE);
    }
}
