package godwit.sequencer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.Changes;
import godwit.core.Core;
import godwit.core.CoreLimits;
import godwit.core.IndexKey;
import godwit.core.MemberChanges;
import godwit.protocol.ChangeBody;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.ChangeChatEncoder;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ChangedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.ChatDetailDecoder;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.CreateChatEncoder;
import godwit.protocol.codecs.GetChatEncoder;
import godwit.protocol.codecs.JournalChatDecoder;
import godwit.protocol.codecs.JournalMembersDecoder;
import godwit.protocol.codecs.JournalMessageDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.Role;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.ingress.CommandAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * A group of as many members as can be set, all with the longest ids: bytes of commands in, core, bytes of records out.
 * Each command and record fits its frame, and the journal and who asks are told of everybody.
 */
class LargestGroupTest implements OutputSlots {
    private static final int MEMBERS = 20_000;
    private static final int EACH = ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX;
    private static final int PER_RECORD = 500;
    private static final int EDGE = 1;

    private final NodeCounters counters = new NodeCounters();
    private final Core core = new Core(0, new OutputEncoder(this), new IndexKey(1, 2));
    private final CommandAdapter commands = new CommandAdapter(core, counters, auditId -> { });
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.COMMAND_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder head = new MessageHeaderDecoder();
    private final List<UnsafeBuffer> records = new ArrayList<>();
    private long changes;
    private long chatId;

    @Test
    void shouldTellTheJournalAndWhoAsksOfEveryMember() {
        core.onRange(0, 0);
        core.onTopology();
        configure();
        final Set<String> members = new TreeSet<>(List.of(userId(0)));
        create(members);
        for (int from = members.size(); from < MEMBERS; from = members.size()) {
            add(from, Math.min(EACH, MEMBERS - from), members);
        }
        assertThat(members).hasSize(MEMBERS);
        assertThat(membersOfPages()).isEqualTo(members);
        remove(members.size() - EACH);
        assertThat(counters.get(NodeCounter.MALFORMED) + counters.get(NodeCounter.TOO_LONG)).isZero();
    }

    private void configure() {
        final CoreLimits limits = CoreLimits.DEFAULT;
        entry(new ConfigureEncoder().wrapAndApplyHeader(buffer, 0, header)
            .inFlightMax(limits.inFlightMax()).unacknowledgedMax(limits.unacknowledgedMax())
            .payloadBytesMax(limits.payloadBytesMax()).unjournaledEntriesMax(limits.unjournaledEntriesMax())
            .unjournaledBytesMax(limits.unjournaledBytesMax()).inboxEntriesMax(limits.inboxEntriesMax())
            .inboxRetentionMs(limits.inboxRetentionMs()).leaseMs(limits.leaseMs()).redeliverMs(limits.redeliverMs())
            .inboxGraceMs(limits.inboxGraceMs()).bodyBytesMax(limits.bodyBytesMax()).usersMax(limits.usersMax())
            .chatsMax(limits.chatsMax()).chatsPerUserMax(limits.chatsPerUserMax()).keysMax(limits.keysMax())
            .groupMembersMax(MEMBERS).fanoutMax(limits.fanoutMax()).presenceMax(limits.presenceMax())
            .membershipTimesMax(limits.membershipTimesMax()).ownRunsMax(limits.ownRunsMax())
            .linkRecordsMax(limits.linkRecordsMax()).commandUsersMax(limits.commandUsersMax()).limit());
    }

    private void create(final Set<String> members) {
        final CreateChatEncoder create = new CreateChatEncoder().wrapAndApplyHeader(buffer, 0, header)
            .edgeId(EDGE).correlationId(2).creatorPartition(0);
        final CreateChatEncoder.ParticipantsEncoder others = create.participantsCount(EACH);
        for (int i = 1; i <= EACH; i++) {
            others.next().partition(i % 4096).participantId(userId(i));
            members.add(userId(i));
        }
        create.creatorId(userId(0)).deviceId("phone").clientChatId("x".repeat(ProtocolLimits.KEY_LENGTH_MAX))
            .title("t".repeat(ProtocolLimits.TITLE_LENGTH_MAX));
        entry(create.limit());
        final ChatCreatedDecoder created = new ChatCreatedDecoder()
            .wrapAndApplyHeader(only(ChatCreatedDecoder.TEMPLATE_ID), 0, head);
        chatId = created.chatId();
        assertThat(created.memberCount()).isEqualTo(members.size());
        final Set<String> journaled = membersOf(Role.MEMBER.value());
        final JournalChatDecoder chat = new JournalChatDecoder()
            .wrapAndApplyHeader(only(JournalChatDecoder.TEMPLATE_ID), 0, head);
        final JournalChatDecoder.ParticipantsDecoder listed = chat.participants();
        assertThat(listed.count()).isEqualTo(PER_RECORD);
        assertThat(listed.next().role()).isEqualTo(Role.ADMIN);
        assertThat(listed.participantId()).isEqualTo(userId(0));
        journaled.add(userId(0));
        listed.forEachRemaining(participant -> journaled.add(participant.participantId()));
        assertThat(journaled).isEqualTo(members);
    }

    private void add(final int from, final int count, final Set<String> members) {
        change(ChangeKind.ADDED, from, count);
        final Set<String> added = membersOf(Role.MEMBER.value());
        assertThat(added).hasSize(count);
        members.addAll(added);
        assertChanged(Changes.ADDED, count, added);
    }

