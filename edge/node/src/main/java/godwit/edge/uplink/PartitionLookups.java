package godwit.edge.uplink;

import godwit.edge.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Finds the partitions that a request has to name. Requests whose partitions are not known yet wait; all others pass
 * them. Single-threaded.
 */
final class PartitionLookups {
    private final PartitionResolver resolver;
    private final Executor onThisThread;
    private final Listener listener;

    /** Hears how a look-up that took its time ended. */
    interface Listener {
        /** All partitions of the request are known. */
        void onPartitionsKnown(PendingRequest pending);

        /** They could not be had. */
        void onPartitionsUnknown(PendingRequest pending);
    }

    PartitionLookups(final PartitionResolver resolver, final Executor onThisThread, final Listener listener) {
        this.resolver = resolver;
        this.onThisThread = onThisThread;
        this.listener = listener;
    }

    /** Looks up what the request needs; the listener hears of it unless all is known on return. */
    void lookUp(final PendingRequest pending) {
        final List<String> userIds = usersOf(pending);
        if (userIds.isEmpty()) {
            return;
        }
        pending.partitions = new int[userIds.size()];
        final List<CompletableFuture<?>> unknown = new ArrayList<>(0);
        for (int i = 0; i < userIds.size(); i++) {
            final int index = i;
            final CompletableFuture<Integer> partition = resolver.partitionOf(userIds.get(i)).toCompletableFuture();
            if (partition.isDone() && !partition.isCompletedExceptionally()) {
                pending.partitions[index] = partition.join();
            } else {
                unknown.add(partition.thenAcceptAsync(known -> pending.partitions[index] = known, onThisThread));
            }
        }
        if (!unknown.isEmpty()) {
            pending.partitionsUnknown = true;
            CompletableFuture.allOf(unknown.toArray(new CompletableFuture<?>[0]))
                .whenCompleteAsync((nothing, failure) -> onLookedUp(pending, failure), onThisThread);
        }
    }

    private void onLookedUp(final PendingRequest pending, final Throwable failure) {
        if (failure == null) {
            pending.partitionsUnknown = false;
            listener.onPartitionsKnown(pending);
        } else {
            listener.onPartitionsUnknown(pending);
        }
    }

    private static List<String> usersOf(final PendingRequest pending) {
        if (pending.request instanceof Request.Attach attach) {
            return List.of(attach.userId());
        }
        if (pending.request instanceof Request.CreateChat create) {
            final List<String> userIds = new ArrayList<>(create.participantIds().size() + 1);
            userIds.add(pending.link.userId());
            userIds.addAll(create.participantIds());
            return userIds;
        }
        if (pending.request instanceof Request.ChangeChat change) {
            return change.userIds();
        }
        return List.of();
    }
}
