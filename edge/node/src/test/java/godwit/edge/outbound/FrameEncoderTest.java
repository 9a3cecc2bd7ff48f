package godwit.edge.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.ChangeBodies;
import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The frames as PROTOCOL spells them, byte for byte. */
final class FrameEncoderTest {
    private static final long CHAT = 33;
    private static final long SEED = Long.getLong("godwit.test.seed", System.nanoTime());

    private final FrameEncoder encoder = new FrameEncoder(ConnectionLimits.DEFAULT);

    @Test
    void shouldWriteConnected() {
        assertFrame(encoder.connected("r", "alice", "phone-1", 7, true, 1_800_000_000_000L),
            "{'type':'CONNECTED','req_id':'r','user_id':'alice','device_id':'phone-1','session_id':'7','resumed':true,"
                + "'server_time':1800000000000,'heartbeat_ms':5000,"
                + "'limits':{'frame_bytes':65536,'text_bytes':4096,'in_flight':32,'unacked':256}}");
    }

    @Test
    void shouldWriteGoAway() {
        assertFrame(encoder.goAway(GoAwayReason.REPLACED, FrameEncoder.NOT_TOLD),
            "{'type':'GOAWAY','reason':'replaced'}");
        assertFrame(encoder.goAway(GoAwayReason.DRAIN, 1_500),
            "{'type':'GOAWAY','reason':'drain','reconnect_after_ms':1500}");
        assertFrame(encoder.goAway(GoAwayReason.TOKEN_EXPIRED, -1), "{'type':'GOAWAY','reason':'token_expired'}");
        assertFrame(encoder.goAway(GoAwayReason.REMOVED, -1), "{'type':'GOAWAY','reason':'removed'}");
        assertFrame(encoder.goAway(GoAwayReason.SHUTDOWN, 0),
            "{'type':'GOAWAY','reason':'shutdown','reconnect_after_ms':0}");
    }

    @Test
    void shouldWriteChatCreated() {
        final ChatCreatedFields chat = new ChatCreatedFields().chat(CHAT, ChatKind.GROUP, 3, 40)
            .names("alice", "Tea", "k1").participant("alice").participant("bob").reqId("1");
        assertFrame(encoder.chatCreated(chat, 2),
            "{'type':'CHAT_CREATED','req_id':'1','chat_id':'0000000000011','kind':'group','version':3,"
                + "'participants':['alice','bob'],'participants_count':40,'title':'Tea','created_by':'alice',"
                + "'client_chat_id':'k1'}");
        chat.chat(CHAT, ChatKind.DIRECT, 0, 2).names("alice", null, "").participant("bob").reqId(null);
        assertFrame(encoder.chatCreated(chat, 2),
            "{'type':'CHAT_CREATED','chat_id':'0000000000011','kind':'direct','version':0,'participants':['bob'],"
                + "'participants_count':2,'title':'','created_by':'alice'}");
    }

    @Test
    void shouldListSoManyMembersOfAChatAtMost() {
        final ChatCreatedFields chat = new ChatCreatedFields().chat(CHAT, ChatKind.GROUP, 0, 3)
            .names("alice", null, null).participant("alice").participant("bob").participant("carol");
        assertThat(Json.text(encoder.chatCreated(chat, 2)))
            .contains("\"participants\":[\"alice\",\"bob\"],\"participants_count\":3");
    }

    @Test
    void shouldWriteChangesOfAChat() {
        final String head = "{'type':'CHAT_UPDATED','chat_id':'0000000000011','msg_id':'5','seq':42,'version':7,";
        assertFrame(encoder.entry(change(ChangeBodies.members(ChangeKind.ADDED, 7, "bob", "carol"))),
            head + "'change':'added','user_ids':['bob','carol'],'user_ids_count':2,'by':'alice','ts':9}");
        assertFrame(encoder.entry(change(ChangeBodies.of(ChangeKind.REMOVED, null, 700, 7, "", "bob"))),
            head + "'change':'removed','user_ids':['bob'],'user_ids_count':700,'by':'alice','ts':9}");
        assertFrame(encoder.entry(change(ChangeBodies.members(ChangeKind.LEFT, 7, "alice"))),
            head + "'change':'left','user_ids':['alice'],'user_ids_count':1,'by':'alice','ts':9}");
        assertFrame(encoder.entry(change(ChangeBodies.of(ChangeKind.ROLE, Role.ADMIN, 1, 7, "", "bob"))),
            head + "'change':'role','user_ids':['bob'],'user_ids_count':1,'role':'admin','by':'alice','ts':9}");
        assertFrame(encoder.entry(change(ChangeBodies.of(ChangeKind.ROLE, Role.MEMBER, 1, 7, "", "bob"))),
            head + "'change':'role','user_ids':['bob'],'user_ids_count':1,'role':'member','by':'alice','ts':9}");
        assertFrame(encoder.entry(change(ChangeBodies.of(ChangeKind.TITLE, null, 0, 7, "T\u00e9a \u201c"))),
            head + "'change':'title','title':'T\u00e9a \u201c','by':'alice','ts':9}");
        assertFrame(encoder.entry(change(ChangeBodies.of(ChangeKind.TITLE, null, 0, 7, ""))),
            head + "'change':'title','title':'','by':'alice','ts':9}");
    }

