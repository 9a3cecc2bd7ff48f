package godwit.sequencer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.ChatView;
import godwit.core.CoreCommands;
import godwit.core.CoreListener;
import godwit.core.LinkedMembers;
import godwit.core.Receipts;
import godwit.core.Refusal;
import godwit.core.SessionEnds;
import godwit.protocol.ChangeBody;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.ReceiptDecoder;
import godwit.sequencer.egress.EgressStage;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The core's calls in, bytes out, as they are checked in: a change of what an edge or a spool gets is seen. */
class OutputEncoderTest implements OutputSlots {
    /** On a page of a chat, and in one record of a chat or of its members. */
    private static final int CHAT_PARTICIPANTS_MAX = 500;
    private static final int LISTED_MAX = 100;
    private static final int DEVICES_MAX = 8;
    /** A creation's members: the creator and as many as one command names. */
    private static final int LINKED_MAX = 1 + ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX;
    /** A change's body names a few of those whom it is about. */
    private static final int CHANGE_BODY_MAX =
        20 + ProtocolLimits.TITLE_LENGTH_MAX + ChangeBody.LISTED_MAX * (1 + ProtocolLimits.ID_LENGTH_MAX);
    private static final int INBOX_ROWS_MAX = 64;

    /** Of a batch for another shard, and the length before its first message. */
    private static final int BATCH_HEAD_LENGTH =
        MessageHeaderDecoder.ENCODED_LENGTH + LinkBatchDecoder.BLOCK_LENGTH + Integer.BYTES;

    private final List<String> outputs = new ArrayList<>();
    private final List<byte[]> deliveries = new ArrayList<>();
    private final CoreListener listener = new OutputEncoder(this);
    private Output claimed;
    private boolean isTight;
    private byte[] bytes;

    @Test
    void shouldEncodeEveryCallAsInTheVectors() throws Exception {
        sayAll(Views.text("alice\u00fc"), Views.text("key-1"), Views.text("phone"), Views.text("hello"), 2);
        try (InputStream file = OutputEncoderTest.class.getResourceAsStream("outputs.txt")) {
            assertThat(outputs).isEqualTo(
                new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList());
        }
    }

    @Test
    void shouldHaveAVectorForEveryCallOfTheCore() {
        sayAll(Views.text("a"), Views.text("k"), Views.text("d"), Views.text("b"), 2);
        assertThat(Arrays.stream(CoreListener.class.getMethods()).map(Method::getName)).allSatisfy(call ->
            assertThat(outputs).as(call).anySatisfy(output -> assertThat(output).contains(call + " ")));
    }

    @Test
    void shouldHoldTheLongestOfEachThatTheLimitsAllow() {
        final DirectBuffer id = filled(ProtocolLimits.ID_LENGTH_MAX);
        final DirectBuffer body = filled(ProtocolLimits.BODY_LENGTH_MAX);
        sayAll(id, filled(ProtocolLimits.KEY_LENGTH_MAX), id, body, CHAT_PARTICIPANTS_MAX);
        assertThat(outputs).isNotEmpty().allSatisfy(output ->
            assertThat(output.substring(output.lastIndexOf(' ') + 1).length() / 2).as(output.split(" ")[0])
                .isLessThanOrEqualTo(OutputEncoder.RECORD_LENGTH_MAX));
        assertThat(OutputEncoder.RECORD_LENGTH_MAX).isLessThanOrEqualTo(EgressStage.DELIVERY_LENGTH_MAX);
        assertThat(BATCH_HEAD_LENGTH + OutputEncoder.RECORD_LENGTH_MAX)
            .isLessThanOrEqualTo(ProtocolLimits.COMMAND_LENGTH_MAX);
    }

