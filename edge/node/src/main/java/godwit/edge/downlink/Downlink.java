package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.fanout.RecentEntries;
import godwit.edge.outbound.ChatCreatedFields;
import godwit.edge.outbound.DevicesEncoder;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.MintedChatKeys;
import godwit.edge.request.Request;
import godwit.edge.uplink.Faults;
import godwit.edge.uplink.PendingRequest;
import godwit.edge.uplink.Uplink;
import godwit.protocol.codecs.AttachedDecoder;
import godwit.protocol.codecs.ChangedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.ChatDetailDecoder;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ChatRowDecoder;
import godwit.protocol.codecs.ChatsPageDecoder;
import godwit.protocol.codecs.DevicesPageDecoder;
import godwit.protocol.codecs.DoneDecoder;
import godwit.protocol.codecs.EdgeOpenedDecoder;
import godwit.protocol.codecs.HistoryEntryDecoder;
import godwit.protocol.codecs.HistoryPageDecoder;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.PresenceDecoder;
import godwit.protocol.codecs.ReceiptDecoder;
import godwit.protocol.codecs.RefusedDecoder;
import godwit.protocol.codecs.SeenWantedDecoder;
import godwit.protocol.codecs.SentDecoder;
import godwit.protocol.codecs.SessionEndedDecoder;
import godwit.protocol.codecs.SpooledEntryDecoder;
import godwit.protocol.codecs.StoredDeliveryDecoder;
import godwit.protocol.codecs.TypingDeliveryDecoder;
import godwit.protocol.codecs.TypingState;
import godwit.protocol.codecs.UnchangedDecoder;
import godwit.protocol.codecs.UnsubscribedDecoder;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hears all that one shard says to this edge, in order, and hands it to the connections that it is for. Single-threaded.
 */
public final class Downlink {
    /** Instead of a chat: the shard comes to a session's Resync. */
    static final long EVERY_CHAT = 0;

    private final Links links;
    private final Uplink uplink;
    private final EntryStore store;
    private final Executor onThisThread;
    private final FrameEncoder encoder;
    private final ChangeAnswers changes;
    private final EdgeCounters counters;
    private final StoredEntries stored;
    private final Subscriptions subscriptions;
    private final EntryPusher entries;
    private final HistoryPages history;
    private final ChatPages chats;
    private final AcknowledgementResolver acknowledgements;
    private final DevicesEncoder devices = new DevicesEncoder();
    private final ChatCreatedFields created = new ChatCreatedFields();
    private final LongArrayList sessions = new LongArrayList();
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private long nowMs;

    /**
     * A downlink.
     *
     * @param links        the local connections.
     * @param uplink       knows the requests that wait.
     * @param store        has the entries that left the shard's memory.
     * @param onThisThread runs what the store completes on this downlink's thread.
     * @param encoder      of frames; this thread's own.
     * @param counters     counts.
     */
    public Downlink(
        final Links links, final Uplink uplink, final EntryStore store, final Executor onThisThread,
        final FrameEncoder encoder, final EdgeCounters counters) {
        this(links, uplink, store, onThisThread, encoder, new ChangeAnswers(links, encoder), counters);
    }

    private Downlink(
        final Links links, final Uplink uplink, final EntryStore store, final Executor onThisThread,
        final FrameEncoder encoder, final ChangeAnswers changes, final EdgeCounters counters) {
        this.links = links;
        this.uplink = uplink;
        this.store = store;
        this.onThisThread = onThisThread;
        this.encoder = encoder;
        this.changes = changes;
        this.counters = counters;
        this.stored = new StoredEntries(links, uplink, store, onThisThread, encoder, changes, counters);
        this.subscriptions = new Subscriptions(links, uplink, stored, changes, counters);
        this.entries = new EntryPusher(links, uplink, stored, subscriptions, encoder, counters);
        this.acknowledgements = new AcknowledgementResolver(links, uplink, store, onThisThread, counters);
        this.history = new HistoryPages(uplink, store, onThisThread, counters, acknowledgements);
        this.chats = new ChatPages(uplink, store, onThisThread, counters);
    }

    /**
     * The downlink of another shard on the same thread: what one shard answers another may push.
     *
     * @param otherLinks  with that shard's sessions.
     * @param otherUplink to that shard.
     * @return a downlink beside this one.
     */
    public Downlink ofShard(final Links otherLinks, final Uplink otherUplink) {
        return new Downlink(otherLinks, otherUplink, store, onThisThread, encoder, changes, counters);
    }

