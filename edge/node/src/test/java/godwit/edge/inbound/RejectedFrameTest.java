package godwit.edge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.errors.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which one frame can be refused, with its code. */
final class RejectedFrameTest {
    private static final String SIXTY_FIVE = "x".repeat(65);

    private final FrameParser parser = new FrameParser(FrameLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "x", "null", "true", "7", "'HEARTBEAT'", "[]", "[{'type':'HEARTBEAT'}]", "{", "{}", "{'type'}",
        "{'type':}", "{'type':'HEARTBEAT'", "{'type':'HEARTBEAT'}}", "{'type':'HEARTBEAT'}{}", "{'type':'HEARTBEAT'},",
        "{'type':'HEARTBEAT',}", "{type:'HEARTBEAT'}", "{'type':'HEARTBEAT' 'a':1}", "{'type':'HEARTBEAT'} // c",
        "{'type':'HEARTBEAT','a':01}", "{'type':'HEARTBEAT','a':+1}", "{'type':'HEARTBEAT','a':NaN}",
        "{'type':'HEARTBEAT','a':.5}", "{'type':'HEARTBEAT','a':'\\x'}", "{'type':'HEARTBEAT','a':'\\u12'}",
        "{'type':'HEARTBEAT','a':'\t'}", "{'type':'HEARTBEAT','a':'", "\uFEFF{'type':'HEARTBEAT'}",
        "{'type':null}", "{'type':5}", "{'type':['HEARTBEAT']}", "{'type':{'type':'HEARTBEAT'}}", "{'Type':'HEARTBEAT'}",
        "{'type':'HEARTBEAT','type':'HEARTBEAT'}", "{'type':null,'type':'HEARTBEAT'}", "{'type':'\\ud800'}",
        "{'type':'HEARTBEAT','req_id':5}", "{'type':'HEARTBEAT','req_id':true}", "{'type':'HEARTBEAT','req_id':{}}",
        "{'type':'HEARTBEAT','req_id':'#65'}", "{'type':'HEARTBEAT','req_id':'\\udc00'}",
        "{'type':'HEARTBEAT','req_id':'a','req_id':'a'}",
        "{'type':'HEARTBEAT','user_id':5}", "{'type':'HEARTBEAT','user_id':''}", "{'type':'HEARTBEAT','user_id':'a b'}",
        "{'type':'HEARTBEAT','user_id':'é'}", "{'type':'HEARTBEAT','user_id':'#65'}", "{'type':'HEARTBEAT','status':1}",
        "{'type':'CONNECT'}", "{'type':'CONNECT','device_id':null}", "{'type':'CONNECT','device_id':7}",
        "{'type':'CONNECT','device_id':'a/b'}", "{'type':'CONNECT','device_id':'#65'}",
        "{'type':'CONNECT','device_id':'d','token':7}", "{'type':'CONNECT','device_id':'d','token':'a','token':'b'}",
        "{'type':'CREATE_CHAT'}", "{'type':'CREATE_CHAT','participant_ids':null}",
        "{'type':'CREATE_CHAT','participant_ids':'b'}", "{'type':'CREATE_CHAT','participant_ids':[5]}",
        "{'type':'CREATE_CHAT','participant_ids':['b',null]}", "{'type':'CREATE_CHAT','participant_ids':[['b']]}",
        "{'type':'CREATE_CHAT','participant_ids':['']}", "{'type':'CREATE_CHAT','participant_ids':['#65']}",
        "{'type':'CREATE_CHAT','participant_ids':['b\\u0000']}", "{'type':'CREATE_CHAT','participant_ids':['b'],'title':5}",
        "{'type':'CREATE_CHAT','participant_ids':['b'],'title':'\\ud83d'}",
        "{'type':'CREATE_CHAT','participant_ids':['b'],'client_chat_id':''}",
        "{'type':'CREATE_CHAT','participant_ids':['b'],'client_chat_id':'é'}",
        "{'type':'CREATE_CHAT','participant_ids':['b'],'client_chat_id':'#65'}",
        "{'type':'CREATE_CHAT','participant_ids':['b'],'participant_ids':['c']}",
        "{'type':'ADD_PARTICIPANTS','user_ids':['a']}", "{'type':'ADD_PARTICIPANTS','chat_id':'%'}",
        "{'type':'ADD_PARTICIPANTS','chat_id':'%','participant_ids':['a']}",
        "{'type':'ADD_PARTICIPANTS','chat_id':'%','user_ids':'a'}", "{'type':'ADD_PARTICIPANTS','chat_id':'%','user_ids':[7]}",
        "{'type':'ADD_PARTICIPANTS','chat_id':'%','user_ids':['#65']}", "{'type':'ADD_PARTICIPANTS','chat_id':7,'user_ids':['a']}",
        "{'type':'ADD_PARTICIPANTS','chat_id':'%','user_ids':['a'],'user_ids':['b']}",
        "{'type':'REMOVE_PARTICIPANTS','chat_id':'%','user_ids':['a',null]}", "{'type':'REMOVE_PARTICIPANTS','chat_id':'%'}",
        "{'type':'SET_ROLE','chat_id':'%','role':'admin'}", "{'type':'SET_ROLE','chat_id':'%','user_id':'a'}",
        "{'type':'SET_ROLE','chat_id':'%','user_id':'a b','role':'admin'}", "{'type':'SET_ROLE','user_id':'a','role':'admin'}",
        "{'type':'SET_ROLE','chat_id':'%','user_id':'a','role':1}",
        "{'type':'UPDATE_CHAT','chat_id':'%'}", "{'type':'UPDATE_CHAT','chat_id':'%','title':null}",
        "{'type':'UPDATE_CHAT','chat_id':'%','title':['a']}", "{'type':'UPDATE_CHAT','chat_id':'%','title':'\\ud83d'}",
        "{'type':'UPDATE_CHAT','title':'a'}", "{'type':'LEAVE_CHAT'}", "{'type':'LEAVE_CHAT','chat_id':5}",
        "{'type':'LIST_CHATS','limit':'5'}", "{'type':'LIST_CHATS','limit':1.0}", "{'type':'LIST_CHATS','limit':1e1}",
        "{'type':'LIST_CHATS','limit':[]}", "{'type':'LIST_CHATS','since':5}", "{'type':'LIST_CHATS','cursor':{}}",
        "{'type':'GET_CHAT'}", "{'type':'GET_CHAT','chat_id':1}", "{'type':'GET_CHAT','chat_id':'\\ud800'}",
        "{'type':'SEND_MESSAGE','msg_id':'m','text':'t'}", "{'type':'SEND_MESSAGE','chat_id':'%','text':'t'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m'}", "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':5,'text':'t'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'','text':'t'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'#65','text':'t'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'a\\n','text':'t'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'é','text':'t'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':5}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':['t']}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':'a','text':'b'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','chat_id':'%','msg_id':'m','text':'a'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':'\\ud800'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':'\\udc00\\ud800'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':'a\\ud83dx'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':7}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'A'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AA'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AAA'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AB=='}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AAB='}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'===='}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'A==='}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AA==AAAA'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AA-_'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AA A'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':'AAé='}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':'t','media':'x'}",
        "{'type':'MESSAGE_ACK','status':'READ'}", "{'type':'MESSAGE_ACK','msg_id':'5'}",
        "{'type':'MESSAGE_ACK','msg_id':5,'status':'READ'}", "{'type':'MESSAGE_ACK','msg_id':'','status':'READ'}",
        "{'type':'MESSAGE_ACK','msg_id':'-5','status':'READ'}", "{'type':'MESSAGE_ACK','msg_id':'05','status':'READ'}",
        "{'type':'MESSAGE_ACK','msg_id':'5.0','status':'READ'}", "{'type':'MESSAGE_ACK','msg_id':'abc','status':'READ'}",
        "{'type':'MESSAGE_ACK','msg_id':'\u0665','status':'READ'}",
        "{'type':'MESSAGE_ACK','msg_id':'9223372036854775808','status':'READ'}",
        "{'type':'MESSAGE_ACK','msg_id':'99999999999999999999','status':'READ'}",
        "{'type':'MESSAGE_ACK','msg_id':'5','status':7}", "{'type':'MESSAGE_ACK','msg_id':'5','status':'READ','chat_id':7}",
        "{'type':'HISTORY'}", "{'type':'HISTORY','chat_id':'%','before_seq':'7'}",
        "{'type':'HISTORY','chat_id':'%','after_seq':1.5}", "{'type':'HISTORY','chat_id':'%','limit':true}",
        "{'type':'REMOVE_DEVICE'}", "{'type':'REMOVE_DEVICE','device_id':''}",
        "{'type':'PRESENCE_SUBSCRIBE'}", "{'type':'PRESENCE_SUBSCRIBE','user_ids':'a'}",
        "{'type':'PRESENCE_SUBSCRIBE','user_ids':['a b']}", "{'type':'PRESENCE_UNSUBSCRIBE','user_ids':[7]}",
        "{'type':'SET_PRIVACY'}", "{'type':'SET_PRIVACY','last_seen':true}", "{'type':'SET_PRIVACY','last_seen':null}",
        "{'type':'TYPING'}", "{'type':'TYPING','chat_id':'%'}", "{'type':'TYPING','chat_id':'%','state':true}",
        "{'type':'TYPING','state':'start'}", "{'type':'TYPING','chat_id':5,'state':'start'}",
    })
    void shouldCallItABadFrame(final String frame) {
        assertThat(parse(frame).code).isEqualTo(ErrorCode.BAD_FRAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'type':'CREATE_CHAT','participant_ids':[]}",
        "{'type':'ADD_PARTICIPANTS','chat_id':'%','user_ids':[]}", "{'type':'REMOVE_PARTICIPANTS','chat_id':'%','user_ids':[]}",
        "{'type':'SET_ROLE','chat_id':'%','user_id':'a','role':'owner'}", "{'type':'SET_ROLE','chat_id':'%','user_id':'a','role':''}",
        "{'type':'LIST_CHATS','limit':0}", "{'type':'LIST_CHATS','limit':-1}",
        "{'type':'LIST_CHATS','limit':-99999999999999999999999}",
        "{'type':'LIST_CHATS','since':'x'}", "{'type':'LIST_CHATS','cursor':''}", "{'type':'LIST_CHATS','cursor':'-1'}",
        "{'type':'GET_CHAT','chat_id':'%','cursor':'1 OR 1'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':''}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','content':''}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':'t','content':'AAAA'}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','media':[{'media_id':'x'}]}",
        "{'type':'SEND_MESSAGE','chat_id':'%','msg_id':'m','text':'t','media':[{'media_id':'x'}]}",
        "{'type':'MESSAGE_ACK','msg_id':'5','status':'SENT'}", "{'type':'MESSAGE_ACK','msg_id':'5','status':'read'}",
        "{'type':'HISTORY','chat_id':'%','before_seq':9,'after_seq':1}", "{'type':'HISTORY','chat_id':'%','after_seq':-1}",
        "{'type':'HEARTBEAT','status':'AWAY'}",
        "{'type':'PRESENCE_SUBSCRIBE','user_ids':[]}", "{'type':'PRESENCE_UNSUBSCRIBE','user_ids':[]}",
        "{'type':'SET_PRIVACY','last_seen':'everybody'}", "{'type':'SET_PRIVACY','last_seen':''}",
        "{'type':'TYPING','chat_id':'%','state':'pause'}", "{'type':'TYPING','chat_id':'none','state':''}",
    })
    void shouldCallItInvalid(final String frame) {
        assertThat(parse(frame).code).isEqualTo(ErrorCode.INVALID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "{'type':'DANCE'} ~ UNKNOWN_TYPE", "{'type':''} ~ UNKNOWN_TYPE", "{'type':'heartbeat'} ~ UNKNOWN_TYPE",
        "{'type':'ADD_PARTICIPANTS','chat_id':'none','user_ids':['a']} ~ FORBIDDEN",
        "{'type':'SET_ROLE','chat_id':'none','user_id':'a','role':'admin'} ~ FORBIDDEN",
        "{'type':'UPDATE_CHAT','chat_id':'none','title':'t'} ~ FORBIDDEN", "{'type':'LEAVE_CHAT','chat_id':''} ~ FORBIDDEN",
        "{'type':'PIGEON_POST','chat_id':5,'text':{}} ~ UNKNOWN_TYPE", "{'type':'TYPING','chat_id':'none','state':'stop'} ~ FORBIDDEN", "{'type':'CONNECTED'} ~ UNKNOWN_TYPE",
        "{'type':'SEND_MESSAGE','chat_id':'','msg_id':'m','text':'t'} ~ FORBIDDEN",
        "{'type':'SEND_MESSAGE','chat_id':'none','msg_id':'m','text':'t'} ~ FORBIDDEN",
        "{'type':'SEND_MESSAGE','chat_id':'8000000000000','msg_id':'m','text':'t'} ~ FORBIDDEN",
        "{'type':'SEND_MESSAGE','chat_id':'000000000000A','msg_id':'m','text':'t'} ~ FORBIDDEN",
        "{'type':'GET_CHAT','chat_id':'../etc/passwd'} ~ FORBIDDEN",
        "{'type':'HISTORY','chat_id':'#65'} ~ FORBIDDEN",
        "{'type':'MESSAGE_ACK','chat_id':'x','msg_id':'5','status':'READ'} ~ FORBIDDEN",
    })
    void shouldCallItByItsCode(final String frame, final ErrorCode code) {
        assertThat(parse(frame).code).isEqualTo(code);
    }

    @Test
    void shouldCallTooLargeWhatIsTooLarge() {
        final String create = "{'type':'CREATE_CHAT','participant_ids':['b'],'title':'%s'}";
        assertThat(parse(create.replace("%s", "é".repeat(128))).code).isNull();
        assertThat(parse(create.replace("%s", "é".repeat(128) + "a")).code).isEqualTo(ErrorCode.TOO_LARGE);
        final String update = "{'type':'UPDATE_CHAT','chat_id':'%','title':'#T'}";
        assertThat(parse(update.replace("#T", "é".repeat(128))).code).isNull();
        assertThat(parse(update.replace("#T", "é".repeat(128) + "a")).code).isEqualTo(ErrorCode.TOO_LARGE);
    }

    private RecordedCalls parse(final String frame) {
        final String whole = frame.replace("#65", SIXTY_FIVE).replace("'%'", "'0000000000001'").replace('\'', '"');
        return FrameParserTest.parse(parser, whole.getBytes(StandardCharsets.UTF_8));
    }
}
