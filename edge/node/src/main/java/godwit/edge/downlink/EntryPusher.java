package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Held;
import godwit.edge.fanout.HeldEntry;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.fanout.StoredWait;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.MessageFields;
import godwit.edge.uplink.Uplink;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.SpooledEntryDecoder;
import godwit.protocol.codecs.StoreKind;
import godwit.protocol.codecs.StoredDeliveryDecoder;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.agrona.collections.LongArrayList;

/**
 * Pushes a chat's entries to sessions in their order and without a hole, whether they come with the stream or out of a
 * store. Single-threaded.
 */
final class EntryPusher {
    /** What may wait behind stored entries of a chat: more than a device's window, so it is only reached by a fault. */
    private static final int HELD_MAX = 4_096;
    /** What the shard names as the previous sequence when it pushes from the device's cursor. */
    private static final long FROM_CURSOR = 0;

    private final Links links;
    private final Uplink uplink;
    private final EntryStore store;
    private final Executor onThisThread;
    private final FrameEncoder encoder;
    private final EdgeCounters counters;
    private final MessageFields fields = new MessageFields();
    private final LongArrayList sessions = new LongArrayList();
    private final LongArrayList previousSequences = new LongArrayList();

    EntryPusher(
        final Links links, final Uplink uplink, final EntryStore store, final Executor onThisThread,
        final FrameEncoder encoder, final EdgeCounters counters) {
        this.links = links;
        this.uplink = uplink;
        this.store = store;
        this.onThisThread = onThisThread;
        this.encoder = encoder;
        this.counters = counters;
    }

    /** An entry for some sessions: encoded once for all of them. */
    void onMessage(final MessageDeliveryDecoder d) {
        sessions.clear();
        previousSequences.clear();
        for (final MessageDeliveryDecoder.TargetsDecoder target : d.targets()) {
            sessions.addLong(target.session());
            previousSequences.addLong(target.previousSequence());
        }
        fields.entry(d.chatId(), d.msgId(), d.sequence(), d.timestampMs()).contentKind(d.contentKind());
        d.wrapSenderId(fields.senderId());
        d.wrapClientMsgId(fields.clientMsgId());
        d.wrapBody(fields.body());
        final byte[] frame = Frame.copy(encoder.receiveMessage(fields));
        for (int i = 0; i < sessions.size(); i++) {
            final Link link = links.ofSession(sessions.getLong(i));
            if (link == null) {
                uplink.onUnknownSession(sessions.getLong(i));
            } else {
                final long ordinal = link.isUser(fields.senderId()) ? -d.senderOrdinal() : d.senderOrdinal();
                onEntry(link, d.chatId(), previousSequences.getLong(i),
                    new HeldEntry(frame, d.msgId(), d.sequence(), ordinal, false, false));
            }
        }
    }

    private void onEntry(final Link link, final long chatId, final long previousSequence, final HeldEntry entry) {
        final StoredWait wait = link.waits().get(chatId);
        if (wait != null && previousSequence != FROM_CURSOR) {
            hold(link, wait, entry);
        } else if (follows(link, chatId, previousSequence)) {
            link.waits().remove(chatId);
            push(link, chatId, entry);
        }
    }

    /** Entries that left the shard's memory; what follows in that chat waits until they are pushed. */
    void onStored(final StoredDeliveryDecoder d) {
        final Link link = links.ofSession(d.session());
        if (link == null) {
            uplink.onUnknownSession(d.session());
            return;
        }
        final StoredWait stored = new StoredWait(d.store(), d.chatId(), d.fromSequence(), d.toSequence());
        final StoredWait wait = link.waits().get(d.chatId());
        if (wait != null && d.previousSequence() != FROM_CURSOR) {
            hold(link, wait, stored);
        } else if (wait != null && wait.same(d.fromSequence(), d.toSequence())) {
            // Pushed once more while the first reading is under way: that one serves.
            wait.held().clear();
        } else if (follows(link, d.chatId(), d.previousSequence())) {
            begin(link, stored);
        }
    }