    /**
     * Says which chats other shards own than the one that this comes from.
     *
     * @param ofChat a chat's id.
     * @return this.
     */
    public Downlink otherShards(final LongPredicate ofChat) {
        stored.otherShards(ofChat);
        return this;
    }

    /** The time for what follows in this duty cycle, monotonic. */
    public void onTime(final long now) {
        nowMs = now;
        changes.onTime(now);
        stored.onTime(now);
        subscriptions.onTime(now);
        entries.onTime(now);
    }

    /** A client acknowledges an entry that has to be looked up first. */
    public void onAcknowledge(final Request.Acknowledge request) {
        try {
            acknowledgements.onAcknowledge(request);
        } catch (final RuntimeException e) {
            final Link link = links.ofConnection(request.connectionId());
            if (link != null) {
                uplink.faults().caught(request, link, e);
            }
        }
    }

    /** Hears of work that broke off. */
    Faults faults() {
        return uplink.faults();
    }

    /** Frames of the stream are missing, or there is a new leader: what they said has to be said again. */
    void onLoss() {
        uplink.resyncs().resyncAll();
        uplink.offerAgain();
        uplink.presence().onLoss();
    }

    /** A frame of the stream came: the shard knows this edge. */
    void onHeard() {
        uplink.onHeard();
    }

    // ---- sessions

    void onEdgeOpened(final EdgeOpenedDecoder d) {
        subscriptions.limits(d.subscribedMax(), d.redeliverMs());
        uplink.answers().onLeaseDuration(d.leaseMs());
        uplink.answers().onEdgeOpened(d.epoch(), nowMs);
    }

    void onAttached(final AttachedDecoder d) {
        uplink.answers().onAttached(d.correlationId(), d.connectionId(), d.session(), d.resumed() != 0, d.change());
    }

    void onSessionEnded(final SessionEndedDecoder d) {
        uplink.answers().onSessionEnded(d.connectionId(), d.session(), d.reason());
    }

    void onRefused(final RefusedDecoder d) {
        uplink.answers().onRefused(d.correlationId(), d.session(), d.code(), d.detail(), d.retryAfterMs());
    }

    // ---- answers

    void onDone(final DoneDecoder d) {
        if (d.correlationId() == 0) {
            uplink.answers().onLeaseRenewed(nowMs);
            return;
        }
        final PendingRequest pending = uplink.answers().onAnswered(d.correlationId());
        if (pending != null) {
            uplink.answers().onDone(pending);
        }
    }

    void onSent(final SentDecoder d) {
        final PendingRequest pending = uplink.answers().onAnswered(d.correlationId());
        if (pending != null && pending.request() instanceof Request.Send send) {
            pending.link().shown().add(d.msgId(), d.chatId(), d.sequence(), RecentEntries.ORDINAL_UNKNOWN);
            pending.link().connection().onSent(
                send, d.msgId(), d.sequence(), d.timestampMs(), d.duplicate() != 0);
        }
    }

    void onChanged(final ChangedDecoder d) {
        changes.onChanged(d, uplink);
    }

    void onUnchanged(final UnchangedDecoder d) {
        changes.onUnchanged(d, uplink);
    }

    void onDevicesPage(final DevicesPageDecoder d) {
        final PendingRequest pending = uplink.answers().onAnswered(d.correlationId());
        if (pending == null) {
            return;
        }
        devices.begin(pending.request().reqId());
        for (final DevicesPageDecoder.DevicesDecoder device : d.devices()) {
            final long lastSeenMs = device.lastSeenMs();
            final boolean connected = device.connected() != 0;
            devices.add(device.deviceId(), connected, lastSeenMs);
        }
        pending.link().connection().onAnswer(pending.request(), Frame.copy(devices.end()));
    }

    void onChatRow(final ChatRowDecoder d) {
        chats.onRow(d);
    }

    void onChatsPage(final ChatsPageDecoder d) {
        chats.onPage(d);
    }

    void onChatDetail(final ChatDetailDecoder d) {
        chats.onDetail(d);
    }

    void onHistoryEntry(final HistoryEntryDecoder d) {
        history.onEntry(d);
    }

    void onHistoryPage(final HistoryPageDecoder d) {
        history.onPage(d);
    }

