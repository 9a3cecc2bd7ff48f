package godwit.sequencer.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.CoreCommands;
import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.LinkAckEncoder;
import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.LinkChatEncoder;
import godwit.protocol.codecs.LinkEntryEncoder;
import godwit.protocol.codecs.LinkMarkEncoder;
import godwit.protocol.codecs.LinkPeerEncoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.TopologyEncoder;
import godwit.sequencer.LinkBatches;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Which calls the messages of other shards become, every argument in its place; and where a batch ends that is not whole. */
class LinkEntriesTest {
    private static final int TEMPLATE_OFFSET = 2;
    private static final int SCHEMA_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;
    private static final int FIRST_LENGTH_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH + LinkBatchDecoder.BLOCK_LENGTH;
    private static final String CHAT = "onLinkChat 9 1 2 3 kind=2 wide=true #4 m5 v6 last=false n7 p8 alice phone key Birds"
        + " [10 bob 2 11-12 m13] [14 carol 1 0-0 m0]";
    private static final String ENTRY = "onLinkEntry 9 1 2 3 msg4 #5 t6 o7 m8 d-9 v10 p11 n12 kind=3 change=4 role=2"
        + " wide=false alice key title body [13 bob 2 0-0 m0]";
    private static final String MARK = "onLinkMark 9 1 2 3 bob 4 5 6 7 3";
    private static final String PEER = "onLinkPeer 9 1 2 3 7 bob 4 5 6 0";
    private static final String ACK = "onLinkAck 9 1 0";

    private final List<String> calls = new ArrayList<>();
    private final NodeCounters counters = new NodeCounters();
    private final CommandAdapter adapter = new CommandAdapter((CoreCommands) Proxy.newProxyInstance(
        CoreCommands.class.getClassLoader(), new Class<?>[] {CoreCommands.class}, (proxy, method, arguments) -> {
            if (!method.getName().equals("onTime")) {
                calls.add(method.getName() + (arguments == null ? "" : Arrays.stream(arguments)
                    .map(LinkEntriesTest::text).collect(Collectors.joining(" ", " ", ""))));
            }
            return null;
        }), counters, auditId -> { });
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldTakeEachMessageOfABatchInOrder() {
        assertThat(callsOf(LinkBatches.encode(9, List.of(chat(), entry(), mark(), peer(), ack()))))
            .containsExactly(CHAT, ENTRY, MARK, PEER, ACK);
        assertThat(callsOf(LinkBatches.encode(9, List.of(ack(), entry(), chat(), chat()))))
            .containsExactly(ACK, ENTRY, CHAT, CHAT);
        assertThat(callsOf(LinkBatches.encode(9, List.of()))).isEmpty();
        assertThat(callsOf(LinkBatches.encode(9, 1, List.of(ack(), chat())))).containsExactly(ACK);
        assertThat(counters.get(NodeCounter.LINKS_CUT)).isZero();
    }

    @Test
    void shouldEndABatchThatIsCutBeforeTheMessageThatIsNotWhole() {
        final List<byte[]> messages = List.of(ack(), chat(), entry(), mark(), peer(), ack());
        final byte[] whole = LinkBatches.encode(9, messages);
        final List<String> all = List.of(ACK, CHAT, ENTRY, MARK, PEER, ACK);
        int cuts = 0;
        for (int length = FIRST_LENGTH_OFFSET; length < whole.length; length++) {
            int fit = 0;
            while (LinkBatches.encode(9, messages.subList(0, fit + 1)).length <= length) {
                fit++;
            }
            assertThat(callsOf(Arrays.copyOf(whole, length))).as("cut at %d", length).isEqualTo(all.subList(0, fit));
            assertThat(counters.get(NodeCounter.LINKS_CUT)).isEqualTo(++cuts);
        }
        assertThat(callsOf(LinkBatches.encode(9, 7, messages))).as("one less than it says").isEqualTo(all);
        assertThat(callsOf(LinkBatches.encode(9, -1, messages))).isEmpty();
        assertThat(counters.get(NodeCounter.LINKS_CUT)).isEqualTo(cuts + 2);
        assertThat(counters.get(NodeCounter.MALFORMED)).isZero();
    }

    @Test
    void shouldEndABatchBeforeAMessageThatIsCut() {
        for (final byte[] message : List.of(chat(), entry(), mark(), peer(), ack())) {
            for (int length = 0; length < message.length; length++) {
                assertEndedBy(Arrays.copyOf(message, length));
            }
        }
    }

