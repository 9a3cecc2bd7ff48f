package godwit.edge.presence;

import godwit.edge.fanout.Link;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * All about presence that is told one shard, and what waits for an answer: in their order, again after a loss. Its
 * correlations are below 0, so that no request's can meet them. Single-threaded.
 */
public final class PresenceLane {
    private final Shard shard;
    private final long timeoutMs;
    private final ArrayDeque<PresenceAsk> asks = new ArrayDeque<>();
    private final Map<Long, PresenceAsk> offered = new LinkedHashMap<>();
    private final ArrayDeque<PresenceAsk> deadlines = new ArrayDeque<>();
    private final ArrayDeque<Watch> again = new ArrayDeque<>();
    private final Set<String> forgone = new LinkedHashSet<>();
    private Presence presence;
    private long lastCorrelationId;
    private long epoch;
    private long nowMs;
    private long againMs;

    /** Takes the commands of one shard. */
    public interface Shard {
        /** Offers a PresenceSubscribe; whether it is on its way. */
        boolean subscribe(long correlationId, String askerId, List<String> userIds);

        /** Offers a PresenceUnsubscribe; whether it is on its way. */
        boolean unsubscribe(List<String> userIds);
    }

    /**
     * A lane of which nobody knows yet.
     *
     * @param shard     takes the commands.
     * @param timeoutMs what is unanswered for so long is refused as UNAVAILABLE.
     */
    public PresenceLane(final Shard shard, final long timeoutMs) {
        this.shard = shard;
        this.timeoutMs = timeoutMs;
    }

    void presence(final Presence user) {
        presence = user;
    }

    // ---- from the uplink

    /** The time for what follows; what waited too long is given up. */
    public void onTime(final long now) {
        nowMs = now;
        expire();
        if (presence != null) {
            presence.onTime(now);
        }
    }

    /** A connection subscribes or unsubscribes. */
    public void onRequest(final Request request, final Link link) {
        if (presence == null) {
            link.connection().onRefused(request, RefusalCode.UNAVAILABLE, 0, 0);
        } else {
            presence.onRequest(request, link);
        }
    }

    /** A connection is gone. */
    public void forget(final Link link) {
        if (presence != null) {
            presence.forget(link);
        }
    }

    /** The shard gave a lease: under it nobody is subscribed to. */
    public void onNewEpoch(final long newEpoch) {
        epoch = newEpoch;
        forgone.clear();
        offerAgain();
        if (presence != null) {
            presence.onLoss(this, true);
        }
    }

    /** What was offered may be lost. */
    public void offerAgain() {
        final List<PresenceAsk> unanswered = new ArrayList<>(offered.values());
        offered.clear();
        for (int i = unanswered.size() - 1; i >= 0; i--) {
            asks.addFirst(unanswered.get(i));
        }
    }

    /** What the shard said may be lost: changes too. */
    public void onLoss() {
        if (presence != null) {
            presence.onLoss(this, false);
        }
    }

    /** Offers what waits, as far as the cluster takes it; how much. */
    public int offer() {
        int work = 0;
        boolean taken = true;
        while (taken && work < PresenceLimits.COMMANDS_PER_CYCLE_MAX && !asks.isEmpty()) {
            taken = offer(asks.peek());
            if (taken) {
                asks.remove();
                work++;
            }
        }
        if (taken && !forgone.isEmpty()) {
            taken = offerForgone();
            work += taken ? 1 : 0;
        }
        if (taken && asks.isEmpty() && nowMs >= againMs && !again.isEmpty()) {
            againMs = nowMs + PresenceLimits.AGAIN_PACE_MS;
            presence.askAgain(this, again);
            work++;
        }
        return work;
    }

    private boolean offer(final PresenceAsk ask) {
        if (ask.done) {
            return true;
        }
        if (!shard.subscribe(ask.correlationId, ask.link.userId(), ask.userIds())) {
            return false;
        }
        ask.offered(epoch);
        offered.put(ask.correlationId, ask);
        return true;
    }

