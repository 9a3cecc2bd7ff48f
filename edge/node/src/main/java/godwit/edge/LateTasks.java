package godwit.edge;

import java.util.concurrent.Executor;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * Brings what the store and the resolver of partitions completed on threads of their own to the shard's thread. Its
 * length is bounded by the readings and look-ups that are under way.
 */
final class LateTasks implements Executor {
    private final ManyToOneConcurrentLinkedQueue<Runnable> tasks = new ManyToOneConcurrentLinkedQueue<>();
    private final Runnable onTask;

    LateTasks(final Runnable onTask) {
        this.onTask = onTask;
    }

    @Override
    public void execute(final Runnable task) {
        tasks.offer(task);
        onTask.run();
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