    @Test
    void shouldWriteTheAnswerToAChange() {
        assertFrame(encoder.changed("r", change(ChangeBodies.of(ChangeKind.TITLE, null, 0, 7, "Tea"))),
            "{'type':'CHAT_UPDATED','req_id':'r','chat_id':'0000000000011','msg_id':'5','seq':42,'version':7,"
                + "'change':'title','title':'Tea','by':'alice','ts':9}");
        assertFrame(encoder.unchanged("r", CHAT, 7),
            "{'type':'CHAT_UPDATED','req_id':'r','chat_id':'0000000000011','version':7,'change':'none'}");
    }

    @Test
    void shouldWriteAChangeThatItCannotReadSoThatItIsAcknowledged() {
        final byte[] later = ChangeBodies.members(ChangeKind.ADDED, 7, "bob");
        later[0] = 2;
        final byte[] broken = ChangeBodies.members(ChangeKind.ADDED, 7, "bob");
        broken[18] = 2;
        for (final byte[] body : new byte[][] {later, broken, {}}) {
            assertFrame(encoder.entry(change(body)), "{'type':'CHAT_UPDATED','chat_id':'0000000000011','msg_id':'5',"
                + "'seq':42,'change':'unknown','by':'alice','ts':9}");
        }
        final byte[] kind = ChangeBodies.members(ChangeKind.ADDED, 7, "bob");
        kind[1] = 9;
        assertFrame(encoder.entry(change(kind)), "{'type':'CHAT_UPDATED','chat_id':'0000000000011','msg_id':'5',"
            + "'seq':42,'version':7,'change':'unknown','user_ids':['bob'],'user_ids_count':1,'by':'alice','ts':9}");
    }

    @Test
    void shouldWriteAChangeInAHistoryPageWithoutStatusAndAsALastMessage() {
        final HistoryPageEncoder pages = new HistoryPageEncoder();
        pages.begin(null, CHAT);
        pages.add(change(ChangeBodies.of(ChangeKind.TITLE, null, 0, 7, "Tea")).status(3));
        final String change = "{'type':'CHAT_UPDATED','chat_id':'0000000000011','msg_id':'5','seq':42,'version':7,"
            + "'change':'title','title':'Tea','by':'alice','ts':9}";
        assertFrame(pages.end(false),
            "{'type':'HISTORY_PAGE','chat_id':'0000000000011','messages':[" + change + "],'more':false}");
        final ChatsEncoder chats = new ChatsEncoder();
        final ChatFields row = row().lastMessage(change(ChangeBodies.of(ChangeKind.TITLE, null, 0, 7, "Tea")));
        chats.begin(null, List.of(row));
        chats.add(row);
        assertThat(Json.text(chats.end(0, -1))).contains(("'last_message':" + change + "}").replace('\'', '"'));
    }

    @Test
    void shouldWriteSent() {
        assertFrame(encoder.sent(null, CHAT, "m987", Long.MAX_VALUE, 42, 1_800_000_000_000L, false),
            "{'type':'MESSAGE_ACK','chat_id':'0000000000011','client_msg_id':'m987','msg_id':'9223372036854775807',"
                + "'seq':42,'status':'SENT','ts':1800000000000}");
        assertFrame(encoder.sent("r", CHAT, "m987", 5, 42, 9, true),
            "{'type':'MESSAGE_ACK','req_id':'r','chat_id':'0000000000011','client_msg_id':'m987','msg_id':'5',"
                + "'seq':42,'status':'SENT','ts':9,'duplicate':true}");
    }

    @Test
    void shouldWriteReceipts() {
        assertFrame(encoder.receipt(CHAT, 5, 42, ReceiptStatus.DELIVERED, utf8("bob"), 9),
            "{'type':'MESSAGE_ACK','chat_id':'0000000000011','msg_id':'5','seq':42,'status':'DELIVERED',"
                + "'user_id':'bob','ts':9}");
        assertFrame(encoder.receipt(CHAT, 5, 42, ReceiptStatus.READ, utf8("bob"), 9),
            "{'type':'MESSAGE_ACK','chat_id':'0000000000011','msg_id':'5','seq':42,'status':'READ',"
                + "'user_id':'bob','ts':9}");
    }

