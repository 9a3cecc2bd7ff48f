package godwit.edge.downlink;

import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.ChangedEncoder;
import godwit.protocol.codecs.ChatCreatedEncoder;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ChatRowEncoder;
import godwit.protocol.codecs.ChatsPageEncoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.DeliveryFrameEncoder;
import godwit.protocol.codecs.DoneEncoder;
import godwit.protocol.codecs.EdgeOpenedEncoder;
import godwit.protocol.codecs.HistoryEntryEncoder;
import godwit.protocol.codecs.HistoryPageEncoder;
import godwit.protocol.codecs.MessageDeliveryEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.SeenWantedEncoder;
import godwit.protocol.codecs.SentEncoder;
import godwit.protocol.codecs.SpooledEntryEncoder;
import godwit.protocol.codecs.StoreKind;
import godwit.protocol.codecs.StoredDeliveryEncoder;
import godwit.protocol.codecs.UnchangedEncoder;
import godwit.protocol.codecs.UnsubscribedEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.concurrent.UnsafeBuffer;

/** A downlink with one connection of session 101; what the shard says to it, and a store that answers when told to. */
final class DownlinkHarness {
    static final long CHAT = ShardHarness.CHAT;
    static final int FRAME_HEAD = MessageHeaderEncoder.ENCODED_LENGTH + DeliveryFrameEncoder.BLOCK_LENGTH;

