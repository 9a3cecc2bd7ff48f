package godwit.journal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.JournalChatEncoder;
import godwit.protocol.codecs.JournalInboxAddEncoder;
import godwit.protocol.codecs.JournalInboxRemoveEncoder;
import godwit.protocol.codecs.JournalMembersEncoder;
import godwit.protocol.codecs.JournalMessageEncoder;
import godwit.protocol.codecs.JournalReceiptEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.Role;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RecordDecoderTest {
    private static final int OFFSET = 24;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RecordDecoder decoder = new RecordDecoder();

    @Test
    void shouldReadAMessage() {
        new JournalMessageEncoder().wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2)
            .chatId(3).msgId(4).sequence(5).timestampMs(6).senderOrdinal(7).contentKind(ContentKind.OPAQUE)
            .messageOrdinal(8)
            .senderId("alice").senderDeviceId("phone").clientMsgId("key").putBody(new byte[] {1, 2, 3}, 0, 3);
        final MessageRecord message = (MessageRecord) decoder.decode(buffer, OFFSET);
        assertThat(message).usingRecursiveComparison().isEqualTo(
            new MessageRecord(1, 2, 3, 4, 5, 6, 7, 8, 2, "alice", "phone", "key", new byte[] {1, 2, 3}));
    }

    @Test
    void shouldTakeEveryEntryForAMessageInRecordsThatDoNotTell() {
        final JournalMessageEncoder encoder = new JournalMessageEncoder();
        encoder.wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2).chatId(3).msgId(4)
            .sequence(5).timestampMs(6).senderOrdinal(7).contentKind(ContentKind.TEXT).messageOrdinal(8)
            .senderId("alice").senderDeviceId("phone").clientMsgId("key").putBody(new byte[] {9}, 0, 1);
        final int blockLength = JournalMessageEncoder.messageOrdinalEncodingOffset();
        header.blockLength(blockLength).version(JournalMessageEncoder.messageOrdinalSinceVersion() - 1);
        final int from = OFFSET + MessageHeaderEncoder.ENCODED_LENGTH + JournalMessageEncoder.BLOCK_LENGTH;
        buffer.putBytes(from - JournalMessageEncoder.BLOCK_LENGTH + blockLength, buffer, from, encoder.limit() - from);
        final MessageRecord message = (MessageRecord) decoder.decode(buffer, OFFSET);
        assertThat(message.messageOrdinal()).isEqualTo(5);
        assertThat(message.clientMsgId()).isEqualTo("key");
        assertThat(message.body()).containsExactly(9);
    }

    @Test
    void shouldReadAChangeOfAChat() {
        new JournalMessageEncoder().wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2)
            .chatId(3).msgId(4).sequence(5).timestampMs(6).senderOrdinal(0).contentKind(ContentKind.CHANGE)
            .messageOrdinal(0).senderId("alice").senderDeviceId("").clientMsgId("").putBody(new byte[] {1}, 0, 1);
        final MessageRecord change = (MessageRecord) decoder.decode(buffer, OFFSET);
        assertThat(change.contentKind()).isEqualTo(3);
        assertThat(change.messageOrdinal()).as("no message before it").isZero();
    }

    @Test
    void shouldReadMembers() {
        final JournalMembersEncoder encoder = new JournalMembersEncoder();
        encoder.wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2).chatId(3).version(4)
            .timestampMs(5);
        encoder.membersCount(3).next().role((short) 0).userId("alice").next().role(Role.MEMBER.value()).userId("bob")
            .next().role(Role.ADMIN.value()).userId("carol");
        encoder.title("t");
        final int length = encoder.limit() - OFFSET;
        assertThat(decoder.outputSequence(buffer, OFFSET, length)).isEqualTo(1);
        assertThat(RecordDecoder.writeTimeUs(buffer, OFFSET)).isEqualTo(2);
        assertThat(decoder.decode(buffer, OFFSET)).isEqualTo(new MembersRecord(1, 2, 3, 4, 5, List.of(
            new MembersRecord.Member("alice", MembersRecord.Standing.GONE),
            new MembersRecord.Member("bob", MembersRecord.Standing.MEMBER),
            new MembersRecord.Member("carol", MembersRecord.Standing.ADMIN)), "t"));

        header.version(MessageHeaderEncoder.SCHEMA_VERSION + 1);
        assertThat(decoder.outputSequence(buffer, OFFSET, length)).isEqualTo(RecordDecoder.UNREADABLE);
    }

    @Test
    void shouldReadAChat() {
        final JournalChatEncoder encoder = new JournalChatEncoder();
        encoder.wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2).chatId(3).version(4)
            .timestampMs(5).chatKind(ChatKind.DIRECT);
        encoder.participantsCount(2).next().role(Role.ADMIN).participantId("alice")
            .next().role(Role.MEMBER).participantId("bob");
        encoder.createdBy("alice").clientChatId("").title("t");
        assertThat(decoder.decode(buffer, OFFSET)).isEqualTo(new ChatRecord(1, 2, 3, 4, 5, true,
            List.of(new ChatRecord.Participant("alice", true), new ChatRecord.Participant("bob", false)),
            "alice", "", "t"));
    }

    @Test
    void shouldReadAReceipt() {
        new JournalReceiptEncoder().wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2)
            .chatId(3).deliveredSequence(4).readSequence(5).previousDeliveredSequence(6).previousReadSequence(7)
            .chatKind(ChatKind.GROUP).userId("bob");
        assertThat(decoder.decode(buffer, OFFSET)).isEqualTo(new ReceiptRecord(1, 2, 3, 4, 5, 6, 7, false, "bob"));
    }

    @Test
    void shouldReadInboxRows() {
        final JournalInboxAddEncoder add = new JournalInboxAddEncoder();
        add.wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2).timestampMs(3).chatId(4);
        add.entriesCount(1).next().msgId(5).sequence(6).timestampMs(7);
        add.userId("bob").deviceId("phone");
        assertThat(decoder.decode(buffer, OFFSET)).isEqualTo(
            new InboxAddRecord(1, 2, 4, "bob", "phone", List.of(new InboxAddRecord.Entry(5, 6, 7))));

        new JournalInboxRemoveEncoder().wrapAndApplyHeader(buffer, OFFSET, header).outputSequence(1).writeTimeUs(2)
            .chatId(3).msgId(4).sequence(5).userId("bob").deviceId("phone");
        assertThat(decoder.decode(buffer, OFFSET)).isEqualTo(new InboxRemoveRecord(1, 2, 3, 4, "bob", "phone"));
    }
}