    @Test
    void shouldSplitADeliveryToMoreSessionsThanARecordNames() {
        final Views.Entry entry =
            new Views.Entry(Views.text("a"), Views.text("k"), filled(ProtocolLimits.BODY_LENGTH_MAX));
        final int most = TargetChunk.TARGETS_MAX;
        for (final int count : new int[] {0, 1, most - 1, most, most + 1, 2 * most, 5 * most + 7}) {
            deliveries.clear();
            listener.onMessage(1, entry, Views.targets(count), true, 2);
            assertThat(deliveries).as("targets=%d", count).hasSize(Math.max(1, (count + most - 1) / most));
            final List<Long> named = new ArrayList<>();
            for (final byte[] delivery : deliveries) {
                named.addAll(targetsOf(delivery));
            }
            assertThat(named).isEqualTo(targets(count, 0x1101, 0x1201));
        }
    }

    @Test
    void shouldTellFollowersOfTheSubscriptionOnceAndAfterEveryTarget() {
        final Views.Entry entry =
            new Views.Entry(Views.text("a"), Views.text("k"), filled(ProtocolLimits.BODY_LENGTH_MAX));
        final int most = TargetChunk.TARGETS_MAX;
        for (final int count : new int[] {0, 1, most, most + 1, 2 * most}) {
            deliveries.clear();
            listener.onMessage(1, entry, Views.targets(count), true, 2);
            for (final byte[] delivery : deliveries) {
                final boolean last = delivery == deliveries.get(deliveries.size() - 1);
                assertThat((int) message(delivery).subscribed()).as("targets=%d", count).isEqualTo(last ? 1 : 0);
                assertThat(message(delivery).passedSession()).isEqualTo(last ? 2 : 0);
            }
        }
        deliveries.clear();
        listener.onMessage(1, entry, Views.targets(most + 1), false, 0);
        assertThat(deliveries).hasSize(2).allSatisfy(delivery -> assertThat((int) message(delivery).subscribed()).isZero());
    }

    @Test
    void shouldSayOfEachTargetWhetherItIsLive() {
        final DirectBuffer id = Views.text("a");
        listener.onMessage(1, new Views.Entry(id, id, filled(ProtocolLimits.BODY_LENGTH_MAX)),
            Views.targets(TargetChunk.TARGETS_MAX + 2), false, 0);
        final List<Integer> live = new ArrayList<>();
        for (final byte[] delivery : deliveries) {
            message(delivery).targets().forEach(target -> live.add((int) target.live()));
        }
        assertThat(live).hasSize(TargetChunk.TARGETS_MAX + 2).startsWith(0, 1, 0).endsWith(0, 1);
    }

    @Test
    void shouldSayNothingOfWhoTypesWhereThereIsNoRoomToSpare() {
        isTight = true;
        listener.onTyping(1, 2, Views.text("a"), true, Views.targets(2));
        listener.onLinkTyping(1, 2, Views.text("a"), true);
        assertThat(outputs).isEmpty();
        isTight = false;
        listener.onTyping(1, 2, Views.text("a"), true, Views.targets(TargetChunk.TARGETS_MAX + 1));
        assertThat(outputs).hasSize(2);
    }

    @Test
    void shouldSplitReceiptsAndNewChatsToo() {
        final int most = TargetChunk.TARGETS_MAX;
        final DirectBuffer id = Views.text("a");
        for (final int count : new int[] {most - 1, most, most + 1}) {
            final int records = count > most ? 2 : 1;
            deliveries.clear();
            listener.onReceipt(1, 2, 3, 4, 5, 6, Receipts.READ, id, Views.targets(count));
            assertThat(deliveries).hasSize(records);
            assertThat(deliveries.stream().mapToInt(OutputEncoderTest::receiptTargets).sum()).isEqualTo(count);
            deliveries.clear();
            listener.onChatCreated(1, 0, chat(id, id, id, 2), Views.targets(count));
            assertThat(deliveries).hasSize(records);
            assertThat(deliveries.stream().mapToInt(OutputEncoderTest::createdTargets).sum()).isEqualTo(count);
        }
    }

