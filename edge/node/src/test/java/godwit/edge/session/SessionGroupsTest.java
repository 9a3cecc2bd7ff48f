package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.MintedChatKeys;
import godwit.edge.request.Request;
import godwit.protocol.ClientIds;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames about groups become requests, and what is told of them goes to the socket. */
class SessionGroupsTest {
    private static final String CHAT = "'chat_id':'0000000000007'";

    private final SessionHarness h = new SessionHarness().live();

    @Test
    void shouldAskTheShardForEachChange() {
        h.in("{'type':'ADD_PARTICIPANTS','req_id':'1'," + CHAT + ",'user_ids':['bob','carol']}");
        h.in("{'type':'REMOVE_PARTICIPANTS'," + CHAT + ",'user_ids':['bob']}");
        h.in("{'type':'SET_ROLE'," + CHAT + ",'user_id':'bob','role':'admin'}");
        h.in("{'type':'UPDATE_CHAT'," + CHAT + ",'title':'Tea'}");
        h.in("{'type':'LEAVE_CHAT','req_id':'5'," + CHAT + "}");
        assertThat(h.requests).containsExactly(
            new Request.ChangeChat(1, "1", 7, ChangeKind.ADDED, null, List.of("bob", "carol"), ""),
            new Request.ChangeChat(1, null, 7, ChangeKind.REMOVED, null, List.of("bob"), ""),
            new Request.ChangeChat(1, null, 7, ChangeKind.ROLE, Role.ADMIN, List.of("bob"), ""),
            new Request.ChangeChat(1, null, 7, ChangeKind.TITLE, null, List.of(), "Tea"),
            new Request.ChangeChat(1, "5", 7, ChangeKind.LEFT, null, List.of(), ""));
        assertThat(h.out).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "FORBIDDEN ~ 1 ~ FORBIDDEN ~ not a member of this chat, or there is no such chat",
        "FORBIDDEN ~ 16 ~ FORBIDDEN ~ only an admin of the group may do this",
        "INVALID ~ 17 ~ INVALID ~ a direct chat has no members, roles and title to change",
        "INVALID ~ 18 ~ INVALID ~ the group would have too many members",
        "INVALID ~ 19 ~ INVALID ~ that user is no member of the group",
        "INVALID ~ 20 ~ INVALID ~ the group would have no admin: make another member admin first",
    })
    void shouldSayWhyAChangeIsRefused(
        final RefusalCode refusal, final int detail, final String code, final String sentence) {
        h.in("{'type':'LEAVE_CHAT','req_id':'5'," + CHAT + "}");
        h.session.onRefused(h.last(Request.ChangeChat.class), refusal, detail, 0);
        assertThat(h.out).containsExactly(("{'type':'ERROR','req_id':'5'," + CHAT + ",'code':'" + code
            + "','message':'" + sentence + "','retryable':false}").replace('\'', '"'));
    }

    @Test
    void shouldRefuseAChangeThatFindsNoRoom() {
        h.full = true;
        h.in("{'type':'LEAVE_CHAT','req_id':'5'," + CHAT + "}");
        assertThat(h.lastOut()).contains("UNAVAILABLE", "\"req_id\":\"5\"", "\"chat_id\":\"0000000000007\"");
    }

    @Test
    void shouldMintAKeyForAGroupWithoutOne() {
        final String first = keyOf("['bob','carol']");
        final String second = keyOf("['alice','bob','carol']");
        assertThat(first).isNotEqualTo(second).hasSizeLessThanOrEqualTo(64).satisfies(
            key -> assertThat(ClientIds.isKey(key)).isFalse(), key -> assertThat(MintedChatKeys.shown(key)).isEmpty());
        assertThat(MintedChatKeys.shown("k")).isEqualTo("k");
        assertThat(MintedChatKeys.shown("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"['bob']", "['alice','bob','bob']", "['alice']"})
    void shouldMintNoneForADirectChat(final String participantIds) {
        assertThat(keyOf(participantIds)).isNull();
    }

    @Test
    void shouldPassOnTheKeyOfAClient() {
        h.in("{'type':'CREATE_CHAT','participant_ids':['bob','carol'],'client_chat_id':'k'}");
        assertThat(h.last(Request.CreateChat.class).clientChatId()).isEqualTo("k");
    }

    @Test
    void shouldTakeNoFrameAboutGroupsBeforeConnect() {
        final SessionHarness early = new SessionHarness();
        early.in("{'type':'CREATE_CHAT','participant_ids':['bob','carol']}");
        assertThat(early.out.get(0)).contains("UNAUTHENTICATED");
        assertThat(early.requests).isEmpty();
        assertThat(early.bugs).isEmpty();
    }

    @Test
    void shouldWriteAnAnsweringEntryOnce() {
        h.in("{'type':'LEAVE_CHAT','req_id':'5'," + CHAT + "}");
        h.session.onAnsweringEntry(h.last(Request.ChangeChat.class), new byte[] {'1'}, 1);
        assertThat(h.out).containsExactly("1");
    }

    @Test
    void shouldWriteAnAnswerWhoseEntryIsDropped() {
        h.in("{'type':'LEAVE_CHAT','req_id':'5'," + CHAT + "}");
        h.dropping = true;
        h.session.onAnsweringEntry(h.last(Request.ChangeChat.class), new byte[] {'1'}, 1);
        assertThat(h.out).containsExactly("1");
        h.session.onRoom();
        assertThat(h.last(Request.Restart.class).droppedFrom()).as("the entry comes again").isZero();
    }

    private String keyOf(final String participantIds) {
        h.in("{'type':'CREATE_CHAT','participant_ids':" + participantIds + "}");
        return h.last(Request.CreateChat.class).clientChatId();
    }
}
