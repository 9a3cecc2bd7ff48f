package godwit.sequencer.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.core.Visibility;
import godwit.protocol.codecs.AcknowledgeEncoder;
import godwit.protocol.codecs.ChangeChatEncoder;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.DetachEncoder;
import godwit.protocol.codecs.LaggingEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.PresenceSubscribeEncoder;
import godwit.protocol.codecs.PresenceUnsubscribeEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.SetPrivacyEncoder;
import godwit.sequencer.NodeCounters;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Which calls the entries become that groups, subscriptions and presence brought, with every argument in its place. */
class GroupAndPresenceEntriesTest {
    private final List<String> calls = new ArrayList<>();
    private final CommandAdapter adapter = new CommandAdapter((CoreCommands) Proxy.newProxyInstance(
        CoreCommands.class.getClassLoader(), new Class<?>[] {CoreCommands.class}, (proxy, method, arguments) -> {
            if (!method.getName().equals("onTime")) {
                calls.add(method.getName() + Arrays.stream(arguments).map(GroupAndPresenceEntriesTest::text)
                    .collect(Collectors.joining(" ", " ", "")));
            }
            return null;
        }), new NodeCounters(), auditId -> { });
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldCollectWhomAChangeIsAbout() {
        final ChangeChatEncoder change = new ChangeChatEncoder().wrapAndApplyHeader(buffer, 0, header)
            .edgeId(1).correlationId(2).chatId(3).changeKind(ChangeKind.ADDED).role(Role.NULL_VAL);
        change.participantsCount(2).next().partition(3058).participantId("bob").next().partition(0).participantId("");
        change.userId("alice").title("");
        assertThat(callsOf(change.limit())).containsExactly(
            "onParticipant 3058 bob", "onParticipant 0 ", "onChangeChat 1 2 3 1 255 alice ");
    }

    @Test
    void shouldSayWhichRoleAndWhichTitle() {
        final ChangeChatEncoder change = new ChangeChatEncoder();
        change.wrapAndApplyHeader(buffer, 0, header).edgeId(1).correlationId(2).chatId(3)
            .changeKind(ChangeKind.ROLE).role(Role.ADMIN).participantsCount(1).next().partition(9).participantId("bob");
        change.userId("alice").title("");
        assertThat(callsOf(change.limit())).containsExactly("onParticipant 9 bob", "onChangeChat 1 2 3 4 2 alice ");
        change.wrapAndApplyHeader(buffer, 0, header).edgeId(1).correlationId(2).chatId(3)
            .changeKind(ChangeKind.TITLE).role(Role.MEMBER).participantsCount(0);
        change.userId("alice").title("Birds");
        assertThat(callsOf(change.limit())).containsExactly("onChangeChat 1 2 3 5 1 alice Birds");
    }

    @Test
    void shouldAskForEachUserOnBehalfOfTheAskerBehindThem() {
        final PresenceSubscribeEncoder subscribe = new PresenceSubscribeEncoder();
        subscribe.wrapAndApplyHeader(buffer, 0, header).edgeId(1).epoch(2).correlationId(3);
        subscribe.usersCount(3).next().userId("bob").next().userId("").next().userId("a-longer-one");
        subscribe.askerId("alice");
        assertThat(callsOf(subscribe.limit())).containsExactly("onPresenceSubscribe 1 2 3 alice bob",
            "onPresenceSubscribe 1 2 3 alice ", "onPresenceSubscribe 1 2 3 alice a-longer-one");
        subscribe.wrapAndApplyHeader(buffer, 0, header).edgeId(1).epoch(2).correlationId(3).usersCount(0);
        subscribe.askerId("alice");
        assertThat(callsOf(subscribe.limit())).isEmpty();
    }

    @Test
    void shouldEndEachSubscriptionAndSayWhoMaySee() {
        final PresenceUnsubscribeEncoder unsubscribe = new PresenceUnsubscribeEncoder();
        unsubscribe.wrapAndApplyHeader(buffer, 0, header).edgeId(1).epoch(2)
            .usersCount(2).next().userId("bob").next().userId("carol");
        assertThat(callsOf(unsubscribe.limit())).containsExactly(
            "onPresenceUnsubscribe 1 2 bob", "onPresenceUnsubscribe 1 2 carol");
        final SetPrivacyEncoder privacy = new SetPrivacyEncoder().wrapAndApplyHeader(buffer, 0, header)
            .edgeId(1).epoch(2).correlationId(3).session(4).visibility(godwit.protocol.codecs.Visibility.NOBODY);
        assertThat(callsOf(privacy.limit())).containsExactly("onSetPrivacy 1 2 3 4 2");
    }