    @Test
    void shouldAnswerAChatWithoutTargetsOnce() {
        final DirectBuffer id = Views.text("a");
        listener.onChatCreated(1, 2, chat(id, id, id, 2), null);
        assertThat(deliveries).hasSize(1);
        assertThat(createdTargets(deliveries.get(0))).isZero();
    }

    private static MessageDeliveryDecoder message(final byte[] delivery) {
        return new MessageDeliveryDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(delivery), 0, new MessageHeaderDecoder());
    }

    private static List<Long> targetsOf(final byte[] delivery) {
        final MessageDeliveryDecoder message = message(delivery);
        assertThat(message.sequence()).isEqualTo(0x3103);
        final List<Long> targets = new ArrayList<>();
        message.targets().forEach(target -> {
            targets.add(target.session());
            targets.add(target.previousSequence());
        });
        assertThat(message.senderId()).isEqualTo("a");
        assertThat(message.clientMsgId()).isEqualTo("k");
        assertThat(message.bodyLength()).isEqualTo(ProtocolLimits.BODY_LENGTH_MAX);
        return targets;
    }

    private static List<Long> targets(final int count, final long firstSession, final long firstPrevious) {
        final List<Long> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            targets.add(firstSession + i);
            targets.add(firstPrevious + i);
        }
        return targets;
    }

    private static int receiptTargets(final byte[] delivery) {
        return new ReceiptDecoder().wrapAndApplyHeader(new UnsafeBuffer(delivery), 0, new MessageHeaderDecoder())
            .targets().count();
    }

    private static int createdTargets(final byte[] delivery) {
        return new ChatCreatedDecoder().wrapAndApplyHeader(new UnsafeBuffer(delivery), 0, new MessageHeaderDecoder())
            .targets().count();
    }

    private void sayAll(
        final DirectBuffer id, final DirectBuffer key, final DirectBuffer deviceId, final DirectBuffer body,
        final int manyMax) {
        sayAnswers(id, deviceId);
        sayChats(id, key, body, manyMax);
        sayLinks(id, key, deviceId, body, manyMax < LISTED_MAX ? manyMax : LINKED_MAX);
        sayRecords(id, key, deviceId, body, manyMax);
    }

    private void sayAnswers(final DirectBuffer id, final DirectBuffer deviceId) {
        say("onEdgeOpened", () -> listener.onEdgeOpened(0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, Views.text("aeron:ipc")));
        say("onEdgeEnded", () -> listener.onEdgeEnded(0x11));
        say("onAttached", () -> listener.onAttached(0x21, 0x22, 0x23, 0x24, true, 0x25));
        say("onSessionEnded", () -> listener.onSessionEnded(0x31, 0x32, 0x33, SessionEnds.REMOVED));
        say("onRefused", () -> listener.onRefused(
            0x41, 0x42, 0x43, Refusal.TOO_LARGE, Refusal.Detail.BODY_TOO_LARGE, 0x44));
        say("onDone", () -> listener.onDone(0x51, 0x52));
        say("onSent", () -> listener.onSent(0x61, 0x62, 0x63, 0x64, 0x65, 0x66, true));
        say("onDevice onDevicesPage", () -> {
            for (int i = 0; i < DEVICES_MAX; i++) {
                listener.onDevice(0x71, 0x72, deviceId, i == 0, 0x73 + i);
            }
            listener.onDevicesPage(0x71, 0x72, DEVICES_MAX);
        });
        say("onReceipt", () -> listener.onReceipt(
            0x81, 0x82, 0x83, 0x84, 0x85, 0x86, Receipts.READ, id, Views.targets(2)));
        say("onPresence", () -> listener.onPresence(0x171, 0x172, id, true, CoreCommands.NULL_VALUE, true));
        say("onPresence", () -> listener.onPresence(0x171, 0, id, false, 0x173, false));
        say("onTyping", () -> listener.onTyping(0x1f1, 0x1f2, id, true, Views.targets(2)));
        say("onUnchanged", () -> listener.onUnchanged(0x181, 0x182, 0x183, 0x184));
    }

    private void sayChats(final DirectBuffer id, final DirectBuffer key, final DirectBuffer body, final int manyMax) {
        final Views.Entry entry = new Views.Entry(id, key, body);
        final DirectBuffer title = Views.text("t".repeat(manyMax < LISTED_MAX ? 5 : ProtocolLimits.TITLE_LENGTH_MAX));
        final Views.Chat chat = chat(id, key, title, manyMax);
        say("onChatCreated", () -> listener.onChatCreated(0x91, 0x92, chat, Views.targets(2)));
        say("onMessage", () -> listener.onMessage(
            0xa1, entry, Views.targets(manyMax < LISTED_MAX ? manyMax : TargetChunk.TARGETS_MAX), true, 0xa2));
        say("onUnsubscribed", () -> listener.onUnsubscribed(0xa1, 0xa2, 0xa3));
        say("onSeenWanted", () -> listener.onSeenWanted(0xa1, 0xa2));
        say("onChanged", () -> listener.onChanged(0x191, 0x192, entry));
        say("onStoredEntries", () -> listener.onStoredEntries(0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, true, 0xb7));
        say("onStoredEntries", () -> listener.onStoredEntries(0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, false, 0xb7));
        say("onChatRow", () -> listener.onChatRow(0xc1, 0xc2, new Views.Row(id, title, entry)));
        say("onChatRow", () -> listener.onChatRow(0xc1, 0xc2, new Views.Row(id, title, null)));
        say("onChatsPage", () -> listener.onChatsPage(0xd1, 0xd2, 0xd3, 0xd4, 0xd5));
        say("onParticipant onChatDetail", () -> {
            for (int i = 0; i < manyMax; i++) {
                listener.onParticipant(0xe1, 0xe2, id, ChatView.ADMIN, 0xe3 + i, 0xe4 + i);
            }
            listener.onChatDetail(0xe1, 0xe2, 0xe5, manyMax);
        });
        say("onHistoryEntry", () -> listener.onHistoryEntry(0xf1, 0xf2, entry));
        say("onHistoryCursor onHistoryPage", () -> {
            for (int i = 0; i < 2; i++) {
                listener.onHistoryCursor(0x101, 0x102, id, 0x103 + i, 0x105 + i);
            }
            listener.onHistoryPage(0x101, 0x102, 0x107, 0x108, 0x109, 0x10a, 0x10b, true, true);
        });
    }

    private void sayLinks(
        final DirectBuffer id, final DirectBuffer key, final DirectBuffer deviceId, final DirectBuffer body,
        final int membersMax) {
        final DirectBuffer title = filled(membersMax == LINKED_MAX ? ProtocolLimits.TITLE_LENGTH_MAX : 5);
        final DirectBuffer change = membersMax == LINKED_MAX ? filled(CHANGE_BODY_MAX) : body;
        final LinkedMembers none = new Views.LinkMembers(id, 0);
        final LinkedMembers members = new Views.LinkMembers(id, membersMax);
        say("onLinkChat", () -> listener.onLinkChat(
            0x1a1, 0x1a2, 0x1a3, new Views.LinkChat(id, deviceId, key, title), members));
        say("onLinkEntry", () -> listener.onLinkEntry(
            0x1b1, 0x1b2, 0x1b3, new Views.LinkEntry(id, key, title, change), members));
        say("onLinkEntry", () -> listener.onLinkEntry(
            0x1b1, 0x1b2, 0x1b3, new Views.LinkEntry(id, key, filled(0), body), none));
        say("onLinkMark", () -> listener.onLinkMark(
            0x1c1, 0x1c2, 0x1c3, 0x1c4, id, 0x1c5, 0x1c6, 0x1c7, 0x1c8, Receipts.READ));
        say("onLinkPeer", () -> listener.onLinkPeer(
            0x1d1, 0x1d2, 0x1d3, 0x1d4, 0x1d5, id, 0x1d6, 0x1d7, 0x1d8, Receipts.DELIVERED));
        say("onLinkTyping", () -> listener.onLinkTyping(0x201, 0x202, id, false));
        say("onLinkAck", () -> listener.onLinkAck(0x1e1, 0x1e2, 0x1e3));
    }

    private void sayRecords(
        final DirectBuffer id, final DirectBuffer key, final DirectBuffer deviceId, final DirectBuffer body,
        final int manyMax) {
        say("onJournalMessage", () -> listener.onJournalMessage(
            0x111, 0x112, new Views.Entry(id, key, body), deviceId));
        say("onJournalChat", () -> listener.onJournalChat(0x121, 0x122, chat(id, key, key, manyMax, manyMax), 0x123));
        say("onJournalMembers", () -> listener.onJournalMembers(
            0x161, 0x162, 0x163, 0x164, 0x165, key, new Views.Members(id, manyMax)));
        say("onJournalReceipt", () -> listener.onJournalReceipt(
            0x131, 0x132, 0x133, ChatView.DIRECT, id, 0x134, 0x135, 0x136, 0x137));
        say("onJournalInboxAdd", () -> listener.onJournalInboxAdd(0x141, 0x142, 0x143, 0x144, id, deviceId,
            Views.inbox(Math.min(INBOX_ROWS_MAX, manyMax))));
        say("onJournalInboxRemove", () -> listener.onJournalInboxRemove(
            0x151, 0x152, 0x153, 0x154, 0x155, id, deviceId));
    }

    private static Views.Chat chat(
        final DirectBuffer id, final DirectBuffer key, final DirectBuffer title, final int manyMax) {
        return chat(id, key, title, manyMax, LISTED_MAX);
    }

    private static Views.Chat chat(
        final DirectBuffer id, final DirectBuffer key, final DirectBuffer title, final int manyMax, final int listedMax) {
        final DirectBuffer[] members = new DirectBuffer[Math.min(listedMax, manyMax)];
        Arrays.fill(members, id);
        return new Views.Chat(members, key, title);
    }

    private void say(final String calls, final Runnable call) {
        final int before = outputs.size();
        call.run();
        for (int i = before; i < outputs.size(); i++) {
            outputs.set(i, calls + " " + outputs.get(i));
        }
    }

    private static DirectBuffer filled(final int length) {
        final byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        return new UnsafeBuffer(text);
    }

    @Override
    public Output claim(
        final OutputKind kind, final long edgeId, final long outputSequence, final DirectBuffer record,
        final int length) {
        claimed = new Output();
        claimed.kind = kind;
        claimed.edgeId = edgeId;
        claimed.outputSequence = outputSequence;
        bytes = new byte[length];
        record.getBytes(0, bytes);
        if (kind == OutputKind.DELIVERY) {
            deliveries.add(bytes);
        }
        return claimed;
    }

    @Override
    public boolean hasSpare() {
        return !isTight;
    }

    @Override
    public void publish() {
        final Reread reread = claimed.reread;
        final String more = switch (claimed.kind) {
            case EDGE_OPENED -> "stream=" + claimed.streamId + " ";
            case LINK, LINK_TYPING -> String.format(Locale.ROOT, "shard=%x ", claimed.toShard);
            case REREAD -> String.format(Locale.ROOT, "session=%x correlation=%x chat=%x from=%x to=%x output=%x ",
                reread.session, reread.correlationId, reread.chatId, reread.fromSequence, reread.toSequence, reread.fromOutputSequence);
            default -> "";
        };
        outputs.add(String.format(Locale.ROOT, "%s edge=%x output=%x %s%s", claimed.kind, claimed.edgeId, claimed.outputSequence,
            more, bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes)));
    }
}
