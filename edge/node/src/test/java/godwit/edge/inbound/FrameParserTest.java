package godwit.edge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameParserTest {
    private static final String CHAT = "0000000000001";

    private final FrameParser parser = new FrameParser(FrameLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "{'type':'CONNECT','token':'t.o.k','device_id':'phone-1'} ~ CONNECT null t.o.k phone-1",
        "{'type':'CONNECT','device_id':'phone-1','req_id':'r'} ~ CONNECT r null phone-1",
        "{'device_id':'p','type':'CONNECT','token':null} ~ CONNECT null null p",
        "{'type':'CREATE_CHAT','req_id':'1','participant_ids':['u456','u789']} ~ CREATE_CHAT 1 [u456, u789] null null",
        "{'type':'CREATE_CHAT','participant_ids':['b'],'title':'Tea','client_chat_id':'k 1'} ~ CREATE_CHAT null [b] Tea k 1",
        "{'type':'CREATE_CHAT','participant_ids':['b'],'title':''} ~ CREATE_CHAT null [b] null null",
        "{'type':'ADD_PARTICIPANTS','req_id':'1','chat_id':'0000000000001','user_ids':['a','a','b']} ~ ADDED 1 0000000000001 [a, a, b]",
        "{'type':'REMOVE_PARTICIPANTS','chat_id':'0000000000001','user_ids':['a']} ~ REMOVED null 0000000000001 [a]",
        "{'type':'SET_ROLE','chat_id':'0000000000001','user_id':'a','role':'admin'} ~ SET_ROLE null 0000000000001 a ADMIN",
        "{'type':'SET_ROLE','chat_id':'0000000000001','user_id':'a','role':'member'} ~ SET_ROLE null 0000000000001 a MEMBER",
        "{'type':'UPDATE_CHAT','chat_id':'0000000000001','title':'Tea','user_ids':5} ~ UPDATE_CHAT null 0000000000001 Tea",
        "{'type':'LEAVE_CHAT','req_id':'1','chat_id':'0000000000001'} ~ LEAVE_CHAT 1 0000000000001",
        "{'type':'LIST_CHATS','req_id':'2'} ~ LIST_CHATS 2 -1 -1 50",
        "{'type':'LIST_CHATS','since':'17','cursor':'0','limit':7} ~ LIST_CHATS null 17 0 7",
        "{'type':'LIST_CHATS','limit':101} ~ LIST_CHATS null -1 -1 100",
        "{'type':'LIST_CHATS','limit':999999999999999999999999} ~ LIST_CHATS null -1 -1 100",
        "{'type':'GET_CHAT','chat_id':'0000000000001','cursor':'500'} ~ GET_CHAT null 0000000000001 500",
        "{'type':'SEND_MESSAGE','chat_id':'0000000000001','msg_id':'m1','text':'Hello!'} ~ SEND_MESSAGE null 0000000000001 m1 TEXT Hello!",
        "{'type':'SEND_MESSAGE','chat_id':'0000000000001','msg_id':'m1','content':'AP8Q','media':[]} ~ SEND_MESSAGE null 0000000000001 m1 OPAQUE AP8Q",
        "{'text':'a\\u0041\\uD83D\\uDE00','msg_id':'m1','chat_id':'7zzzzzzzzzzzz','type':'SEND_MESSAGE'} ~ SEND_MESSAGE null 7zzzzzzzzzzzz m1 TEXT aA\uD83D\uDE00",
        "{'type':'MESSAGE_ACK','chat_id':'0000000000001','msg_id':'9223372036854775807','status':'READ'} ~ MESSAGE_ACK null 0000000000001 9223372036854775807 READ",
        "{'type':'MESSAGE_ACK','msg_id':'5','status':'DELIVERED','req_id':'x'} ~ MESSAGE_ACK x - 5 DELIVERED",
        "{'type':'HISTORY','chat_id':'0000000000001'} ~ HISTORY null 0000000000001 -1 -1 50",
        "{'type':'HISTORY','chat_id':'0000000000001','before_seq':7} ~ HISTORY null 0000000000001 7 -1 50",
        "{'type':'HISTORY','chat_id':'0000000000001','after_seq':0,'before_seq':null,'limit':1} ~ HISTORY null 0000000000001 -1 0 1",
        "{'type':'HISTORY','chat_id':'0000000000001','before_seq':99999999999999999999} ~ HISTORY null 0000000000001 9007199254740992 -1 50",
        "{'type':'HEARTBEAT','user_id':'u123','status':'ONLINE'} ~ HEARTBEAT null u123",
        "{'type':'HEARTBEAT'} ~ HEARTBEAT null null",
        "{'type':'LIST_DEVICES','req_id':'é'} ~ LIST_DEVICES é",
        "{'type':'PRESENCE_SUBSCRIBE','req_id':'1','user_ids':['a','b','a']} ~ PRESENCE_SUBSCRIBE 1 [a, b, a]",
        "{'type':'PRESENCE_UNSUBSCRIBE','user_ids':['a']} ~ PRESENCE_UNSUBSCRIBE null [a]",
        "{'type':'SET_PRIVACY','last_seen':'contacts'} ~ SET_PRIVACY null CONTACTS",
        "{'type':'SET_PRIVACY','req_id':'1','last_seen':'nobody'} ~ SET_PRIVACY 1 NOBODY",
        "{'type':'TYPING','chat_id':'0000000000001','state':'start'} ~ TYPING null 0000000000001 true",
        "{'type':'TYPING','req_id':'1','chat_id':'0000000000001','state':'stop','text':{}} ~ TYPING 1 0000000000001 false",
        "{'type':'REMOVE_DEVICE','device_id':'A.z_0@-+:|'} ~ REMOVE_DEVICE null A.z_0@-+:|",
    })
    void shouldCallOnceForEachGoodFrame(final String frame, final String call) {
        assertThat(parse(frame).lines).containsExactly(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "{'type':'HEARTBEAT','later':{'a':[1,2,{'b':null}],'c':1e400}}",
        "{'type':'HEARTBEAT','text':5,'chat_id':[1],'limit':'x','participant_ids':{'a':1},'media':true,'token':{}}",
        "{'type':'HEARTBEAT','chat_id':'a','chat_id':'b','unknown':1,'unknown':2}",
        " \t{'type' : 'HEARTBEAT'}\r",
    })
    void shouldSkipWhatTheTypeDoesNotUse(final String frame) {
        assertThat(parse(frame).lines).containsExactly("HEARTBEAT null null");
    }

    /** A text of 4,095, 4,096 and 4,097 bytes: as they are and as escapes, of characters of one to four bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\u20ac", "\ud83d\ude00"})
    void shouldTakeTheLongestTextAndRefuseOneMoreByte(final String character) {
        final int length = character.getBytes(StandardCharsets.UTF_8).length;
        for (int bytes = 4_095; bytes <= 4_097; bytes++) {
            final String fill = "a".repeat(bytes % length);
            final String plain = character.repeat(bytes / length) + fill;
            final String escaped = escaped(character).repeat(bytes / length) + fill;
            for (final String text : new String[] {plain, escaped}) {
                final RecordedCalls calls = parse(send("text", text));
                assertThat(calls.code).as("%d bytes", bytes).isEqualTo(bytes <= 4_096 ? null : ErrorCode.TOO_LARGE);
                assertThat(calls.lines.get(0).endsWith(plain)).isEqualTo(bytes <= 4_096);
            }
        }
    }

    private static String escaped(final String text) {
        final StringBuilder escapes = new StringBuilder();
        text.chars().forEach(c -> escapes.append(String.format(Locale.ROOT, "\\u%04x", c)));
        return escapes.toString();
    }

    /** Four times as many bytes as a text, counted decoded: with each of the three endings of base64. */
    @ParameterizedTest
    @ValueSource(ints = {4 * 4_096 - 2, 4 * 4_096 - 1, 4 * 4_096, 4 * 4_096 + 1, 4 * 4_096 + 2})
    void shouldTakeTheLongestContentAndRefuseOneMoreByte(final int bytes) {
        final RecordedCalls calls = parse(send("content", Base64.getEncoder().encodeToString(new byte[bytes])));
        assertThat(calls.code).isEqualTo(bytes <= 16_384 ? null : ErrorCode.TOO_LARGE);
        assertThat(calls.lines.get(0).startsWith("SEND_MESSAGE")).isEqualTo(bytes <= 16_384);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65})
    void shouldTakeAKeyOfSixtyFourCharactersAndRefuseOneMore(final int length) {
        final String key = "k".repeat(length);
        final RecordedCalls calls = parse(send("text", "t").replace("'msg_id':'m'", "'msg_id':'" + key + "'"));
        assertThat(calls.code).isEqualTo(length <= 64 ? null : ErrorCode.BAD_FRAME);
        assertThat(calls.lines.get(0).contains(" " + key + " TEXT t")).isEqualTo(length <= 64);
    }

    @Test
    void shouldTakeTheLongestFrameAndRefuseOneMoreByte() {
        final String frame = "{'type':'HEARTBEAT','pad':''}";
        final String longest = frame.replace("''", '\'' + "x".repeat(65_536 - frame.length()) + '\'');
        assertThat(parse(longest).lines).containsExactly("HEARTBEAT null null");
        assertThat(parse(longest + ' ').code).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void shouldTakeAThousandParticipantsAndRefuseOneMore() {
        assertThat(parse(create(1_000)).lines).first().asString().startsWith("CREATE_CHAT");
        assertThat(parse(create(1_001)).code).isEqualTo(ErrorCode.TOO_LARGE);
        final String add = "'ADD_PARTICIPANTS','chat_id':'" + CHAT + "','user_ids'";
        final String create = "'CREATE_CHAT','participant_ids'";
        assertThat(parse(create(1_000).replace(create, add)).lines).first().asString().startsWith("ADDED");
        assertThat(parse(create(1_001).replace(create, add)).code).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void shouldTakeFiveHundredUsersOfWhomPresenceIsWantedAndRefuseOneMore() {
        final String subscribe = "'PRESENCE_SUBSCRIBE','user_ids'";
        final String create = "'CREATE_CHAT','participant_ids'";
        assertThat(parse(create(500).replace(create, subscribe)).lines).first().asString().startsWith("PRESENCE_SUBSCRIBE");
        assertThat(parse(create(501).replace(create, subscribe)).code).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void shouldTakeATitleAwayByAnEmptyOne() {
        assertThat(parse("{'type':'UPDATE_CHAT','chat_id':'" + CHAT + "','title':''}").lines)
            .containsExactly("UPDATE_CHAT null " + CHAT + " ");
    }

    @Test
    void shouldTellBackWhatNamesTheRequest() {
        assertThat(parse("{'req_id':'r','type':'SEND_MESSAGE','msg_id':'m','chat_id':'" + CHAT + "','text':''}").echo)
            .isEqualTo(new FrameEcho("r", CHAT, "m"));
        assertThat(parse("{'req_id':'r','type':'MESSAGE_ACK','msg_id':'m','status':'READ'}").echo)
            .isEqualTo(new FrameEcho("r", null, null));
        assertThat(parse("{'req_id':'r','type':'DANCE','chat_id':'c'}").echo).isEqualTo(new FrameEcho("r", "c", null));
        assertThat(parse("{'req_id':'r','type':'HEARTBEAT'").echo).isEqualTo(new FrameEcho("r", null, null));
        assertThat(parse("[1]").echo).isSameAs(FrameEcho.NONE);
    }

    @Test
    void shouldTellBackNothingUnsound() {
        assertThat(parse("{'type':'HEARTBEAT','req_id':'" + "r".repeat(65) + "'}").echo).isSameAs(FrameEcho.NONE);
        assertThat(parse("{'type':'HEARTBEAT','req_id':'\\ud800'}").echo).isSameAs(FrameEcho.NONE);
        assertThat(parse("{'type':'HEARTBEAT','req_id':'a','req_id':'b'}").echo).isSameAs(FrameEcho.NONE);
        assertThat(parse("{'type':'GET_CHAT','chat_id':'" + "c".repeat(65) + "'}").echo).isSameAs(FrameEcho.NONE);
        assertThat(parse("{'type':'SEND_MESSAGE','chat_id':'c','msg_id':'é','text':'t'}").echo)
            .isEqualTo(new FrameEcho(null, "c", null));
    }

    @Test
    void shouldKeepNothingFromTheFrameBefore() {
        parse("{'type':'SEND_MESSAGE','req_id':'r','chat_id':'" + CHAT + "','msg_id':'m','text':'t','limit':3");
        assertThat(parse("{'type':'LIST_CHATS'}").lines).containsExactly("LIST_CHATS null -1 -1 50");
        assertThat(parse("{'type':'SEND_MESSAGE','chat_id':'" + CHAT + "','msg_id':'m'}").code)
            .isEqualTo(ErrorCode.BAD_FRAME);
    }

    @Test
    void shouldNeverQuoteTheFrameInItsReasons() {
        for (final String frame : Collections.singletonList("{'type':'HEARTBEAT','status':'c4nary' c4nary}")) {
            assertThat(parse(frame).reason).doesNotContain("c4nary");
        }
    }

    static RecordedCalls parse(final FrameParser parser, final byte[] bytes) {
        final RecordedCalls calls = new RecordedCalls();
        final byte[] padded = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        parser.parse(padded, 3, bytes.length, calls);
        assertThat(calls.lines).hasSize(1);
        return calls;
    }

    private RecordedCalls parse(final String frame) {
        return parse(parser, frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String send(final String field, final String value) {
        return "{'type':'SEND_MESSAGE','chat_id':'" + CHAT + "','msg_id':'m','" + field + "':'" + value + "'}";
    }

    private static String create(final int count) {
        return "{'type':'CREATE_CHAT','participant_ids':[" + String.join(",", Collections.nCopies(count, "'u'")) + "]}";
    }
}