    @Test
    void shouldEndABatchBeforeAMessageOfALengthThatCannotBe() {
        for (final int length : new int[] {-1, 0, 7, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            final byte[] batch = LinkBatches.encode(9, List.of(ack(), ack()));
            new UnsafeBuffer(batch).putInt(FIRST_LENGTH_OFFSET, length);
            assertThat(callsOf(batch)).as("length %d", length).isEmpty();
        }
        assertThat(counters.get(NodeCounter.LINKS_CUT)).isEqualTo(6);
        counters.refusedLinks().look(0);
        callsOf(LinkBatches.encode(9, -1, List.of()));
        assertThat(counters.refusedLinks().look(1)).as("whose link stands still is told").isTrue();
        assertThat(counters.refusedLinks().shards()).containsExactly(9);
    }

    @Test
    void shouldEndABatchBeforeWhatItDoesNotKnow() {
        for (final byte[] message : List.of(chat(), entry(), mark(), peer(), ack())) {
            assertEndedBy(with(message, VERSION_OFFSET, 99));
            assertEndedBy(with(message, SCHEMA_OFFSET, 1));
            assertEndedBy(with(message, TEMPLATE_OFFSET, 38));
            assertEndedBy(with(message, TEMPLATE_OFFSET, 200));
            assertEndedBy(with(message, TEMPLATE_OFFSET, LinkBatchDecoder.TEMPLATE_ID));
        }
    }

    @Test
    void shouldEndABatchBeforeWhatNoShardSays() {
        assertEndedBy(chat(chat -> chat.number(0)));
        assertEndedBy(chat(chat -> chat.generation(-1)));
        assertEndedBy(chat(chat -> chat.chatId(-1)));
        assertEndedBy(chat(chat -> chat.sequence(-1)));
        assertEndedBy(chat(chat -> chat.creatorPartition(4096)));
        assertEndedBy(chat(chat -> chat.chatKind(ChatKind.NULL_VAL)));
        assertEndedBy(chat(chat -> chat.chatKind(ChatKind.DIRECT)));
        assertEndedBy(entry(entry -> entry.number(0)));
        assertEndedBy(entry(entry -> entry.sequence(0)));
        assertEndedBy(entry(entry -> entry.senderPartition(-1)));
        assertEndedBy(entry(entry -> entry.contentKind(ContentKind.NULL_VAL)));
        assertEndedBy(entry(entry -> entry.contentKind(ContentKind.TEXT)));
        assertEndedBy(entry(entry -> entry.changeKind((short) 0)));
        assertEndedBy(entry(entry -> entry.changeKind((short) 6)));
        assertEndedBy(entry(entry -> entry.role((short) 3)));
        assertEndedBy(mark(1, "", 3));
        assertEndedBy(mark(1, "x".repeat(65), 3));
        assertEndedBy(mark(0, "bob", 3));
        assertEndedBy(mark(1, "bob", 4));
        assertEndedBy(peer(-1, 0));
        assertEndedBy(peer(4096, 0));
        assertEndedBy(peer(1, 5));
        assertEndedBy(ack(0, 1));
        assertEndedBy(ack(1, -1));
    }

    /** Whatever stands there, nothing is thrown and nothing read behind the entry. */
    @Test
    void shouldStandAnyBytes() {
        final Random random = new Random(4701);
        final byte[] whole = LinkBatches.encode(9, List.of(chat(), entry(), mark(), peer(), ack()));
        for (int i = 0; i < 200_000; i++) {
            final byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[FIRST_LENGTH_OFFSET + random.nextInt(bytes.length - FIRST_LENGTH_OFFSET)] = (byte) random.nextInt();
            }
            callsOf(bytes);
        }
        assertThat(counters.get(NodeCounter.LINKS_CUT)).isPositive();
    }

    @Test
    void shouldNameEachRangeOfATopology() {
        final TopologyEncoder topology = new TopologyEncoder().wrapAndApplyHeader(buffer, 0, header);
        topology.rangesCount(2).next().fromPartition(0).shard(1).next().fromPartition(2048).shard(0);
        assertThat(callsOf(copy(topology.limit()))).containsExactly("onRange 0 1", "onRange 2048 0", "onTopology");
        topology.wrapAndApplyHeader(buffer, 0, header).rangesCount(0);
        assertThat(callsOf(copy(topology.limit()))).containsExactly("onTopology");
    }

    private void assertEndedBy(final byte[] message) {
        final long before = counters.get(NodeCounter.LINKS_CUT);
        assertThat(callsOf(LinkBatches.encode(9, List.of(ack(), message, ack())))).containsExactly(ACK);
        assertThat(counters.get(NodeCounter.LINKS_CUT)).isEqualTo(before + 1);
    }

    private byte[] chat() {
        return chat(chat -> { });
    }

