package godwit.journal.read;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads that wait for their turn: so many are under way at once, those who asked take turns, so that one who asks for
 * much waits for his own. What finds no place, or waits too long, is refused. Any thread; nothing blocks.
 */
final class ReadQueue {
    /** How long a read waits for its turn. */
    static final long WAIT_NS = TimeUnit.SECONDS.toNanos(2);

    private final int underWayMax;
    private final int waitingMax;
    private final LongSupplier nanoClock;
    private final Map<Long, ArrayDeque<Waiting<?>>> turns = new LinkedHashMap<>();
    private final Set<Waiting<?>> arrivals = new LinkedHashSet<>();
    private final AtomicLong refused = new AtomicLong();
    private int underWay;
    private boolean isStarting;

    private enum Place { NOW, LATER, NONE }

    /** An empty queue. */
    ReadQueue(final int underWayMax, final int waitingMax, final LongSupplier nanoClock) {
        this.underWayMax = underWayMax;
        this.waitingMax = waitingMax;
        this.nanoClock = nanoClock;
    }

    /**
     * Reads now or later.
     *
     * @param asker who wants it.
     * @param read  begins it.
     * @param <T>   what comes of it.
     * @return fails with {@link RejectedExecutionException} when there are too many.
     */
    <T> CompletionStage<T> submit(final long asker, final Supplier<CompletionStage<T>> read) {
        final Waiting<T> added = new Waiting<>(asker, read, nanoClock.getAsLong());
        switch (place(added)) {
            case NOW -> added.start();
            case LATER -> refuseLate();
            case NONE -> refuse(added);
        }
        return added.result;
    }

    private synchronized Place place(final Waiting<?> added) {
        if (underWay < underWayMax && arrivals.isEmpty()) {
            underWay++;
            return Place.NOW;
        }
        if (arrivals.size() >= waitingMax) {
            return Place.NONE;
        }
        turns.computeIfAbsent(added.asker, key -> new ArrayDeque<>()).add(added);
        arrivals.add(added);
        return Place.LATER;
    }

    private void onOver() {
        synchronized (this) {
            underWay--;
            if (isStarting) {
                // Whoever starts others now sees the free place; a read that ends at once must not start them from within.
                return;
            }
            isStarting = true;
        }
        refuseLate();
        for (Waiting<?> next = next(); next != null; next = next()) {
            next.start();
        }
    }

    /** The first of him whose turn it is; his next one comes after one of each other. */
    private synchronized Waiting<?> next() {
        if (underWay == underWayMax || arrivals.isEmpty()) {
            isStarting = false;
            return null;
        }
        underWay++;
        final Long asker = turns.keySet().iterator().next();
        final ArrayDeque<Waiting<?>> own = turns.remove(asker);
        final Waiting<?> first = own.remove();
        if (!own.isEmpty()) {
            turns.put(asker, own);
        }
        arrivals.remove(first);
        return first;
    }

    private void refuseLate() {
        for (Waiting<?> late = late(); late != null; late = late()) {
            refuse(late);
        }
    }

    private synchronized Waiting<?> late() {
        if (arrivals.isEmpty()) {
            return null;
        }
        final Waiting<?> oldest = arrivals.iterator().next();
        if (nanoClock.getAsLong() - oldest.sinceNs < WAIT_NS) {
            return null;
        }
        arrivals.remove(oldest);
        final ArrayDeque<Waiting<?>> own = turns.get(oldest.asker);
        own.remove(oldest);
        if (own.isEmpty()) {
            turns.remove(oldest.asker);
        }
        return oldest;
    }

    private void refuse(final Waiting<?> read) {
        refused.incrementAndGet();
        read.result.completeExceptionally(new RejectedExecutionException("too many reads of the tables: under way="
            + underWayMax + " waiting=" + waiting()));
    }

    /** Reads that wait now. */
    synchronized int waiting() {
        return arrivals.size();
    }

    /** Reads refused since the start. */
    long refused() {
        return refused.get();
    }

    private final class Waiting<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final long asker;
        private final Supplier<CompletionStage<T>> read;
        private final long sinceNs;

        Waiting(final long asker, final Supplier<CompletionStage<T>> read, final long sinceNs) {
            this.asker = asker;
            this.read = read;
            this.sinceNs = sinceNs;
        }

        void start() {
            try {
                read.get().whenComplete(this::end);
            } catch (final RuntimeException e) {
                end(null, e);
            }
        }

        private void end(final T value, final Throwable failure) {
            onOver();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }
}