    @Test
    void shouldSayWhetherTheEdgeSentTheClientAway() {
        for (int away = 0; away <= 2; away++) {
            final DetachEncoder detach = new DetachEncoder().wrapAndApplyHeader(buffer, 0, header)
                .edgeId(1).epoch(2).session(3).away((short) away);
            assertThat(callsOf(detach.limit())).containsExactly("onDetach 1 2 3 " + (away == 1));
        }
    }

    @Test
    void shouldSayOfEachSubscriptionThatLagsWhereItStandsOrThatAllComesAgain() {
        final LaggingEncoder lagging = new LaggingEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(1).epoch(2);
        lagging.subscriptionsCount(3).next().session(3).chatId(4).sequence(5)
            .next().session(6).chatId(7).sequence(CoreCommands.NULL_VALUE)
            .next().session(8).chatId(9).sequence(Long.MIN_VALUE);
        assertThat(callsOf(lagging.limit())).containsExactly(
            "onLagging 1 2 3 4 5", "onLagging 1 2 6 7 -1", "onLagging 1 2 8 9 -1");
        lagging.wrapAndApplyHeader(buffer, 0, header).edgeId(1).epoch(2).subscriptionsCount(0);
        assertThat(callsOf(lagging.limit())).isEmpty();
    }

    @Test
    void shouldPassTheChatsOrdinalOfWhatIsAcknowledgedAndNeverANegativeOne() {
        final AcknowledgeEncoder acknowledge = new AcknowledgeEncoder();
        for (final long ordinal : new long[] {0, 7, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            acknowledge.wrapAndApplyHeader(buffer, 0, header).edgeId(1).epoch(2).acknowledgementsCount(1).next()
                .session(3).chatId(4).sequence(5).msgId(6).senderOrdinal(-99).status(ReceiptStatus.READ)
                .correlationId(8).messageOrdinal(ordinal);
            assertThat(callsOf(acknowledge.limit())).containsExactly(
                "onAcknowledge 1 2 8 3 4 5 6 " + Math.max(0, ordinal) + " 3");
        }
    }

    @Test
    void shouldPassEveryLimit() {
        final ConfigureEncoder configure = new ConfigureEncoder().wrapAndApplyHeader(buffer, 0, header)
            .inFlightMax(1).unacknowledgedMax(2).payloadBytesMax(3).unjournaledEntriesMax(4).unjournaledBytesMax(5)
            .inboxEntriesMax(6).inboxRetentionMs(7).leaseMs(8).redeliverMs(9).inboxGraceMs(10).bodyBytesMax(11)
            .usersMax(12).chatsMax(13).chatsPerUserMax(14).keysMax(15).groupMembersMax(16).fanoutMax(17)
            .presenceMax(18).membershipTimesMax(19).ownRunsMax(20).linkRecordsMax(21).commandUsersMax(22);
        assertThat(callsOf(configure.limit())).containsExactly("onConfigure "
            + new CoreLimits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22));
    }

    @Test
    void shouldNumberInTheSchemaAsInTheCore() {
        assertThat(new int[] {ChangeKind.ADDED.value(), ChangeKind.REMOVED.value(), ChangeKind.LEFT.value(),
            ChangeKind.ROLE.value(), ChangeKind.TITLE.value()})
            .containsExactly(Changes.ADDED, Changes.REMOVED, Changes.LEFT, Changes.ROLE, Changes.TITLE);
        assertThat(new int[] {Role.MEMBER.value(), Role.ADMIN.value()})
            .containsExactly(ChatView.MEMBER, ChatView.ADMIN);
        assertThat(new int[] {godwit.protocol.codecs.Visibility.CONTACTS.value(),
            godwit.protocol.codecs.Visibility.NOBODY.value()}).containsExactly(Visibility.CONTACTS, Visibility.NOBODY);
    }

    private List<String> callsOf(final int length) {
        calls.clear();
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        adapter.onEntry(1, new UnsafeBuffer(bytes), 0, length);
        return calls;
    }

    private static String text(final Object argument) {
        return argument instanceof DirectBuffer bytes
            ? bytes.getStringWithoutLengthUtf8(0, bytes.capacity()) : String.valueOf(argument);
    }
}
