package godwit.launch.up;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Does the same with several parts at once, each of which mostly waits. */
final class Parallel {
    private Parallel() {
    }

    /**
     * Waits for all, whatever becomes of them.
     *
     * @param name  of the threads.
     * @param tasks one a part.
     * @param <T>   what each makes.
     * @return what they made, in their order; throws what the first that failed threw.
     */
    static <T> List<T> all(final String name, final List<Supplier<T>> tasks) {
        final List<CompletableFuture<T>> running = new ArrayList<>();
        for (int number = 0; number < tasks.size(); number++) {
            final String threadName = name + '-' + number;
            running.add(CompletableFuture.supplyAsync(
                tasks.get(number), command -> new Thread(command, threadName).start()));
        }
        running.forEach(one -> one.handle((result, failure) -> null).join());
        try {
            return running.stream().map(CompletableFuture::join).toList();
        } catch (final CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