    private byte[] chat(final Consumer<LinkChatEncoder> change) {
        final LinkChatEncoder chat = new LinkChatEncoder().wrapAndApplyHeader(buffer, 0, header).generation(1).number(2)
            .chatId(3).sequence(4).messages(5).version(6).memberCount(7).creatorPartition(8).chatKind(ChatKind.GROUP)
            .wide((short) 1).last((short) 0);
        change.accept(chat);
        chat.membersCount(2).next().partition(10).role(Role.ADMIN).fromSequence(11).toSequence(12).messages(13)
            .userId("bob").next().partition(14).role(Role.MEMBER).fromSequence(0).toSequence(0)
            .messages(0).userId("carol");
        chat.createdBy("alice").deviceId("phone").clientChatId("key").title("Birds");
        return copy(chat.limit());
    }

    private byte[] entry() {
        return entry(entry -> { });
    }

    private byte[] entry(final Consumer<LinkEntryEncoder> change) {
        final LinkEntryEncoder entry = new LinkEntryEncoder().wrapAndApplyHeader(buffer, 0, header).generation(1)
            .number(2).chatId(3).msgId(4).sequence(5).timestampMs(6).senderOrdinal(7).messageOrdinal(8).deviceHash(-9)
            .version(10).senderPartition(11).memberCount(12).contentKind(ContentKind.CHANGE).changeKind((short) 4)
            .role((short) 2).wide((short) 0);
        change.accept(entry);
        entry.membersCount(1).next().partition(13).role(Role.ADMIN).fromSequence(0).toSequence(0).messages(0)
            .userId("bob");
        entry.senderId("alice").clientMsgId("key").title("title").putBody("body".getBytes(StandardCharsets.US_ASCII), 0, 4);
        return copy(entry.limit());
    }

    private byte[] mark() {
        return mark(3, "bob", 3);
    }

    private byte[] mark(final long chatId, final String userId, final int status) {
        final LinkMarkEncoder mark = new LinkMarkEncoder().wrapAndApplyHeader(buffer, 0, header).generation(1).number(2)
            .chatId(chatId).deliveredSequence(4).readSequence(5).readOthers(6).msgId(7).status((short) status)
            .userId(userId);
        return copy(mark.limit());
    }

    private byte[] peer() {
        return peer(7, 0);
    }

    private byte[] peer(final int partition, final int status) {
        final LinkPeerEncoder peer = new LinkPeerEncoder().wrapAndApplyHeader(buffer, 0, header).generation(1).number(2)
            .chatId(3).deliveredSequence(4).readSequence(5).msgId(6).partition(partition).status((short) status)
            .userId("bob");
        return copy(peer.limit());
    }

    private byte[] ack() {
        return ack(1, 0);
    }

    private byte[] ack(final long generation, final long number) {
        return copy(new LinkAckEncoder().wrapAndApplyHeader(buffer, 0, header).generation(generation).number(number)
            .limit());
    }

    private byte[] copy(final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static byte[] with(final byte[] bytes, final int offset, final int value) {
        final byte[] changed = bytes.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    private List<String> callsOf(final byte[] bytes) {
        calls.clear();
        // a buffer that ends with the entry: a read behind it throws
        adapter.onEntry(1, new UnsafeBuffer(bytes), 0, bytes.length);
        return calls;
    }

    private static String text(final Object argument) {
        if (argument instanceof DirectBuffer bytes) {
            return bytes.getStringWithoutLengthUtf8(0, bytes.capacity());
        }
        if (argument instanceof LinkedChat chat) {
            return chat.chatId() + " kind=" + chat.kind() + " wide=" + chat.isWide() + " #" + chat.sequence() + " m"
                + chat.messages() + " v" + chat.version() + " last=" + chat.isLast() + " n" + chat.memberCount() + " p"
                + chat.creatorPartition() + " " + text(chat.createdBy()) + " " + text(chat.deviceId()) + " "
                + text(chat.clientChatId()) + " " + text(chat.title());
        }
        if (argument instanceof LinkedEntry entry) {
            return entry.chatId() + " msg" + entry.msgId() + " #" + entry.sequence() + " t" + entry.timestampMs() + " o"
                + entry.senderOrdinal() + " m" + entry.messageOrdinal() + " d" + entry.deviceHash() + " v"
                + entry.version() + " p" + entry.senderPartition() + " n" + entry.memberCount() + " kind="
                + entry.contentKind() + " change=" + entry.changeKind() + " role=" + entry.role() + " wide="
                + entry.isWide() + " " + text(entry.senderId()) + " " + text(entry.clientMsgId()) + " "
                + text(entry.title()) + " " + text(entry.body());
        }
        return argument instanceof LinkedMembers members ? members(members) : String.valueOf(argument);
    }

    /** Asked for from the last to the first, as a core may. */
    private static String members(final LinkedMembers members) {
        final List<String> texts = new ArrayList<>();
        for (int i = members.count() - 1; i >= 0; i--) {
            texts.add(0, "[" + members.partition(i) + " " + text(members.userId(i)) + " " + members.role(i) + " "
                + members.fromSequence(i) + "-" + members.toSequence(i) + " m" + members.messages(i) + "]");
        }
        return String.join(" ", texts);
    }
}
