package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.ChatFollowers;
import godwit.edge.fanout.Followers;
import godwit.edge.fanout.HeldEntry;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.fanout.LiveChat;
import godwit.edge.fanout.StoredWait;
import godwit.edge.uplink.Uplink;
import java.util.ArrayDeque;

/**
 * Hands entries that are for a chat's subscription to the connections that follow it, each the next one only. Who has as
 * many unacknowledged as the shard allows, misses one, or is silent, follows no more, and the shard is told. Single-threaded.
 */
final class Subscriptions {
    /** How often those are looked at that have something unacknowledged; a quarter of the silence if that is less. */
    private static final long CHECK_MAX_MS = 500;
    private static final long NO_SESSION = 0;

    private final Links links;
    private final Uplink uplink;
    private final StoredEntries stored;
    private final ChangeAnswers changes;
    private final EdgeCounters counters;
    private final Followers followers = new Followers();
    private final ArrayDeque<LiveChat> watched = new ArrayDeque<>();
    private int handedMax;
    private long redeliverMs;
    private long nowMs;

    Subscriptions(
        final Links links, final Uplink uplink, final StoredEntries stored, final ChangeAnswers changes,
        final EdgeCounters counters) {
        this.links = links;
        this.uplink = uplink;
        this.stored = stored;
        this.changes = changes;
        this.counters = counters;
    }

    /** What the shard allows; 0 of both from one that knows no subscriptions. */
    void limits(final int newHandedMax, final long newRedeliverMs) {
        handedMax = Math.max(0, newHandedMax);
        redeliverMs = Math.max(0, newRedeliverMs);
    }

    /** Looks at those whose turn it is; whoever has nothing unacknowledged is not among them. */
    void onTime(final long now) {
        nowMs = now;
        while (!watched.isEmpty() && watched.peek().checkMs() <= now) {
            final LiveChat live = watched.remove();
            live.unwatch();
            if (live.isLive() && live.isUnacknowledged()) {
                check(live);
            }
        }
    }

    private void check(final LiveChat live) {
        if (live.silentMs(redeliverMs) <= nowMs) {
            lag(live, LiveChat.FROM_CURSOR);
        } else {
            watch(live);
        }
    }

    private void watch(final LiveChat live) {
        if (!live.isWatched()) {
            live.watch(nowMs + Math.min(CHECK_MAX_MS, redeliverMs / 4));
            watched.add(live);
        }
    }

    /** A connection was handed an entry, or it waits for it, and with it that it is handed the next ones. */
    void follow(final Link link, final long chatId, final long sequence) {
        followers.follow(link, chatId, sequence);
    }

    /** A session follows no more, or ({@link #NO_SESSION}) none does. */
    void onUnsubscribed(final long session, final long chatId) {
        if (session != NO_SESSION) {
            final Link link = links.ofSession(session);
            final LiveChat live = link == null ? null : link.live().of(chatId);
            if (live != null && live.isLive()) {
                live.end();
            }
            return;
        }
        final ChatFollowers chat = followers.of(chatId);
        while (chat != null && chat.count() > 0) {
            chat.get(chat.count() - 1).end();
        }
    }

    /** An entry for all who follow; {@code passedSession} sent it and is not shown it. */
    void onEntry(final long chatId, final HeldEntry entry, final long passedSession) {
        counters.increment(EdgeCounter.DELIVERIES_SUBSCRIBED);
        final ChatFollowers chat = followers.of(chatId);
        if (chat == null) {
            return;
        }
        final boolean isAwaited = changes.isAwaited(entry.msgId());
        int handed = 0;
        // From the end on: whoever ceases to follow is replaced by the last, which was handed it already.
        for (int i = chat.count() - 1; i >= 0; i = Math.min(i, chat.count()) - 1) {
            handed += onEntry(chat.get(i), entry, passedSession, isAwaited) ? 1 : 0;
        }
        counters.add(EdgeCounter.ENTRIES_SUBSCRIBED, handed);
    }

    /** Whether the entry was handed to the connection, or waits to be. */

    private boolean onEntry(
        final LiveChat live, final HeldEntry entry, final long passedSession, final boolean isAwaited) {
        final long sequence = entry.sequence();
        if (sequence == live.position() + 1 && live.session() == passedSession) {
            pass(live, entry);
        } else if (sequence == live.position() + 1 && live.link().live().handed() < handedMax) {
            return hand(live, entry, isAwaited);
        } else if (sequence > live.position()) {
            lag(live, live.position());
        }
        return false;
    }

    private void pass(final LiveChat live, final HeldEntry entry) {
        final StoredWait wait = waitOf(live);
        if (wait == null || stored.hold(live.link(), wait, entry.passed())) {
            live.onPassed(entry.sequence());
        }
    }

    private boolean hand(final LiveChat live, final HeldEntry entry, final boolean isAwaited) {
        final Link link = live.link();
        final StoredWait wait = waitOf(live);
        if (wait != null && !stored.hold(link, wait, entry)) {
            return false;
        }
        live.onHanded(entry.sequence(), nowMs);
        watch(live);
        if (wait == null) {
            push(live, entry, isAwaited);
        }
        return true;
    }

    /** Without a look at any map of the connection: {@link LiveChat} has what they will be told when it follows no more. */
    private void push(final LiveChat live, final HeldEntry entry, final boolean isAwaited) {
        final Link link = live.link();
        link.pushed().add(entry.msgId(), live.chatId(), entry.sequence(), entry.messageOrdinal());
        counters.increment(EdgeCounter.ENTRIES_PUSHED);
        if (!isAwaited || !changes.answers(link, entry.msgId())) {
            link.connection().onEntry(entry.frame(), entry.msgId());
        }
    }

    private static StoredWait waitOf(final LiveChat live) {
        return live.link().waits().isEmpty() ? null : live.link().waits().get(live.chatId());
    }

    private void lag(final LiveChat live, final long sequence) {
        live.lag(sequence);
        uplink.laggings().report(live);
    }

    /** How many chats are followed. */
    int count() {
        return followers.count();
    }
}