    @Test
    void shouldWriteMessages() {
        final MessageFields message = message("Hello!");
        assertFrame(encoder.entry(message),
            "{'type':'RECEIVE_MESSAGE','chat_id':'0000000000011','msg_id':'5','client_msg_id':'m987','seq':42,"
                + "'sender_id':'alice','text':'Hello!','ts':9}");
        message.contentKind(ContentKind.OPAQUE).body().wrap(new byte[] {0, (byte) 0xFF, 16, 1});
        assertFrame(encoder.entry(message),
            "{'type':'RECEIVE_MESSAGE','chat_id':'0000000000011','msg_id':'5','client_msg_id':'m987','seq':42,"
                + "'sender_id':'alice','content':'AP8QAQ==','ts':9}");
    }

    @Test
    void shouldWriteHeartbeatAckAndOk() {
        assertFrame(encoder.heartbeatAck(null, 9), "{'type':'HEARTBEAT_ACK','server_time':9}");
        assertFrame(encoder.heartbeatAck("r", 9), "{'type':'HEARTBEAT_ACK','req_id':'r','server_time':9}");
        assertFrame(encoder.ok("r"), "{'type':'OK','req_id':'r'}");
    }

    @Test
    void shouldWritePresenceAndWhenItWasOnlyIfItIsTold() {
        assertFrame(encoder.presence("bob", true, -1), "{'type':'PRESENCE','user_id':'bob','status':'ONLINE'}");
        assertFrame(encoder.presence("bob", false, 9), "{'type':'PRESENCE','user_id':'bob','status':'OFFLINE','last_seen':9}");
        assertFrame(encoder.presence("bob", false, -1), "{'type':'PRESENCE','user_id':'bob','status':'OFFLINE'}");
    }

    @Test
    void shouldWriteWhoTypes() {
        assertFrame(encoder.typing(1, new UnsafeBuffer("bob".getBytes(StandardCharsets.UTF_8)), true),
            "{'type':'TYPING','chat_id':'0000000000001','user_id':'bob','state':'start'}");
        assertFrame(encoder.typing(1, new UnsafeBuffer("bob".getBytes(StandardCharsets.UTF_8)), false),
            "{'type':'TYPING','chat_id':'0000000000001','user_id':'bob','state':'stop'}");
    }

