package godwit.edge.accept;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One task of a loop that others may ask for at any time: asked again before it ran, it runs once. Any thread. */
final class LoopErrand {
    private final EventLoop loop;
    private final Runnable task;
    private final AtomicBoolean asked = new AtomicBoolean();

    LoopErrand(final EventLoop loop, final Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    void ask() {
        if (asked.compareAndSet(false, true)) {
            try {
                loop.execute(this::run);
            } catch (final RejectedExecutionException e) {
                // The loop was stopped: its sockets are gone, and hold nothing.
                return;
            }
        }
    }

    private void run() {
        asked.set(false);
        task.run();
    }
}