    /** A stored entry that the leader read for us. */
    void onSpooled(final SpooledEntryDecoder d) {
        final Link link = links.ofSession(d.session());
        final StoredWait wait = link == null ? null : link.waits().get(d.chatId());
        if (wait == null) {
            return;
        }
        final StoredEntry entry = Copies.of(d);
        final HeldEntry held = held(link, entry, true);
        if (wait.store() == StoreKind.SPOOL && entry.sequence() <= wait.toSequence()) {
            stored(link, wait, held);
            finishIfComplete(link, wait);
        } else {
            hold(link, wait, held);
        }
    }

    private void hold(final Link link, final StoredWait wait, final Held later) {
        if (wait.held().size() >= HELD_MAX) {
            giveUp(link, wait.chatId());
        } else {
            wait.held().add(later);
        }
    }

    private void begin(final Link link, final StoredWait wait) {
        link.waits().put(wait.chatId(), wait);
        if (wait.store() == StoreKind.TABLE) {
            read(link, wait);
        } else {
            takeEarly(link, wait);
        }
    }

    private void read(final Link link, final StoredWait wait) {
        final long from = wait.nextSequence();
        final long to = Math.min(wait.toSequence(), from + ProtocolLimits.PAGE_LENGTH_MAX - 1);
        counters.increment(EdgeCounter.STORE_READS);
        store.read(wait.chatId(), from, to)
            .whenCompleteAsync((entries, failure) -> onRead(link, wait, to, entries, failure), onThisThread);
    }

    private void onRead(
        final Link link, final StoredWait wait, final long to, final List<StoredEntry> entries,
        final Throwable failure) {
        if (link.waits().get(wait.chatId()) != wait || links.ofSession(link.session()) != link) {
            return;
        }
        if (failure != null) {
            counters.increment(EdgeCounter.STORE_FAILURES);
            giveUp(link, wait.chatId());
            return;
        }
        for (final StoredEntry entry : entries) {
            stored(link, wait, held(link, entry, true));
        }
        wait.advance(to);
        if (!wait.complete()) {
            read(link, wait);
        }
        finishIfComplete(link, wait);
    }

    private HeldEntry held(final Link link, final StoredEntry entry, final boolean spooled) {
        final boolean byUser = entry.senderId().equals(link.userId());
        final boolean own = byUser && entry.senderDeviceId().equals(link.deviceId());
        final byte[] frame = own ? null : Frame.copy(encoder.receiveMessage(Copies.fields(entry)));
        return new HeldEntry(frame, entry.msgId(), entry.sequence(), Copies.ordinal(entry, link), own, spooled);
    }

    private void stored(final Link link, final StoredWait wait, final HeldEntry entry) {
        if (entry.sequence() >= wait.nextSequence() && entry.sequence() <= wait.toSequence()) {
            wait.advance(entry.sequence());
            if (!entry.own()) {
                wait.pushed();
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
                stored(link, wait, entry);
            }
        }
        finishIfComplete(link, wait);
    }

    private void finishIfComplete(final Link link, final StoredWait wait) {
        if (!wait.complete() || link.waits().get(wait.chatId()) != wait) {
            return;
        }
        link.waits().remove(wait.chatId());
        link.pushedUpTo(wait.chatId(), wait.toSequence());
        if (wait.nothingPushed()) {
            // The client cannot acknowledge what it will never see, so that its inbox would stay at these entries.
            uplink.passOver(link, wait.chatId(), wait.toSequence());
        }
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

    /** The chat's entries come again from the cursor, later. */
    private void giveUp(final Link link, final long chatId) {
        link.restart(chatId);
        uplink.resyncLater(link);
    }

    private boolean follows(final Link link, final long chatId, final long previousSequence) {
        final boolean follows = link.follows(chatId, previousSequence);
        if (!follows) {
            counters.increment(EdgeCounter.ENTRIES_OUT_OF_ORDER);
            uplink.resync(link);
        }
        return follows;
    }

    private void push(final Link link, final long chatId, final HeldEntry entry) {
        link.pushedUpTo(chatId, entry.sequence());
        link.pushed().add(entry.msgId(), chatId, entry.sequence(), entry.senderOrdinal());
        counters.increment(EdgeCounter.ENTRIES_PUSHED);
        link.connection().onEntry(entry.frame(), entry.msgId());
    }
}
