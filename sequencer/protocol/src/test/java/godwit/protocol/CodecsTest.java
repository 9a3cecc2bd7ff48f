package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AcknowledgeEncoder;
import godwit.protocol.codecs.ChatDetailDecoder;
import godwit.protocol.codecs.ChatDetailEncoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.CreateChatDecoder;
import godwit.protocol.codecs.CreateChatEncoder;
import godwit.protocol.codecs.JournalMembersDecoder;
import godwit.protocol.codecs.JournalMembersEncoder;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.MessageDeliveryEncoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.PresenceSubscribeDecoder;
import godwit.protocol.codecs.PresenceSubscribeEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import java.nio.charset.StandardCharsets;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads what was written, where groups and texts of changing length make it likely to go wrong. */
final class CodecsTest {
    private static final int OFFSET = 24;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder headerOut = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerIn = new MessageHeaderDecoder();

    @Test
    void shouldStampSchemaVersionAndTemplate() {
        new AcknowledgeEncoder().wrapAndApplyHeader(buffer, OFFSET, headerOut);
        headerIn.wrap(buffer, OFFSET);
        assertThat(headerIn.schemaId()).isEqualTo(4701);
        assertThat(headerIn.version()).isEqualTo(7);
        assertThat(headerIn.templateId()).isEqualTo(18);
    }

    @Test
    void shouldCarryADeliveryToManySessions() {
        final byte[] body = "Gr\u00fc\u00dfe \ud83d\udc26".getBytes(StandardCharsets.UTF_8);
        final MessageDeliveryEncoder out = new MessageDeliveryEncoder().wrapAndApplyHeader(buffer, OFFSET, headerOut)
            .edgeId(-7).chatId(Long.MAX_VALUE).msgId(99).sequence(42).timestampMs(1).senderOrdinal(3)
            .contentKind(ContentKind.OPAQUE).subscribed((short) 1).passedSession(-9);
        final MessageDeliveryEncoder.TargetsEncoder targets = out.targetsCount(500);
        for (int i = 0; i < 500; i++) {
            targets.next().session(i).previousSequence(i - 1).live((short) (i % 2));
        }
        out.senderId("alice").clientMsgId("").putBody(body, 0, body.length);

        final MessageDeliveryDecoder in = new MessageDeliveryDecoder().wrapAndApplyHeader(buffer, OFFSET, headerIn);
        assertThat(in.edgeId()).isEqualTo(-7);
        assertThat(in.chatId()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.contentKind()).isEqualTo(ContentKind.OPAQUE);
        assertThat((int) in.subscribed()).isEqualTo(1);
        assertThat(in.passedSession()).isEqualTo(-9);
        int count = 0;
        for (final MessageDeliveryDecoder.TargetsDecoder target : in.targets()) {
            assertThat(target.session()).isEqualTo(count);
            assertThat(target.previousSequence()).isEqualTo(count - 1);
            assertThat((int) target.live()).isEqualTo(count % 2);
            count++;
        }
        assertThat(count).isEqualTo(500);
        assertThat(in.senderId()).isEqualTo("alice");
        assertThat(in.clientMsgId()).isEmpty();
        final UnsafeBuffer read = new UnsafeBuffer();
        in.wrapBody(read);
        assertThat(read).isEqualTo(new UnsafeBuffer(body));
        assertThat(in.limit()).isEqualTo(out.limit());
    }

    @Test
    void shouldCarryTextsWithinGroupsAndAfterThem() {
        final CreateChatEncoder out = new CreateChatEncoder().wrapAndApplyHeader(buffer, OFFSET, headerOut)
            .edgeId(1).correlationId(2).creatorPartition(3805);
        final CreateChatEncoder.ParticipantsEncoder others = out.participantsCount(2);
        others.next().partition(3058).participantId("bob");
        others.next().partition(139).participantId("u456");
        out.creatorId("alice").deviceId("phone-1").clientChatId("").title("Birds");

        final CreateChatDecoder in = new CreateChatDecoder().wrapAndApplyHeader(buffer, OFFSET, headerIn);
        assertThat(in.creatorPartition()).isEqualTo(3805);
        final CreateChatDecoder.ParticipantsDecoder read = in.participants();
        assertThat(read.next().partition()).isEqualTo(3058);
        assertThat(read.participantId()).isEqualTo("bob");
        assertThat(read.next().partition()).isEqualTo(139);
        assertThat(read.participantId()).isEqualTo("u456");
        assertThat(read.hasNext()).isFalse();
        assertThat(in.creatorId()).isEqualTo("alice");
        assertThat(in.deviceId()).isEqualTo("phone-1");
        assertThat(in.clientChatId()).isEmpty();
        assertThat(in.title()).isEqualTo("Birds");
    }

