package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.HeldEntry;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.fanout.LiveChat;
import godwit.edge.fanout.RecentEntries;
import godwit.edge.fanout.StoredWait;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.MessageFields;
import godwit.edge.uplink.Uplink;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.StoredDeliveryDecoder;
import org.agrona.collections.LongArrayList;

/**
 * Pushes a chat's entries to sessions in their order and without a hole, whether they come with the stream or out of a
 * store. Single-threaded.
 */
final class EntryPusher {
    /** What the shard names as the previous sequence when it pushes from the device's cursor. */
    private static final long FROM_CURSOR = 0;

    private final Links links;
    private final Uplink uplink;
    private final StoredEntries stored;
    private final Subscriptions subscriptions;
    private final FrameEncoder encoder;
    private final EdgeCounters counters;
    private final MessageFields fields = new MessageFields();
    private final LongArrayList sessions = new LongArrayList();
    private final LongArrayList previousSequences = new LongArrayList();
    private final LongArrayList live = new LongArrayList();
    private long nowMs;

    EntryPusher(
        final Links links, final Uplink uplink, final StoredEntries stored, final Subscriptions subscriptions,
        final FrameEncoder encoder, final EdgeCounters counters) {
        this.links = links;
        this.uplink = uplink;
        this.stored = stored;
        this.subscriptions = subscriptions;
        this.encoder = encoder;
        this.counters = counters;
    }

    /** The time for what follows. */
    void onTime(final long now) {
        nowMs = now;
    }

    /** An entry for some sessions, and perhaps for all who follow the chat: encoded once for all of them. */
    void onMessage(final MessageDeliveryDecoder d) {
        readTargets(d);
        fields.entry(d.chatId(), d.msgId(), d.sequence(), d.timestampMs()).contentKind(d.contentKind());
        d.wrapSenderId(fields.senderId());
        d.wrapClientMsgId(fields.clientMsgId());
        d.wrapBody(fields.body());
        final HeldEntry entry = new HeldEntry(Frame.copy(encoder.entry(fields)), d.msgId(), d.sequence(),
            Copies.ordinal(d.messageOrdinal(), d.sequence()), false, false);
        final String newcomer = d.senderOrdinal() == 1 ? newcomer(entry) : null;
        for (int i = 0; i < sessions.size(); i++) {
            final Link link = links.ofSession(sessions.getLong(i));
            if (link == null) {
                uplink.answers().onUnknownSession(sessions.getLong(i));
            } else {
                tellOfSender(link, newcomer, d.msgId());
                final boolean isTaken = onEntry(link, d.chatId(), previousSequences.getLong(i), entry);
                if (isTaken && live.getLong(i) == 1) {
                    subscriptions.follow(link, d.chatId(), d.sequence());
                }
            }
        }
        if (d.subscribed() == 1) {
            // Of so large a chat nobody's presence depends.
            subscriptions.onEntry(d.chatId(), entry, d.passedSession());
        }
    }

    /** Who says a first word, if that may be in a direct chat; null: there were changes, or others read it too. */
    private String newcomer(final HeldEntry entry) {
        final String senderId = fields.senderId().getStringWithoutLengthAscii(0, fields.senderId().capacity());
        String reader = senderId;
        boolean mayBeDirect = entry.messageOrdinal() == entry.sequence();
        for (int i = 0; mayBeDirect && i < sessions.size(); i++) {
            final Link link = links.ofSession(sessions.getLong(i));
            if (link != null && !link.userId().equals(senderId)) {
                mayBeDirect = reader.equals(senderId) || reader.equals(link.userId());
                reader = link.userId();
            }
        }
        return mayBeDirect ? senderId : null;
    }

    private void tellOfSender(final Link link, final String newcomer, final long msgId) {
        if (newcomer != null && link.pushed().find(msgId) == RecentEntries.NOT_FOUND) {
            uplink.presence().onFirstWord(link, newcomer);
        } else {
            uplink.presence().onWrote(link, fields.senderId());
        }
    }

    private void readTargets(final MessageDeliveryDecoder d) {
        sessions.clear();
        previousSequences.clear();
        live.clear();
        for (final MessageDeliveryDecoder.TargetsDecoder target : d.targets()) {
            sessions.addLong(target.session());
            previousSequences.addLong(target.previousSequence());
            live.addLong(target.live());
        }
    }

    /** Whether the entry was pushed, or waits for those before it to be. */
    private boolean onEntry(final Link link, final long chatId, final long previousSequence, final HeldEntry entry) {
        if (isOutdated(link, chatId, previousSequence)) {
            return false;
        }
        final StoredWait wait = link.waits().get(chatId);
        if (wait != null && previousSequence != FROM_CURSOR) {
            return stored.hold(link, wait, entry);
        }
        final boolean follows = follows(link, chatId, previousSequence);
        if (follows) {
            link.waits().remove(chatId);
            stored.push(link, chatId, entry);
        }
        return follows;
    }

    /**
     * Whether something is missing before a delivery, and the shard is told already. Any other delivery that names a session
     * is said by a shard that does not believe it to follow the chat's subscription: it does not, unless that begins here.
     */
    private boolean isOutdated(final Link link, final long chatId, final long previousSequence) {
        if (link.awaitsResync(nowMs)) {
            counters.increment(EdgeCounter.ENTRIES_OUT_OF_ORDER);
            return true;
        }
        final LiveChat known = link.live().of(chatId);
        return known != null && !known.onNamed(previousSequence);
    }

    /** Entries that left the shard's memory; what follows in that chat waits until they are pushed. */
    void onStored(final StoredDeliveryDecoder d) {
        final Link link = links.ofSession(d.session());
        if (link == null) {
            uplink.answers().onUnknownSession(d.session());
            return;
        }
        if (isOutdated(link, d.chatId(), d.previousSequence())) {
            return;
        }
        final StoredWait wait = link.waits().get(d.chatId());
        if (wait != null && d.previousSequence() != FROM_CURSOR) {
            stored.hold(link, wait, new StoredWait(d.store(), d.chatId(), d.fromSequence(), d.toSequence()));
        } else if (wait != null && wait.same(d.fromSequence(), d.toSequence())) {
            // Pushed once more while the first reading is under way: that one serves.
            wait.held().clear();
        } else if (follows(link, d.chatId(), d.previousSequence())) {
            stored.begin(link, d);
        }
    }

    private boolean follows(final Link link, final long chatId, final long previousSequence) {
        final boolean follows = link.follows(chatId, previousSequence);
        if (previousSequence == FROM_CURSOR) {
            link.unacknowledged().onRestart(chatId);
        }
        if (!follows) {
            counters.increment(EdgeCounter.ENTRIES_OUT_OF_ORDER);
            uplink.resyncs().resync(link);
        }
        return follows;
    }
}
