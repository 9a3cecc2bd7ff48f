package godwit.edge.presence;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Puts together in commands what shards are asked: one asker each, and so many users. Single-threaded. */
final class Asking {
    private final Register register;
    private final EdgeCounters counters;

    /** A connection that asks, and whom. */
    private record Asker(PresenceLane lane, Link link) {
    }

    Asking(final Register register, final EdgeCounters counters) {
        this.register = register;
        this.counters = counters;
    }

    /** For a PRESENCE_SUBSCRIBE. */
    void forWhole(final Subscribing whole, final Map<PresenceLane, List<Watch>> byLane) {
        int asks = 0;
        for (final Map.Entry<PresenceLane, List<Watch>> entry : byLane.entrySet()) {
            asks += ask(new Asker(entry.getKey(), whole.wants().link), entry.getValue(), whole);
        }
        whole.asks(asks);
    }

    /** For those who may see others by now: of them, who still want to and do not. */
    void forContacts(final List<Want> wants) {
        final Map<Asker, List<Watch>> byAsker = new LinkedHashMap<>();
        for (final Want want : wants) {
            if (register.find(want.link, want.watch) == want && !want.visible && want.watch.lane != null) {
                byAsker.computeIfAbsent(new Asker(want.watch.lane, want.link), any -> new ArrayList<>()).add(want.watch);
            }
        }
        byAsker.forEach((asker, watches) -> ask(asker, watches, null));
    }

    /** With how many commands. */
    private int ask(final Asker asker, final List<Watch> all, final Subscribing whole) {
        final int most = PresenceLimits.USERS_PER_COMMAND_MAX;
        counters.add(EdgeCounter.PRESENCE_ASKED, all.size());
        int asks = 0;
        for (int from = 0; from < all.size(); from += most) {
            asker.lane.ask(asker.link, List.copyOf(all.subList(from, Math.min(from + most, all.size()))), whole);
            asks++;
        }
        return asks;
    }

    /** Asks once more for the next ones that one and the same asker sees. */
    void again(final PresenceLane lane, final Queue<Watch> again) {
        Link asker = null;
        final List<Watch> batch = new ArrayList<>();
        while (!again.isEmpty() && batch.size() < PresenceLimits.USERS_PER_COMMAND_MAX) {
            final Watch watch = again.peek();
            if (watch.isSeen()) {
                asker = asker == null ? watch.first().link : asker;
                final Want want = register.find(asker, watch);
                if (want == null || !want.visible) {
                    break;
                }
                batch.add(watch);
            }
            again.remove();
            watch.again = false;
        }
        if (!batch.isEmpty()) {
            counters.add(EdgeCounter.PRESENCE_ASKED_AGAIN, batch.size());
            lane.ask(asker, batch, null);
        }
    }
}