    @Test
    void shouldWriteErrors() {
        assertFrame(encoder.error(ErrorCode.RATE_LIMITED, "slower", new FrameEcho("r", "c", "m"), 250),
            "{'type':'ERROR','req_id':'r','chat_id':'c','client_msg_id':'m','code':'RATE_LIMITED','message':'slower',"
                + "'retryable':true,'retry_after_ms':250}");
        assertFrame(encoder.error(ErrorCode.BAD_FRAME, "no", FrameEcho.NONE, FrameEncoder.NOT_TOLD),
            "{'type':'ERROR','code':'BAD_FRAME','message':'no','retryable':false}");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldCallThreeCodesRetryable(final ErrorCode code) {
        final Map<String, Object> error = Json.read(encoder.error(code, "", FrameEcho.NONE, -1));
        assertThat(error).containsEntry("code", code.name()).containsEntry("retryable",
            code == ErrorCode.RATE_LIMITED || code == ErrorCode.UNAVAILABLE || code == ErrorCode.INTERNAL);
    }

    @Test
    void shouldWriteHistoryPages() {
        final HistoryPageEncoder pages = new HistoryPageEncoder();
        pages.begin("r", CHAT);
        assertThat(pages.add(message("b").status(3))).isTrue();
        assertThat(pages.add(message("a").status(1))).isTrue();
        assertFrame(pages.end(true),
            "{'type':'HISTORY_PAGE','req_id':'r','chat_id':'0000000000011','messages':["
                + "{'type':'RECEIVE_MESSAGE','chat_id':'0000000000011','msg_id':'5','client_msg_id':'m987','seq':42,"
                + "'sender_id':'alice','text':'b','ts':9,'status':3},"
                + "{'type':'RECEIVE_MESSAGE','chat_id':'0000000000011','msg_id':'5','client_msg_id':'m987','seq':42,"
                + "'sender_id':'alice','text':'a','ts':9,'status':1}],'more':true}");
        pages.begin(null, CHAT);
        assertFrame(pages.end(false),
            "{'type':'HISTORY_PAGE','chat_id':'0000000000011','messages':[],'more':false}");
    }

    @Test
    void shouldEndAHistoryPageBeforeItIsTooLong() {
        final HistoryPageEncoder pages = new HistoryPageEncoder();
        pages.begin("r".repeat(64), CHAT);
        int added = 0;
        while (pages.add(message("\u0001".repeat(4_096)).status(1))) {
            added++;
        }
        final FrameSink page = pages.end(true);
        assertThat(added).isGreaterThanOrEqualTo(9);
        assertThat(page.length()).isBetween(200 * 1_024, FrameEncoder.FRAME_BYTES_MAX);
        assertThat(Json.read(page).get("messages")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
            .hasSize(added);
    }

    @Test
    void shouldWriteChats() {
        final ChatsEncoder chats = new ChatsEncoder();
        final ChatFields direct = row().peers(5, 4).lastMessage(message("x"));
        final ChatFields group = row().names("Tea", null).membership(false, Role.ADMIN)
            .chat(34, ChatKind.GROUP, 8, 3).peers(-1, -1).lastMessage(null);
        chats.begin("r", List.of(direct, group));
        assertThat(chats.add(direct)).isTrue();
        assertThat(chats.add(group)).isTrue();
        assertFrame(chats.end(17, 12),
            "{'type':'CHATS','req_id':'r','chats':[{'chat_id':'0000000000011','kind':'direct','title':'',"
                + "'peer_id':'bob','member':true,'role':'member','version':0,'participants_count':2,'last_seq':9,"
                + "'delivered_seq':7,'read_seq':6,'peers_delivered_seq':5,'peers_read_seq':4,'unread':3,"
                + "'last_message':{'type':'RECEIVE_MESSAGE','chat_id':'0000000000011','msg_id':'5',"
                + "'client_msg_id':'m987','seq':42,'sender_id':'alice','text':'x','ts':9}},"
                + "{'chat_id':'0000000000012','kind':'group','title':'Tea','member':false,'role':'admin','version':8,"
                + "'participants_count':3,'last_seq':9,'delivered_seq':7,'read_seq':6,'unread':3}],"
                + "'as_of':'17','next':'12'}");
        chats.begin(null, List.of());
        assertFrame(chats.end(0, -1), "{'type':'CHATS','chats':[],'as_of':'0'}");
    }

    @Test
    void shouldWriteAChat() {
        final ChatEncoder chat = new ChatEncoder();
        chat.begin("r", row());
        chat.add("alice", Role.ADMIN, 7, 6);
        chat.add("bob", Role.MEMBER, 5, 4);
        assertFrame(chat.end(2),
            "{'type':'CHAT','req_id':'r','chat_id':'0000000000011','kind':'direct','title':'','peer_id':'bob',"
                + "'member':true,'role':'member','version':0,'participants_count':2,'last_seq':9,'delivered_seq':7,"
                + "'read_seq':6,'unread':3,'participants':["
                + "{'user_id':'alice','role':'admin','delivered_seq':7,'read_seq':6},"
                + "{'user_id':'bob','role':'member','delivered_seq':5,'read_seq':4}],'next':'2'}");
    }

    @Test
    void shouldWriteDevices() {
        final DevicesEncoder devices = new DevicesEncoder();
        devices.begin("r");
        devices.add("phone-1", true, 9);
        devices.add("laptop", false, 8);
        assertFrame(devices.end(),
            "{'type':'DEVICES','req_id':'r','devices':[{'device_id':'phone-1','connected':true,'last_seen':9},"
                + "{'device_id':'laptop','connected':false,'last_seen':8}]}");
    }

    @Test
    void shouldWriteEveryNumberAndChatId() {
        final Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            final long number = random.nextLong() >>> 1 + random.nextInt(62);
            final Map<String, Object> sent = Json.read(encoder.sent(null, number, "m", number, number, number, false));
            assertThat(sent).as("-Dgodwit.test.seed=%d", SEED)
                .containsEntry("chat_id", ChatIds.format(number)).containsEntry("msg_id", Long.toString(number))
                .containsEntry("seq", number).containsEntry("ts", number);
        }
    }

    static MessageFields message(final String text) {
        return new MessageFields().entry(CHAT, 5, 42, 9)
            .texts("alice", "m987", text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageFields change(final byte[] body) {
        return new MessageFields().entry(CHAT, 5, 42, 9).contentKind(ContentKind.CHANGE).texts("alice", "", body);
    }

    static ChatFields row() {
        return new ChatFields().chat(CHAT, ChatKind.DIRECT, 0, 2).names(null, "bob").membership(true, Role.MEMBER)
            .cursors(9, 7, 6, 3);
    }

    private static UnsafeBuffer utf8(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertFrame(final FrameSink frame, final String expected) {
        assertThat(Json.text(frame)).isEqualTo(expected.replace('\'', '"'));
        Json.read(frame);
    }
}
