package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Held;
import godwit.edge.fanout.HeldEntry;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.fanout.RecentEntries;
import godwit.edge.fanout.StoredWait;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.uplink.Uplink;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.SpooledEntryDecoder;
import godwit.protocol.codecs.StoreKind;
import godwit.protocol.codecs.StoredDeliveryDecoder;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;

/**
 * Entries on their way to a session that left the shard's memory: read from the table, or sent by the leader out of its
 * spool. What follows in the chat is held until they are pushed; what does not come in time comes again from the
 * device's cursor. Single-threaded.
 */
final class StoredEntries {
    /** What may wait behind stored entries of a chat: more than a device's window, so it is only reached by a fault. */
    static final int HELD_MAX = 4_096;
    /** How long they are waited for: more than the store and the shard's first redelivery take. */
    static final long WAIT_MAX_MS = 10_000;

    private final Links links;
    private final Uplink uplink;
    private final EntryStore store;
    private final Executor onThisThread;
    private final FrameEncoder encoder;
    private final EdgeCounters counters;
    private final ChangeAnswers changes;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private LongPredicate otherShards = chatId -> false;
    private long nowMs;

    private record Waiting(Link link, StoredWait stored) {
    }

    StoredEntries(
        final Links links, final Uplink uplink, final EntryStore store, final Executor onThisThread,
        final FrameEncoder encoder, final ChangeAnswers changes, final EdgeCounters counters) {
        this.links = links;
        this.uplink = uplink;
        this.store = store;
        this.onThisThread = onThisThread;
        this.encoder = encoder;
        this.changes = changes;
        this.counters = counters;
    }

    /**
     * Says which chats another shard journals than the one that pushes them: what of those is not in the table may come yet,
     * so it is asked for again and not passed over.
     */
    void otherShards(final LongPredicate ofChat) {
        otherShards = ofChat;
    }

    /** Gives up waits whose time is over. */
    void onTime(final long now) {
        nowMs = now;
        while (!waiting.isEmpty() && waiting.peek().stored.deadlineMs() <= now) {
            final Waiting oldest = waiting.remove();
            if (isWaiting(oldest.link, oldest.stored)) {
                counters.increment(EdgeCounter.STORE_WAITS_TIMED_OUT);
                giveUp(oldest.link, oldest.stored.chatId());
            }
        }
    }

    /** Stored entries that are next in their chat. */
    void begin(final Link link, final StoredDeliveryDecoder d) {
        begin(link, new StoredWait(d.store(), d.chatId(), d.fromSequence(), d.toSequence()));
    }

    private void begin(final Link link, final StoredWait wait) {
        link.waits().put(wait.chatId(), wait);
        wait.begin(nowMs + WAIT_MAX_MS);
        waiting.add(new Waiting(link, wait));
        if (wait.store() == StoreKind.TABLE) {
            read(link, wait);
        } else {
            takeEarly(link, wait);
        }
    }

    /** Holds what comes behind stored entries; false: too much is held, so all of it comes again. */
    boolean hold(final Link link, final StoredWait wait, final Held later) {
        if (wait.held().size() >= HELD_MAX) {
            giveUp(link, wait.chatId());
            return false;
        }
        wait.held().add(later);
        return true;
    }

    /** A stored entry that the leader read for us. */
    void onSpooled(final SpooledEntryDecoder d) {
        final Link link = links.ofSession(d.session());
        final StoredWait wait = link == null ? null : link.waits().get(d.chatId());
        if (wait == null) {
            return;
        }
        final HeldEntry entry = entry(link, Copies.of(d));
        if (wait.store() == StoreKind.SPOOL && entry.sequence() <= wait.toSequence()) {
            take(link, wait, entry);
            finishIfComplete(link, wait);
        } else {
            hold(link, wait, entry);
        }
    }

    private void read(final Link link, final StoredWait wait) {
        final long from = wait.nextSequence();
        final long to = Math.min(wait.toSequence(), from + ProtocolLimits.PAGE_LENGTH_MAX - 1);
        counters.increment(EdgeCounter.STORE_READS);
        store.read(link.connectionId(), wait.chatId(), from, to)
            .whenCompleteAsync(uplink.faults().guarded(
                (entries, failure) -> onRead(link, wait, to, entries, failure)), onThisThread);
    }