    // ---- pushes

    void onMessage(final MessageDeliveryDecoder d) {
        entries.onMessage(d);
    }

    void onUnsubscribed(final UnsubscribedDecoder d) {
        final Link link = d.chatId() == EVERY_CHAT ? links.ofSession(d.session()) : null;
        if (link != null) {
            link.onResynced();
        }
        subscriptions.onUnsubscribed(d.session(), d.chatId());
    }

    /** Of how many chats somebody follows the subscription: for tests of what stays behind. */
    int followedChats() {
        return subscriptions.count();
    }

    void onSeenWanted(final SeenWantedDecoder d) {
        final Link link = links.ofSession(d.session());
        if (link == null) {
            uplink.answers().onUnknownSession(d.session());
        } else {
            link.connection().onSeenWanted();
        }
    }

    void onStored(final StoredDeliveryDecoder d) {
        entries.onStored(d);
    }

    void onSpooledEntry(final SpooledEntryDecoder d) {
        if (d.session() == Link.NO_SESSION) {
            history.onSpooled(d);
        } else {
            stored.onSpooled(d);
        }
    }

    void onChatCreated(final ChatCreatedDecoder d) {
        sessions.clear();
        for (final ChatCreatedDecoder.TargetsDecoder target : d.targets()) {
            sessions.addLong(target.session());
        }
        created.chat(d.chatId(), d.chatKind(), d.version(), d.memberCount());
        for (final ChatCreatedDecoder.ParticipantsDecoder participant : d.participants()) {
            created.participant(participant.participantId());
        }
        final boolean isDirect = d.chatKind() == ChatKind.DIRECT;
        final String createdBy = d.createdBy();
        final String clientChatId = MintedChatKeys.shown(d.clientChatId());
        created.names(createdBy, d.title(), clientChatId);
        if (d.correlationId() != 0) {
            final PendingRequest pending = uplink.answers().onAnswered(d.correlationId());
            if (pending != null) {
                created.reqId(pending.request().reqId());
                pending.link().connection().onAnswer(pending.request(), Frame.copy(encoder.chatCreated(created, ChatCreatedFields.ANSWER_LISTED_MAX)));
            }
        }
        if (!sessions.isEmpty()) {
            toSessions(Frame.copy(
                encoder.chatCreated(created.reqId(null), ChatCreatedFields.PUSH_LISTED_MAX)), 0);
            if (isDirect) {
                onDirectChat(createdBy);
            }
        }
    }

    void onPresence(final PresenceDecoder d) {
        uplink.presence().onPresence(
            d.correlationId(), d.userId(), d.online() != 0, d.lastSeenMs(), d.visible() != 0);
    }

    void onReceipt(final ReceiptDecoder d) {
        sessions.clear();
        for (final ReceiptDecoder.TargetsDecoder target : d.targets()) {
            sessions.addLong(target.session());
        }
        d.wrapUserId(userId);
        toSessions(Frame.copy(encoder.receipt(
            d.chatId(), d.msgId(), d.sequence(), d.status(), userId, d.timestampMs())), d.change());
    }

    void onTyping(final TypingDeliveryDecoder d) {
        sessions.clear();
        for (final TypingDeliveryDecoder.TargetsDecoder target : d.targets()) {
            sessions.addLong(target.session());
        }
        d.wrapUserId(userId);
        final byte[] frame = Frame.copy(encoder.typing(d.chatId(), userId, d.state() == TypingState.START));
        for (int i = 0; i < sessions.size(); i++) {
            final Link link = links.ofSession(sessions.getLong(i));
            if (link != null) {
                link.connection().onFleetingFrame(frame);
            }
        }
    }

    private void onDirectChat(final String createdBy) {
        for (int i = 0; i < sessions.size(); i++) {
            final Link link = links.ofSession(sessions.getLong(i));
            if (link != null) {
                uplink.presence().onDirectChat(link, createdBy);
            }
        }
    }

    private void toSessions(final byte[] frame, final long change) {
        for (int i = 0; i < sessions.size(); i++) {
            final Link link = links.ofSession(sessions.getLong(i));
            if (link == null) {
                uplink.answers().onUnknownSession(sessions.getLong(i));
            } else {
                link.sawChange(change);
                link.connection().onPushedFrame(frame);
            }
        }
    }
}