    private void remove(final int from) {
        change(ChangeKind.REMOVED, from, EACH);
        final Set<String> removed = membersOf(MemberChanges.GONE);
        assertThat(removed).hasSize(EACH);
        assertChanged(Changes.REMOVED, EACH, removed);
    }

    private void change(final ChangeKind kind, final int from, final int count) {
        final ChangeChatEncoder change = new ChangeChatEncoder().wrapAndApplyHeader(buffer, 0, header)
            .edgeId(EDGE).correlationId(++changes).chatId(chatId).changeKind(kind).role(Role.NULL_VAL);
        final ChangeChatEncoder.ParticipantsEncoder participants = change.participantsCount(count);
        for (int i = from; i < from + count; i++) {
            participants.next().partition(i % 4096).participantId(userId(i));
        }
        change.userId(userId(0)).title("");
        entry(change.limit());
    }

    /** The answer and the journal's entry say the same, as ChangeBody reads it. */
    private void assertChanged(final int kind, final int count, final Set<String> whom) {
        final UnsafeBuffer body = new UnsafeBuffer(0, 0);
        final ChangedDecoder changed = new ChangedDecoder()
            .wrapAndApplyHeader(only(ChangedDecoder.TEMPLATE_ID), 0, head);
        changed.skipSenderId();
        changed.wrapBody(body);
        final ChangeBody read = new ChangeBody();
        assertThat(read.wrap(body, 0, body.capacity())).isTrue();
        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.count()).isEqualTo(count);
        assertThat(read.title()).isEmpty();
        assertThat(read.listedCount()).isEqualTo(ChangeBody.LISTED_MAX);
        for (int i = 0; i < read.listedCount(); i++) {
            assertThat(whom).contains(read.listed(i));
        }
        final JournalMessageDecoder message = new JournalMessageDecoder()
            .wrapAndApplyHeader(only(JournalMessageDecoder.TEMPLATE_ID), 0, head);
        assertThat(message.sequence()).isEqualTo(changed.sequence());
        assertThat(message.messageOrdinal()).as("no message was before it").isZero();
        message.skipSenderId();
        message.skipSenderDeviceId();
        message.skipClientMsgId();
        final UnsafeBuffer journaled = new UnsafeBuffer(0, 0);
        message.wrapBody(journaled);
        assertThat(journaled).isEqualTo(body);
    }

    private Set<String> membersOf(final int role) {
        final Set<String> ids = new TreeSet<>();
        for (final UnsafeBuffer record : all(JournalMembersDecoder.TEMPLATE_ID)) {
            final JournalMembersDecoder.MembersDecoder members =
                new JournalMembersDecoder().wrapAndApplyHeader(record, 0, head).members();
            assertThat(members.count()).isBetween(1, PER_RECORD);
            members.forEach(member -> {
                assertThat((int) member.role()).isEqualTo(role);
                assertThat(ids.add(member.userId())).isTrue();
            });
        }
        return ids;
    }

    private Set<String> membersOfPages() {
        final Set<String> ids = new TreeSet<>();
        long cursor = -1;
        do {
            final GetChatEncoder get = new GetChatEncoder().wrapAndApplyHeader(buffer, 0, header)
                .edgeId(EDGE).correlationId(4).chatId(chatId).cursor(cursor).pageLimit(PER_RECORD);
            get.userId(userId(0));
            entry(get.limit());
            final ChatDetailDecoder page = new ChatDetailDecoder()
                .wrapAndApplyHeader(only(ChatDetailDecoder.TEMPLATE_ID), 0, head);
            cursor = page.next();
            final ChatDetailDecoder.ParticipantsDecoder participants = page.participants();
            assertThat(participants.count()).isEqualTo(PER_RECORD);
            participants.forEach(participant -> assertThat(ids.add(participant.userId())).isTrue());
        } while (cursor != -1);
        return ids;
    }

    private void entry(final int length) {
        records.clear();
        assertThat(length).isLessThanOrEqualTo(ProtocolLimits.COMMAND_LENGTH_MAX);
        commands.onEntry(1_000_000_000_000L, buffer, 0, length);
        for (final UnsafeBuffer record : records) {
            assertThat(record.capacity()).isLessThanOrEqualTo(OutputEncoder.RECORD_LENGTH_MAX);
        }
    }

    private UnsafeBuffer only(final int templateId) {
        final List<UnsafeBuffer> found = all(templateId);
        assertThat(found).as("template=%d", templateId).hasSize(1);
        return found.get(0);
    }

    private List<UnsafeBuffer> all(final int templateId) {
        return records.stream().filter(record -> head.wrap(record, 0).templateId() == templateId).toList();
    }

    private static String userId(final int number) {
        return "u".repeat(ProtocolLimits.ID_LENGTH_MAX - 5) + (10_000 + number);
    }

    @Override
    public Output claim(
        final OutputKind kind, final long edgeId, final long outputSequence, final DirectBuffer record,
        final int length) {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, record, 0, length);
        if (kind == OutputKind.DELIVERY || kind == OutputKind.JOURNAL) {
            records.add(copy);
        }
        return new Output();
    }

    @Override
    public void publish() {
    }
}