    final ShardHarness h;
    final Store store = new Store();
    final Downlink downlink;
    final DeliveryAdapter adapter;
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8_192]);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long sequence = 1;

    DownlinkHarness() {
        this(new ShardHarness(64));
    }

    /** With bounds of its own. */
    DownlinkHarness(final ShardHarness bounded) {
        h = bounded.open().attach(1);
        downlink = new Downlink(
            h.links, h.uplink, store, Runnable::run, new FrameEncoder(ConnectionLimits.DEFAULT), h.counters);
        adapter = new DeliveryAdapter(ShardHarness.EDGE_ID, downlink, h.counters);
    }

    /** Time passes, then one duty cycle. */
    void after(final long ms) {
        h.nowMs += ms;
        downlink.onTime(h.nowMs);
        h.work();
    }

    /** What was told the shard since the last time. */
    List<String> commands() {
        final List<String> commands = List.copyOf(h.commands);
        h.commands.clear();
        return commands;
    }

    /** What the connection heard since the last time. */
    List<String> heard() {
        final List<String> heard = List.copyOf(h.heard);
        h.heard.clear();
        return heard;
    }

    /** The client acknowledges. */
    void acknowledge(final long chatId, final long msgId, final ReceiptStatus status) {
        acknowledge(chatId, msgId, status, Long.MAX_VALUE);
    }

    /** The client acknowledges while its socket took so many entries of those pushed. */
    void acknowledge(final long chatId, final long msgId, final ReceiptStatus status, final long taken) {
        downlink.onAcknowledge(new Request.Acknowledge(1, null, chatId, msgId, status, taken));
    }

    // ---- what the shard says

    /** A frame of the stream got lost. */
    void loseFrame() {
        sequence++;
    }

    void message(final long session, final long seq, final long previous) {
        message(session, seq, previous, "user2", 1);
    }

    void message(
        final long session, final long seq, final long previous, final String sender, final long ordinal) {
        final MessageDeliveryEncoder e = new MessageDeliveryEncoder()
            .wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).chatId(CHAT).msgId(seq).sequence(seq).timestampMs(1).senderOrdinal(0)
            .messageOrdinal(ordinal)
            .contentKind(ContentKind.TEXT).subscribed((short) 0).passedSession(0);
        e.targetsCount(1).next().session(session).previousSequence(previous).live((short) 0);
        e.senderId(sender).clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    /** The first word of user2 in the chat, of which so many were messages until then. */
    void firstWord(final long seq, final long messages, final long... readers) {
        final MessageDeliveryEncoder e = entry(CHAT, seq).senderOrdinal(1).messageOrdinal(messages);
        final MessageDeliveryEncoder.TargetsEncoder targets = e.targetsCount(readers.length);
        for (final long session : readers) {
            targets.next().session(session).previousSequence(seq - 1).live((short) 0);
        }
        e.senderId("user2").clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    /** What subscriptions are allowed. */
    void opened(final int subscribedMax, final long redeliverMs) {
        deliver(new EdgeOpenedEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header).edgeId(ShardHarness.EDGE_ID)
            .correlationId(0).epoch(1).incarnation(1).leaseMs(1).subscribedMax(subscribedMax).redeliverMs(redeliverMs)
            .encodedLength());
    }

    /** An entry for sessions that follow the chat from the next one on. */
    void live(final long chatId, final long seq, final long previous, final long... followers) {
        final MessageDeliveryEncoder e = entry(chatId, seq);
        final MessageDeliveryEncoder.TargetsEncoder targets = e.targetsCount(followers.length);
        for (final long session : followers) {
            targets.next().session(session).previousSequence(previous).live((short) 1);
        }
        e.senderId("user9").clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    /** An entry for all who follow. */
    void subscribedTo(final long chatId, final long seq, final long passedSession) {
        final MessageDeliveryEncoder e = entry(chatId, seq).subscribed((short) 1).passedSession(passedSession);
        e.targetsCount(0);
        e.senderId("user9").clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    void subscribed(final long... sequences) {
        for (final long seq : sequences) {
            subscribedTo(CHAT, seq, 0);
        }
    }

    /** A change of the chat by user1, for all who follow. */
    void subscribedChange(final long seq, final byte[] body) {
        final MessageDeliveryEncoder e =
            entry(CHAT, seq).contentKind(ContentKind.CHANGE).messageOrdinal(0).subscribed((short) 1).passedSession(0);
        e.targetsCount(0);
        e.senderId("user1").clientMsgId("").putBody(body, 0, body.length);
        deliver(e.encodedLength());
    }

    private MessageDeliveryEncoder entry(final long chatId, final long seq) {
        return new MessageDeliveryEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).chatId(chatId).msgId(seq).sequence(seq).timestampMs(1).senderOrdinal(0)
            .messageOrdinal(seq).contentKind(ContentKind.TEXT).subscribed((short) 0).passedSession(0);
    }

    /** The shard comes to a session's Resync. */
    void resynced(final long session) {
        unsubscribed(session, 0);
    }

    void unsubscribed(final long session, final long chatId) {
        deliver(new UnsubscribedEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).session(session).chatId(chatId).encodedLength());
    }

    void seenWanted(final long session) {
        deliver(new SeenWantedEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).session(session).encodedLength());
    }

    /** An entry as shards wrote it before there were changes. */
    void oldMessage(final long session, final long seq, final long previous) {
        final MessageDeliveryEncoder e = new MessageDeliveryEncoder()
            .wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).chatId(CHAT).msgId(seq).sequence(seq).timestampMs(1).senderOrdinal(1)
            .contentKind(ContentKind.TEXT);
        header.version(3);
        e.targetsCount(1).next().session(session).previousSequence(previous);
        e.senderId("user2").clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    /** A change of the chat by user1, before its first message. */
    void change(final long session, final long seq, final long previous, final byte[] body) {
        final MessageDeliveryEncoder e = new MessageDeliveryEncoder()
            .wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).chatId(CHAT).msgId(seq).sequence(seq).timestampMs(1).senderOrdinal(0)
            .messageOrdinal(0).contentKind(ContentKind.CHANGE).subscribed((short) 0).passedSession(0);
        e.targetsCount(1).next().session(session).previousSequence(previous).live((short) 0);
        e.senderId("user1").clientMsgId("").putBody(body, 0, body.length);
        deliver(e.encodedLength());
    }

    /** A change of the chat by user1 is answered. */
    void changed(final long correlation, final long seq, final byte[] body) {
        deliver(new ChangedEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).msgId(seq).sequence(seq)
            .timestampMs(1).senderId("user1").putBody(body, 0, body.length).encodedLength());
    }

    /** What has no other answer is committed. */
    void done(final long correlation) {
        deliver(new DoneEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).encodedLength());
    }

    void unchanged(final long correlation, final long version) {
        deliver(new UnchangedEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).version(version).encodedLength());
    }

    /** A group of so many, as an answer, or as a push to the session 101. */
    void groupCreated(final long correlation, final int members, final String clientChatId) {
        final ChatCreatedEncoder e = new ChatCreatedEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).version(0).memberCount(members)
            .chatKind(ChatKind.GROUP);
        final ChatCreatedEncoder.TargetsEncoder targets = e.targetsCount(correlation == 0 ? 1 : 0);
        if (correlation == 0) {
            targets.next().session(101);
        }
        final ChatCreatedEncoder.ParticipantsEncoder participants = e.participantsCount(members);
        for (int i = 1; i <= members; i++) {
            participants.next().participantId("user" + i);
        }
        e.createdBy("user1").clientChatId(clientChatId).title("Tea");
        deliver(e.encodedLength());
    }

    void stored(final long from, final long to, final long previous) {
        stored(StoreKind.TABLE, from, to, previous);
    }

    void stored(final StoreKind kind, final long from, final long to, final long previous) {
        deliver(new StoredDeliveryEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).session(101).chatId(CHAT).previousSequence(previous)
            .fromSequence(from).toSequence(to).store(kind).encodedLength());
    }

    void spooled(final long seq, final String sender, final String device) {
        spooled(101, 0, seq, sender, device);
    }

    void spooled(
        final long session, final long correlation, final long seq, final String sender, final String device) {
        final SpooledEntryEncoder e = new SpooledEntryEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).session(session).chatId(CHAT).msgId(seq)
            .sequence(seq).timestampMs(1).senderOrdinal(0).messageOrdinal(1).contentKind(ContentKind.TEXT);
        e.senderId(sender).senderDeviceId(device).clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    void spooledChange(final long seq, final String device, final byte[] body) {
        final SpooledEntryEncoder e = new SpooledEntryEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(0).session(101).chatId(CHAT).msgId(seq)
            .sequence(seq).timestampMs(1).senderOrdinal(0).messageOrdinal(0).contentKind(ContentKind.CHANGE);
        e.senderId("user1").senderDeviceId(device).clientMsgId("").putBody(body, 0, body.length);
        deliver(e.encodedLength());
    }

    void sent(final long correlation) {
        deliver(new SentEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).msgId(4).sequence(4)
            .timestampMs(1).duplicate((short) 0).encodedLength());
    }

    void historyEntry(final long correlation, final long seq) {
        final HistoryEntryEncoder e = new HistoryEntryEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).msgId(seq).sequence(seq)
            .timestampMs(1).senderOrdinal(0).messageOrdinal(1).contentKind(ContentKind.TEXT);
        e.senderId("user2").clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    void historyPage(final long correlation, final long from, final long to, final long spoolAbove) {
        historyPage(correlation, from, to, spoolAbove, false);
    }

    void historyPage(
        final long correlation, final long from, final long to, final long spoolAbove, final boolean more) {
        final HistoryPageEncoder e = new HistoryPageEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).fromSequence(from).toSequence(to)
            .spoolAboveSequence(spoolAbove).more((short) (more ? 1 : 0)).newestFirst((short) 1);
        e.cursorsCount(0);
        deliver(e.encodedLength());
    }

    /** A page of one entry, with cursors of users: delivered, read. */
    void historyPage(final long correlation, final long seq, final Map<String, long[]> cursors) {
        final HistoryPageEncoder e = new HistoryPageEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).fromSequence(seq).toSequence(seq)
            .spoolAboveSequence(seq).more((short) 0).newestFirst((short) 1);
        final HistoryPageEncoder.CursorsEncoder group = e.cursorsCount(cursors.size());
        cursors.forEach((user, cursor) ->
            group.next().deliveredSequence(cursor[0]).readSequence(cursor[1]).userId(user));
        deliver(e.encodedLength());
    }

    /** A row whose last message is in the store only. */
    void chatRow(final long correlation, final long chatId, final long last) {
        final ChatRowEncoder e = new ChatRowEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(chatId).version(0).memberCount(2)
            .lastSequence(last).deliveredSequence(0).readSequence(0).peersDeliveredSequence(0).peersReadSequence(0)
            .unread(0).chatKind(ChatKind.DIRECT).role(Role.MEMBER).member((short) 1).lastInMemory((short) 0)
            .lastMsgId(0).lastTimestampMs(0).lastSenderOrdinal(0)
            .lastContentKind(ContentKind.TEXT).lastMessageOrdinal(last);
        e.peerId("user2").title("").lastSenderId("").lastClientMsgId("").putLastBody(new byte[0], 0, 0);
        deliver(e.encodedLength());
    }

    void chatsPage(final long correlation, final int count) {
        deliver(new ChatsPageEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).asOf(1).next(-1).count(count).encodedLength());
    }

    void deliver(final int encodedLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        buffer.putInt(FRAME_HEAD, length);
        new DeliveryFrameEncoder().wrapAndApplyHeader(buffer, 0, header)
            .leadershipTermId(1).streamSequence(sequence++).edgeId(ShardHarness.EDGE_ID).shard(0).count(1);
        adapter.onFrame(buffer, 0, FRAME_HEAD + 4 + length);
    }

    void frame(final long edgeId, final long term, final long streamSequence, final int count) {
        new DeliveryFrameEncoder().wrapAndApplyHeader(buffer, 0, header)
            .leadershipTermId(term).streamSequence(streamSequence).edgeId(edgeId).shard(0).count(count);
        adapter.onFrame(buffer, 0, FRAME_HEAD + 8);
    }

    static StoredEntry changeEntry(final long seq, final byte[] body) {
        return new StoredEntry(CHAT, seq, seq, 1, 0, 0, ContentKind.CHANGE, "user1", "", "", body);
    }

    static StoredEntry entry(final long seq, final String sender, final String device) {
        return new StoredEntry(CHAT, seq, seq, 1, seq, seq, ContentKind.TEXT, sender, device, "k", new byte[] {'x'});
    }

    /** A store that answers when the test says so. */
    static final class Store implements EntryStore {
        private final List<CompletableFuture<List<StoredEntry>>> reads = new ArrayList<>();
        private final List<CompletableFuture<StoredEntry>> finds = new ArrayList<>();

        @Override
        public CompletionStage<List<StoredEntry>> read(
            final long connectionId, final long chatId, final long from, final long to) {
            reads.add(new CompletableFuture<>());
            return reads.get(reads.size() - 1);
        }

        @Override
        public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
            finds.add(new CompletableFuture<>());
            return finds.get(finds.size() - 1);
        }

        int findsUnderWay() {
            return finds.size();
        }

        int readsUnderWay() {
            return reads.size();
        }

        void complete(final List<StoredEntry> entries) {
            reads.remove(0).complete(entries);
        }

        void fail() {
            fail(new IllegalStateException("away"));
        }

        void fail(final Throwable failure) {
            reads.remove(0).completeExceptionally(failure);
        }

        /** Whoever looks at what was found meets a bug. */
        @SuppressWarnings({"unchecked", "rawtypes"})
        void foundSomethingElse() {
            ((CompletableFuture) finds.remove(0)).complete("no entry");
        }

        void fail(final Throwable failure, final int find) {
            finds.remove(find).completeExceptionally(failure);
        }

        void found(final StoredEntry entry) {
            finds.remove(0).complete(entry);
        }
    }
}
