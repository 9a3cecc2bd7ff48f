package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.LiveChat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Which sessions do not follow a chat's subscription any more, for the shard, many in one command. Each chat of a
 * connection waits once. Single-threaded.
 */
public final class Laggings {
    private final CommandOffers commands;
    private final EdgeCounters counters;
    private final ArrayDeque<LiveChat> waiting = new ArrayDeque<>();

    Laggings(final CommandOffers commands, final EdgeCounters counters) {
        this.commands = commands;
        this.counters = counters;
    }

    /** The shard is to be told of one that lags; not any more if that ends before, with its session or by a resync. */
    public void report(final LiveChat lagging) {
        if (!lagging.isReported()) {
            lagging.reported(true);
            waiting.add(lagging);
        }
    }

    /** Offers some of what waits; whether nothing more does. */
    boolean offer() {
        final List<LiveChat> batch = batch();
        if (batch.isEmpty()) {
            return true;
        }
        if (!commands.offer(commands.encoder().lagging(batch))) {
            for (int i = batch.size() - 1; i >= 0; i--) {
                batch.get(i).reported(true);
                waiting.addFirst(batch.get(i));
            }
            return false;
        }
        batch.forEach(lagging -> lagging.link().live().onLaggingOffered());
        counters.add(EdgeCounter.SUBSCRIPTIONS_LAGGING, batch.size());
        return waiting.isEmpty();
    }

    private List<LiveChat> batch() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        final List<LiveChat> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < UplinkConfiguration.LAGGING_MAX) {
            final LiveChat next = waiting.remove();
            next.reported(false);
            if (next.isLagging()) {
                batch.add(next);
            }
        }
        return batch;
    }

    /** How many wait. */
    int count() {
        return waiting.size();
    }
}
