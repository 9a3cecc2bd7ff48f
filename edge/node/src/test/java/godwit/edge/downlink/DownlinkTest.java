package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.DeliveryFrameEncoder;
import godwit.protocol.codecs.HistoryEntryEncoder;
import godwit.protocol.codecs.HistoryPageEncoder;
import godwit.protocol.codecs.MessageDeliveryEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.SentEncoder;
import godwit.protocol.codecs.StoreKind;
import godwit.protocol.codecs.StoredDeliveryEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DownlinkTest {
    private static final long CHAT = ShardHarness.CHAT;
    private static final int FRAME_HEAD = MessageHeaderEncoder.ENCODED_LENGTH + DeliveryFrameEncoder.BLOCK_LENGTH;

    private final ShardHarness h = new ShardHarness(64).open().attach(1);
    private final Store store = new Store();
    private final Downlink downlink = new Downlink(
        h.links, h.uplink, store, Runnable::run, new FrameEncoder(ConnectionLimits.DEFAULT), h.counters);
    private final DeliveryAdapter adapter = new DeliveryAdapter(ShardHarness.EDGE_ID, downlink, h.counters);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8_192]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long sequence = 1;

    @Test
    void shouldPushInOrderAndDropWhatDoesNotFollow() {
        message(101, 4, 0);
        message(101, 6, 4);
        message(101, 8, 7);
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 6");
        assertThat(h.count(EdgeCounter.ENTRIES_OUT_OF_ORDER)).isEqualTo(1);
        h.work();
        assertThat(h.commands).containsExactly("resync s101/0");
    }

    @Test
    void shouldPushARedeliveryFromTheCursor() {
        message(101, 4, 0);
        message(101, 5, 4);
        message(101, 4, 0);
        message(101, 5, 4);
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 5", "c1 entry 4", "c1 entry 5");
    }

    @Test
    void shouldTakeOnlyARestartAfterAGapInTheStream() {
        message(101, 4, 0);
        sequence++;
        message(101, 6, 5);
        message(101, 5, 0);
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 5");
        assertThat(h.count(EdgeCounter.DELIVERY_GAPS)).isEqualTo(1);
        h.work();
        assertThat(h.commands).contains("resync s101/0");
    }

    @Test
    void shouldDropStaleForeignAndRepeatedFrames() {
        frame(ShardHarness.EDGE_ID, 2, 1, 0);
        frame(ShardHarness.EDGE_ID, 1, 2, 0);
        frame(ShardHarness.EDGE_ID + 1, 2, 2, 0);
        frame(ShardHarness.EDGE_ID, 2, 1, 0);
        assertThat(h.count(EdgeCounter.DELIVERY_FRAMES_STALE)).isEqualTo(1);
        assertThat(h.count(EdgeCounter.DELIVERY_FRAMES_FOREIGN)).isEqualTo(1);
        assertThat(h.count(EdgeCounter.DELIVERY_FRAMES_REPEATED)).isEqualTo(1);
    }

    @Test
    void shouldSurviveFramesThatLie() {
        buffer.putInt(FRAME_HEAD, Integer.MAX_VALUE);
        frame(ShardHarness.EDGE_ID, 1, 1, 5);
        adapter.onFrame(buffer, 0, 3);
        header.wrap(buffer, 0).version(99);
        adapter.onFrame(buffer, 0, FRAME_HEAD);
        assertThat(h.count(EdgeCounter.DELIVERY_UNKNOWN)).isEqualTo(3);
    }

    @Test
    void shouldHoldWhatFollowsUntilStoredEntriesArePushedAndSkipOwnOnes() {
        stored(4, 6, 0);
        message(101, 7, 6);
        assertThat(h.heard).isEmpty();
        store.complete(List.of(entry(4, "user1", "phone"), entry(5, "user2", "phone"), entry(6, "user1", "tablet")));
        assertThat(h.heard).containsExactly("c1 entry 5", "c1 entry 6", "c1 entry 7");
    }

    @Test
    void shouldPassOverStoredEntriesThatAreAllOnesOwn() {
        stored(4, 4, 0);
        store.complete(List.of(entry(4, "user1", "phone")));
        h.after(100);
        assertThat(h.commands).contains("ack s101 DELIVERED 4");
    }

    @Test
    void shouldTakeOnlyARestartAfterTheStoreFailed() {
        stored(4, 6, 0);
        message(101, 7, 6);
        store.fail();
        message(101, 8, 7);
        assertThat(h.heard).isEmpty();
        message(101, 4, 0);
        assertThat(h.heard).containsExactly("c1 entry 4");
    }

    @Test
    void shouldAnswerASendOnce() {
        h.send(1, "a");
        h.work();
        final long correlation = h.correlation();
        sent(correlation);
        sent(correlation);
        assertThat(h.heard).containsExactly("c1 sent a 4");
        assertThat(h.count(EdgeCounter.ANSWERS_UNKNOWN)).isEqualTo(1);
    }

    @Test
    void shouldResolveAnAcknowledgementOfAPushedEntryWithoutItsChat() {
        message(101, 4, 0);
        downlink.onAcknowledge(new Request.Acknowledge(1, null, -1, 4, ReceiptStatus.READ));
        h.after(100);
        assertThat(h.commands).contains("ack s101 READ 4");
        downlink.onAcknowledge(new Request.Acknowledge(1, null, -1, 5, ReceiptStatus.READ));
        assertThat(h.heard).contains("c1 refused NOT_FOUND");
    }

    @Test
    void shouldAskStoreThenShardForAnAcknowledgedEntryItDidNotPush() {
        downlink.onAcknowledge(new Request.Acknowledge(1, null, CHAT, 4, ReceiptStatus.READ));
        store.found(null);
        h.work();
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("history chat7"));
        historyEntry(h.correlation(), 4);
        historyPage(h.correlation(), 4, 4, 3);
        h.after(100);
        assertThat(h.commands).contains("ack s101 READ 4");
    }

    @Test
    void shouldPutAHistoryPageTogetherFromMemoryAndStore() {
        h.request(new Request.ReadHistory(1, "r", CHAT, -1, -1, 50));
        h.work();
        final long correlation = h.correlation();
        historyEntry(correlation, 6);
        historyPage(correlation, 4, 6, 6);
        assertThat(h.heard).isEmpty();
        store.complete(List.of(entry(4, "user2", "phone"), entry(5, "user2", "phone")));
        assertThat(h.heard).hasSize(1);
        assertThat(h.heard.get(0)).contains("HISTORY_PAGE", "\"req_id\":\"r\"", "\"more\":false")
            .containsSubsequence("\"seq\":6", "\"seq\":5", "\"seq\":4");
    }

    @Test
    void shouldRefuseAHistoryPageWhoseEntriesCannotBeRead() {
        h.request(new Request.ReadHistory(1, "r", CHAT, -1, -1, 50));
        h.work();
        historyPage(h.correlation(), 4, 6, 6);
        store.fail();
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
    }

    // ---- what the shard says

    private void message(final long session, final long seq, final long previous) {
        final MessageDeliveryEncoder e = new MessageDeliveryEncoder()
            .wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).chatId(CHAT).msgId(seq).sequence(seq).timestampMs(1).senderOrdinal(1)
            .contentKind(ContentKind.TEXT);
        e.targetsCount(1).next().session(session).previousSequence(previous);
        e.senderId("user2").clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    private void stored(final long from, final long to, final long previous) {
        deliver(new StoredDeliveryEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).session(101).chatId(CHAT).previousSequence(previous)
            .fromSequence(from).toSequence(to).store(StoreKind.TABLE).encodedLength());
    }

    private void sent(final long correlation) {
        deliver(new SentEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).msgId(4).sequence(4)
            .timestampMs(1).duplicate((short) 0).encodedLength());
    }

    private void historyEntry(final long correlation, final long seq) {
        final HistoryEntryEncoder e = new HistoryEntryEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).msgId(seq).sequence(seq)
            .timestampMs(1).senderOrdinal(1).contentKind(ContentKind.TEXT);
        e.senderId("user2").clientMsgId("k").putBody(new byte[] {'h', 'i'}, 0, 2);
        deliver(e.encodedLength());
    }

    private void historyPage(final long correlation, final long from, final long to, final long spoolAbove) {
        final HistoryPageEncoder e = new HistoryPageEncoder().wrapAndApplyHeader(buffer, FRAME_HEAD + 4, header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(CHAT).fromSequence(from).toSequence(to)
            .spoolAboveSequence(spoolAbove).more((short) 0).newestFirst((short) 1);
        e.cursorsCount(0);
        deliver(e.encodedLength());
    }

    private void deliver(final int encodedLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        buffer.putInt(FRAME_HEAD, length);
        new DeliveryFrameEncoder().wrapAndApplyHeader(buffer, 0, header)
            .leadershipTermId(1).streamSequence(sequence++).edgeId(ShardHarness.EDGE_ID).shard(0).count(1);
        adapter.onFrame(buffer, 0, FRAME_HEAD + 4 + length);
    }

    private void frame(final long edgeId, final long term, final long streamSequence, final int count) {
        new DeliveryFrameEncoder().wrapAndApplyHeader(buffer, 0, header)
            .leadershipTermId(term).streamSequence(streamSequence).edgeId(edgeId).shard(0).count(count);
        adapter.onFrame(buffer, 0, FRAME_HEAD + 8);
    }

    private static StoredEntry entry(final long seq, final String sender, final String device) {
        return new StoredEntry(CHAT, seq, seq, 1, 1, ContentKind.TEXT, sender, device, "k", new byte[] {'x'});
    }

    /** A store that answers when the test says so. */
    private static final class Store implements EntryStore {
        private final List<CompletableFuture<List<StoredEntry>>> reads = new ArrayList<>();
        private final List<CompletableFuture<StoredEntry>> finds = new ArrayList<>();

        @Override
        public CompletionStage<List<StoredEntry>> read(final long chatId, final long from, final long to) {
            reads.add(new CompletableFuture<>());
            return reads.get(reads.size() - 1);
        }

        @Override
        public CompletionStage<StoredEntry> find(final long chatId, final long msgId) {
            finds.add(new CompletableFuture<>());
            return finds.get(finds.size() - 1);
        }

        void complete(final List<StoredEntry> entries) {
            reads.remove(0).complete(entries);
        }

        void fail() {
            reads.remove(0).completeExceptionally(new IllegalStateException("away"));
        }

        void found(final StoredEntry entry) {
            finds.remove(0).complete(entry);
        }
    }
}
