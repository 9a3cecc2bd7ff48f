package godwit.edge;

import java.util.concurrent.Executor;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * Brings what the store completed on threads of its own to the shard's thread. Its length is bounded by the readings that
 * are under way.
 */
final class StoreTasks implements Executor {
    private final ManyToOneConcurrentLinkedQueue<Runnable> tasks = new ManyToOneConcurrentLinkedQueue<>();

    @Override
    public void execute(final Runnable task) {
        tasks.offer(task);
    }

    /** Runs what is there, on the shard's thread. */
    int drain() {
        int count = 0;
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            count++;
            task = tasks.poll();
        }
        return count;
    }
}