    private void onRead(
        final Link link, final StoredWait wait, final long to, final List<StoredEntry> entries,
        final Throwable failure) {
        if (!isWaiting(link, wait)) {
            return;
        }
        if (failure != null) {
            counters.increment(EdgeCounter.STORE_FAILURES);
            giveUp(link, wait.chatId());
            return;
        }
        final long missing = Math.max(0, to - wait.nextSequence() + 1 - entries.size());
        counters.add(EdgeCounter.STORE_ENTRIES_MISSING, missing);
        if (missing > 0 && otherShards.test(wait.chatId())) {
            giveUp(link, wait.chatId());
            return;
        }
        for (final StoredEntry entry : entries) {
            take(link, wait, entry(link, entry));
        }
        wait.advance(to);
        if (!wait.complete()) {
            read(link, wait);
        }
        finishIfComplete(link, wait);
    }

    private boolean isWaiting(final Link link, final StoredWait wait) {
        return link.waits().get(wait.chatId()) == wait && links.ofSession(link.session()) == link;
    }

    private HeldEntry entry(final Link link, final StoredEntry entry) {
        // Of a change the asking device is pushed the entry, too.
        final boolean own = entry.contentKind() != ContentKind.CHANGE
            && entry.senderId().equals(link.userId()) && entry.senderDeviceId().equals(link.deviceId());
        final byte[] frame = own ? null : Frame.copy(encoder.entry(Copies.fields(entry)));
        if (entry.senderOrdinal() == 1 && entry.messageOrdinal() == entry.sequence()
            && link.pushed().find(entry.msgId()) == RecentEntries.NOT_FOUND) {
            uplink.presence().onFirstWord(link, entry.senderId());
        } else {
            uplink.presence().onWrote(link, entry.senderId());
        }
        return new HeldEntry(frame, entry.msgId(), entry.sequence(), entry.messageOrdinal(), own, true);
    }

    /** Of the spool all entries come, one after the other: a higher one is of an earlier reading, and comes again. */
    private void take(final Link link, final StoredWait wait, final HeldEntry entry) {
        final boolean early = wait.store() == StoreKind.SPOOL && entry.sequence() > wait.nextSequence();
        if (!early && entry.sequence() >= wait.nextSequence() && entry.sequence() <= wait.toSequence()) {
            wait.advance(entry.sequence());
            if (entry.own()) {
                wait.passed(entry.sequence(), entry.msgId());
            } else {
                wait.shown(entry.sequence());
                push(link, wait.chatId(), entry);
            }
        }
    }

    /** Entries that the leader sent before it was their turn. */
    private void takeEarly(final Link link, final StoredWait wait) {
        final Iterator<Held> later = wait.held().iterator();
        while (later.hasNext()) {
            if (later.next() instanceof HeldEntry entry && entry.spooled() && entry.sequence() <= wait.toSequence()) {
                later.remove();
                take(link, wait, entry);
            }
        }
        finishIfComplete(link, wait);
    }

    private void finishIfComplete(final Link link, final StoredWait wait) {
        if (!wait.complete() || link.waits().get(wait.chatId()) != wait) {
            return;
        }
        link.waits().remove(wait.chatId());
        passOverTheRest(link, wait);
        final ArrayDeque<Held> later = wait.held();
        while (!later.isEmpty()) {
            final Held next = later.remove();
            if (next instanceof StoredWait stored) {
                stored.takeOver(wait);
                begin(link, stored);
                return;
            }
            if (next instanceof HeldEntry entry && !entry.spooled()) {
                push(link, wait.chatId(), entry);
            }
        }
    }

    /** The client cannot acknowledge what it will never see, so that its inbox would stay at these entries. */
    private void passOverTheRest(final Link link, final StoredWait wait) {
        if (wait.endsUnshown()) {
            link.pushedUpTo(wait.chatId(), wait.toSequence());
            link.unacknowledged().passOver(wait.chatId(), wait.toSequence(), wait.lastPassedMsgId(),
                (toSequence, msgId) ->
                    uplink.acknowledgements().passOver(link, wait.chatId(), toSequence, msgId));
        }
    }

    /** The chat's entries come again from the cursor, later. */
    private void giveUp(final Link link, final long chatId) {
        link.restart(chatId);
        uplink.resyncs().resyncLater(link);
    }

    /** Hands an entry whose turn it is to the connection. */
    void push(final Link link, final long chatId, final HeldEntry entry) {
        if (entry.own()) {
            link.pushedUpTo(chatId, entry.sequence());
            return;
        }
        link.onPushed(chatId, entry);
        counters.increment(EdgeCounter.ENTRIES_PUSHED);
        if (!changes.answers(link, entry.msgId())) {
            link.connection().onEntry(entry.frame(), entry.msgId());
        }
    }
}