    @Test
    void shouldReadATextBehindAGroupBeforeTheGroup() {
        final PresenceSubscribeEncoder out = new PresenceSubscribeEncoder()
            .wrapAndApplyHeader(buffer, OFFSET, headerOut).edgeId(1).epoch(2).correlationId(3);
        out.usersCount(2).next().userId("bob").next().userId("");
        out.askerId("alice");

        final PresenceSubscribeDecoder in =
            new PresenceSubscribeDecoder().wrapAndApplyHeader(buffer, OFFSET, headerIn);
        in.users().forEach(PresenceSubscribeDecoder.UsersDecoder::skipUserId);
        assertThat(in.askerId()).isEqualTo("alice");
        final PresenceSubscribeDecoder.UsersDecoder users = in.sbeRewind().users();
        assertThat(users.next().userId()).isEqualTo("bob");
        assertThat(users.next().userId()).isEmpty();
        assertThat(users.hasNext()).isFalse();
        assertThat(in.askerId()).isEqualTo("alice");
    }

    @Test
    void shouldCarryMembersThatAreGoneAndTheKindOfAChange() {
        final JournalMembersEncoder out = new JournalMembersEncoder().wrapAndApplyHeader(buffer, OFFSET, headerOut)
            .outputSequence(1).writeTimeUs(2).chatId(3).version(4).timestampMs(5);
        out.membersCount(2).next().role((short) 0).userId("bob").next().role(Role.ADMIN.value()).userId("carol");
        out.title("Birds");
        final JournalMembersDecoder in = new JournalMembersDecoder().wrapAndApplyHeader(buffer, OFFSET, headerIn);
        final JournalMembersDecoder.MembersDecoder members = in.members();
        assertThat(members.next().role()).isZero();
        assertThat(members.userId()).isEqualTo("bob");
        assertThat(Role.get(members.next().role())).isEqualTo(Role.ADMIN);
        assertThat(members.userId()).isEqualTo("carol");
        assertThat(in.title()).isEqualTo("Birds");
        assertThat(ContentKind.get((short) 3)).isEqualTo(ContentKind.CHANGE);
    }

    @Test
    void shouldCarryNoneAndManyOfAGroup() {
        final AcknowledgeEncoder out = new AcknowledgeEncoder().wrapAndApplyHeader(buffer, OFFSET, headerOut);
        out.acknowledgementsCount(0);
        final AcknowledgeDecoder in = new AcknowledgeDecoder();
        assertThat(in.wrapAndApplyHeader(buffer, OFFSET, headerIn).acknowledgements().count()).isZero();

        out.wrapAndApplyHeader(buffer, OFFSET, headerOut).acknowledgementsCount(1).next().session(5).chatId(6)
            .sequence(7).msgId(8).senderOrdinal(0).status(ReceiptStatus.READ).correlationId(10).messageOrdinal(9);
        final AcknowledgeDecoder.AcknowledgementsDecoder read =
            in.wrapAndApplyHeader(buffer, OFFSET, headerIn).acknowledgements().next();
        assertThat(read.messageOrdinal()).isEqualTo(9);
        assertThat(read.status()).isEqualTo(ReceiptStatus.READ);
        assertThat(read.correlationId()).isEqualTo(10);
    }

    @Test
    void shouldSkipWhatALaterVersionAddsToABlock() {
        final ChatDetailEncoder out = new ChatDetailEncoder().wrapAndApplyHeader(buffer, OFFSET, headerOut)
            .edgeId(1).correlationId(2).next(-1);
        out.participantsCount(1).next().deliveredSequence(4).readSequence(3).role(Role.ADMIN).userId("bob");
        final int length = out.limit() - OFFSET;
        final ExpandableArrayBuffer later = new ExpandableArrayBuffer();
        final int block = ChatDetailEncoder.BLOCK_LENGTH;
        final int head = MessageHeaderEncoder.ENCODED_LENGTH + block;
        later.putBytes(0, buffer, OFFSET, head);
        later.putLong(head, -1);
        later.putBytes(head + Long.BYTES, buffer, OFFSET + head, length - head);
        headerOut.wrap(later, 0).blockLength(block + Long.BYTES).version(2);

        final ChatDetailDecoder in = new ChatDetailDecoder().wrapAndApplyHeader(later, 0, headerIn);
        assertThat(in.next()).isEqualTo(-1);
        final ChatDetailDecoder.ParticipantsDecoder participant = in.participants().next();
        assertThat(participant.role()).isEqualTo(Role.ADMIN);
        assertThat(participant.userId()).isEqualTo("bob");
    }
}