    private boolean offerForgone() {
        final List<String> batch =
            forgone.stream().limit(PresenceLimits.USERS_PER_COMMAND_MAX).toList();
        final boolean taken = shard.unsubscribe(batch);
        if (taken) {
            batch.forEach(forgone::remove);
        }
        return taken;
    }

    private void expire() {
        PresenceAsk oldest = deadlines.peek();
        while (oldest != null && (oldest.done || oldest.deadlineMs <= nowMs)) {
            deadlines.remove();
            if (!oldest.done) {
                oldest.refused(RefusalCode.UNAVAILABLE, 0, 0);
                finish(oldest);
            }
            oldest = deadlines.peek();
        }
    }

    private void finish(final PresenceAsk ask) {
        ask.done = true;
        offered.remove(ask.correlationId);
        presence.onFinished(ask, this);
    }

    // ---- from the downlink

    /** Whether a correlation is one of these. */
    public static boolean isOwn(final long correlationId) {
        return correlationId < 0;
    }

    /** The epoch under which an unanswered one was offered; 0: none such. */
    public long epochOffered(final long correlationId) {
        final PresenceAsk ask = offered.get(correlationId);
        return ask == null ? 0 : ask.epoch;
    }

    /** The shard told a user's presence. */
    public void onPresence(
        final long correlationId, final String userId, final boolean online, final long lastSeenMs,
        final boolean visible) {
        if (presence == null) {
            return;
        }
        final PresenceAsk ask = offered.get(correlationId);
        if (ask != null) {
            presence.onAnswer(ask, userId, online, lastSeenMs, visible);
            finishIfComplete(ask);
        } else if (correlationId == 0 || visible) {
            presence.onChange(this, userId, online, lastSeenMs);
        }
    }

    /** The shard refused a user of an ask. */
    public void onRefused(
        final long correlationId, final RefusalCode code, final int detail, final long retryAfterMs) {
        final PresenceAsk ask = offered.get(correlationId);
        if (ask != null) {
            ask.refused(code, detail, retryAfterMs);
            finishIfComplete(ask);
        }
    }

    private void finishIfComplete(final PresenceAsk ask) {
        if (ask.isComplete()) {
            finish(ask);
        }
    }

    /** A user wrote to a connection's. */
    public void onWrote(final Link link, final DirectBuffer userId) {
        if (presence != null && presence.wants(link)) {
            presence.onWrote(link, userId.getStringWithoutLengthAscii(0, userId.capacity()));
        }
    }

    /** The same. */
    public void onWrote(final Link link, final String userId) {
        if (presence != null && presence.wants(link)) {
            presence.onWrote(link, userId);
        }
    }

    /** A user wrote for the first time in a chat that may be the one of the two, and the connection was not pushed it before. */
    public void onFirstWord(final Link link, final String userId) {
        if (presence != null) {
            presence.onFirstWord(link, userId);
        }
    }

    /** A user created a direct chat with a connection's. */
    public void onDirectChat(final Link link, final String userId) {
        if (presence != null) {
            presence.onDirectChat(link, userId);
        }
    }

    // ---- from the presence

    /** Asks for users on behalf of a connection's; at most as many as fit a command. */
    void ask(final Link link, final List<Watch> watches, final Subscribing whole) {
        final PresenceAsk ask = new PresenceAsk(link, watches, whole, --lastCorrelationId, nowMs + timeoutMs);
        for (final Watch watch : watches) {
            watch.asking++;
            // What was not told the shard yet need not be told.
            watch.registered |= forgone.remove(watch.userId);
        }
        asks.add(ask);
        deadlines.add(ask);
    }

    /** Nobody wants to know of a user any more. */
    void forgo(final String userId) {
        forgone.add(userId);
    }

    /** A user is to be asked for once more, in turn. */
    void again(final Watch watch) {
        if (!watch.again) {
            watch.again = true;
            again.add(watch);
        }
    }

    /** Not before a while. */
    void againLater(final long afterMs) {
        againMs = Math.max(againMs, nowMs + afterMs);
    }

    /** How much waits: for tests of what stays behind. */
    int waiting() {
        return asks.size() + offered.size() + forgone.size() + again.size();
    }
}
