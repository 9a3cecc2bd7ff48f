package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Links;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.ChangeChatDecoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.CreateChatDecoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.EdgeCloseDecoder;
import godwit.protocol.codecs.EdgeKeepAliveDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.LaggingDecoder;
import godwit.protocol.codecs.ListChatsDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.PresenceSubscribeDecoder;
import godwit.protocol.codecs.PresenceUnsubscribeDecoder;
import godwit.protocol.codecs.ReadHistoryDecoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.ResyncDecoder;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.SendDecoder;
import godwit.protocol.codecs.SessionEnd;
import godwit.protocol.codecs.SetPrivacyDecoder;
import godwit.protocol.codecs.TypingDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;

/** An uplink whose cluster is a list of words, with connections that record what they hear, and the time in the test's hand. */
public final class ShardHarness implements CommandSink {
    /** The edge's id. */
    public static final long EDGE_ID = 99;
    /** A device's window. */
    public static final int UNACKED_MAX = 32;
    /** A chat. */
    public static final long CHAT = 7;

    /** What the shard was told. */
    public final List<String> commands = new ArrayList<>();
    /** What it was told beside that. */
    public final List<String> typings = new ArrayList<>();
    /** In which sessions the shard was told to send. */
    public final List<Long> sendSessions = new ArrayList<>();
    /** What the connections heard. */
    public final List<String> heard = new ArrayList<>();
    /** Local connections. */
    public final Links links;
    /** Counts. */
    public final EdgeCounters counters = new EdgeCounters();
    /** What may be held. */
    public final ByteBudget held;
    /** The tested one. */
    public final Uplink uplink;
    /** What the cluster answers to an offer. */
    public OfferResult result = OfferResult.OFFERED;
    /** How many more commands the cluster takes. */
    public int room = Integer.MAX_VALUE;
    /** The term of its leader. */
    public long termId;
    /** The time. */
    public long nowMs;
    /** How long the latest Attach says that it waited. */
    public long waitedMs;
    /** Under which what was read last, and nobody waits for, is answered. */
    public long readsCorrelation;
    /** Under which what was read, and nobody waits for, is answered, in the order in which it was told. */
    public final List<Long> readsCorrelations = new ArrayList<>();
    /** The partition of everybody. */
    public CompletableFuture<Integer> partition = CompletableFuture.completedFuture(1);
    private final Map<Long, Long> attaches = new HashMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private long positions;

    /** A harness with room for so many requests. */
    public ShardHarness(final int pendingMax) {
        this(pendingMax, ByteBudget.unbounded());
    }

    /** A harness with room for so many requests and bytes. */
    public ShardHarness(final int pendingMax, final ByteBudget held) {
        this(pendingMax, held, new Links());
    }

    /** A harness for one of several shards. */
    public ShardHarness(final int pendingMax, final ByteBudget held, final Links links) {
        this.held = held;
        this.links = links;
        uplink = new Uplink(new UplinkConfiguration(
            EDGE_ID, "aeron:ipc", 1, "test", pendingMax, 5_000, 100, UNACKED_MAX),
            this, links, userId -> partition, Runnable::run, held, counters);
    }

    /** Opens the lease. */
    public ShardHarness open() {
        uplink.onConnected();
        work();
        uplink.answers().onEdgeOpened(1, nowMs);
        commands.clear();
        return this;
    }

    /** Attaches a connection with the session 100 + its id. */
    public ShardHarness attach(final long connectionId) {
        return attach(connectionId, "user" + connectionId);
    }

    /** The same of a certain user. */
    public ShardHarness attach(final long connectionId, final String userId) {
        request(new Request.Attach(connectionId, null, userId, "phone", 0, new Recorder(connectionId)));
        work();
        uplink.answers().onAttached(correlation(), connectionId, 100 + connectionId, true, 0);
        commands.clear();
        heard.clear();
        return this;
    }

    /** A request arrives. */
    public void request(final Request request) {
        uplink.onRequest(request, nowMs);
    }

    /** A send arrives. */
    public void send(final long connectionId, final String key) {
        request(new Request.Send(connectionId, null, CHAT, key, ContentKind.TEXT, new byte[] {'x'}, positions++));
    }

    /** One duty cycle. */
    public void work() {
        uplink.doWork(nowMs);
    }

    /** Time passes, then one duty cycle. */
    public void after(final long ms) {
        nowMs += ms;
        work();
    }

    /** What was told the shard since the last time, one line each. */
    public List<String> takeCommands() {
        final List<String> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }

    /** What the connections heard since the last time. */
    public List<String> takeHeard() {
        final List<String> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    /** The correlation of the last command that has one. */
    public long correlation() {
        final String last = commands.get(commands.size() - 1);
        return Long.parseLong(last.substring(last.indexOf('#') + 1));
    }

    /** The correlation of a connection's last Attach. */
    public long attachOf(final long connectionId) {
        return attaches.get(connectionId);
    }

    /** How often that was counted. */
    public long count(final EdgeCounter counter) {
        return counters.get(counter);
    }

    @Override
    public long termId() {
        return termId;
    }

    @Override
    public boolean offerTyping(final DirectBuffer buffer, final int offset, final int length) {
        final TypingDecoder d = new TypingDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        typings.add(d.chatId() + " " + d.state() + " " + d.forwarded() + " " + d.userId());
        return room > 0;
    }

    @Override
    public OfferResult offer(final DirectBuffer buffer, final int offset, final int length) {
        if (room == 0) {
            return OfferResult.BACK_PRESSURED;
        }
        if (result == OfferResult.OFFERED) {
            room--;
            commands.add(word(buffer, offset));
        }
        return result;
    }

    private String word(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case EdgeOpenDecoder.TEMPLATE_ID: {
                final EdgeOpenDecoder d = new EdgeOpenDecoder().wrapAndApplyHeader(buffer, offset, header);
                return "open #" + d.correlationId();
            }
            case EdgeKeepAliveDecoder.TEMPLATE_ID: {
                final EdgeKeepAliveDecoder d = new EdgeKeepAliveDecoder().wrapAndApplyHeader(buffer, offset, header);
                return "keepalive e" + d.epoch();
            }
            case EdgeCloseDecoder.TEMPLATE_ID:
                return "close";
            case AttachDecoder.TEMPLATE_ID: {
                final AttachDecoder d = new AttachDecoder().wrapAndApplyHeader(buffer, offset, header);
                attaches.put(d.connectionId(), d.correlationId());
                waitedMs = d.waitedMs();
                return "attach c" + d.connectionId() + " e" + d.epoch()
                    + (d.previousSession() == 0 ? "" : " after s" + d.previousSession()) + " #" + d.correlationId();
            }
            case CreateChatDecoder.TEMPLATE_ID: {
                final CreateChatDecoder d = new CreateChatDecoder().wrapAndApplyHeader(buffer, offset, header);
                final StringBuilder word = new StringBuilder("create ").append(d.creatorPartition());
                for (final CreateChatDecoder.ParticipantsDecoder p : d.participants()) {
                    final int of = p.partition();
                    word.append(' ').append(p.participantId()).append('/').append(of);
                }
                return word.append(" #").append(d.correlationId()).toString();
            }
            case ChangeChatDecoder.TEMPLATE_ID: {
                final ChangeChatDecoder d = new ChangeChatDecoder().wrapAndApplyHeader(buffer, offset, header);
                final StringBuilder word = new StringBuilder("change chat").append(d.chatId()).append(' ')
                    .append(d.changeKind()).append(d.role() == Role.NULL_VAL ? "" : " " + d.role());
                for (final ChangeChatDecoder.ParticipantsDecoder p : d.participants()) {
                    final int of = p.partition();
                    word.append(' ').append(p.participantId()).append('/').append(of);
                }
                return word.append(" by ").append(d.userId()).append(" '").append(d.title()).append("' #")
                    .append(d.correlationId()).toString();
            }
            case DetachDecoder.TEMPLATE_ID: {
                final DetachDecoder d = new DetachDecoder().wrapAndApplyHeader(buffer, offset, header);
                return "detach s" + d.session() + (d.away() == 1 ? " away" : "");
            }
            case SendDecoder.TEMPLATE_ID: {
                final SendDecoder d = new SendDecoder().wrapAndApplyHeader(buffer, offset, header);
                sendSessions.add(d.session());
                final String word = "send " + d.senderId() + " " + d.deviceId() + " " + d.clientMsgId();
                d.skipBody();
                final String after = d.afterClientMsgId();
                return word + (after.isEmpty() ? "" : " after " + after) + " #" + d.correlationId();
            }
            case ListChatsDecoder.TEMPLATE_ID: {
                final ListChatsDecoder d = new ListChatsDecoder().wrapAndApplyHeader(buffer, offset, header);
                return "list s" + d.session() + " e" + d.epoch() + " #" + d.correlationId();
            }
            case ReadHistoryDecoder.TEMPLATE_ID: {
                final ReadHistoryDecoder d = new ReadHistoryDecoder().wrapAndApplyHeader(buffer, offset, header);
                final String before = d.beforeSequence() < 0 ? "" : " before " + d.beforeSequence();
                return "history chat" + d.chatId() + before + " #" + d.correlationId();
            }
            case AcknowledgeDecoder.TEMPLATE_ID:
                return acknowledge(buffer, offset);
            case ResyncDecoder.TEMPLATE_ID: {
                final StringBuilder word = new StringBuilder("resync");
                for (final ResyncDecoder.SessionsDecoder s
                    : new ResyncDecoder().wrapAndApplyHeader(buffer, offset, header).sessions()) {
                    word.append(" s").append(s.session()).append('/').append(s.changeSeen());
                }
                return word.toString();
            }
            case LaggingDecoder.TEMPLATE_ID: {
                final StringBuilder word = new StringBuilder("lagging");
                for (final LaggingDecoder.SubscriptionsDecoder s
                    : new LaggingDecoder().wrapAndApplyHeader(buffer, offset, header).subscriptions()) {
                    word.append(" s").append(s.session()).append("/chat").append(s.chatId()).append('@').append(s.sequence());
                }
                return word.toString();
            }
            case PresenceSubscribeDecoder.TEMPLATE_ID: {
                final PresenceSubscribeDecoder d = new PresenceSubscribeDecoder().wrapAndApplyHeader(buffer, offset, header);
                final StringBuilder users = new StringBuilder();
                int count = 0;
                for (final PresenceSubscribeDecoder.UsersDecoder user : d.users()) {
                    users.append(' ').append(count++ < 3 ? user.userId() : user.userId().substring(0, 0));
                }
                return "presence " + d.askerId() + " of " + (count > 3 ? count + " users" : users.toString().trim())
                    + " e" + d.epoch() + " #" + d.correlationId();
            }
            case PresenceUnsubscribeDecoder.TEMPLATE_ID: {
                final StringBuilder users = new StringBuilder("forgo");
                for (final PresenceUnsubscribeDecoder.UsersDecoder user
                    : new PresenceUnsubscribeDecoder().wrapAndApplyHeader(buffer, offset, header).users()) {
                    users.append(' ').append(user.userId());
                }
                return users.toString();
            }
            case SetPrivacyDecoder.TEMPLATE_ID: {
                final SetPrivacyDecoder d = new SetPrivacyDecoder().wrapAndApplyHeader(buffer, offset, header);
                return "privacy s" + d.session() + " " + d.visibility() + " #" + d.correlationId();
            }
            default:
                return "template " + header.templateId();
        }
    }

    private String acknowledge(final DirectBuffer buffer, final int offset) {
        final StringBuilder word = new StringBuilder("ack");
        long correlationId = 0;
        for (final AcknowledgeDecoder.AcknowledgementsDecoder a
            : new AcknowledgeDecoder().wrapAndApplyHeader(buffer, offset, header).acknowledgements()) {
            word.append(" s").append(a.session()).append(' ')
                .append(a.status() == ReceiptStatus.SENT ? "PASSED" : a.status().name()).append(' ').append(a.sequence());
            if (a.messageOrdinal() != 0) {
                word.append(" of ").append(a.messageOrdinal());
            }
            correlationId = Math.max(correlationId, a.correlationId());
            if (a.correlationId() != 0) {
                readsCorrelations.add(a.correlationId());
            }
        }
        if (correlationId != 0 && uplink.answers().pending(correlationId) == null) {
            readsCorrelation = correlationId;
            return word.toString();
        }
        return correlationId == 0 ? word.toString() : word + " #" + correlationId;
    }

    /** Records what a connection hears as words. */
    public final class Recorder implements Connection {
        private final String name;

        /** Of this connection. */
        public Recorder(final long connectionId) {
            name = "c" + connectionId + " ";
        }

        @Override
        public void onAttached(final Request.Attach request, final long session, final boolean resumed) {
            heard.add(name + "attached " + session);
        }

        @Override
        public void onSent(
            final Request.Send request, final long msgId, final long sequence, final long timestampMs,
            final boolean duplicate) {
            heard.add(name + "sent " + request.clientMsgId() + " " + sequence);
        }

        @Override
        public void onDone(final Request request) {
            heard.add(name + "done");
        }

        @Override
        public void onRefused(
            final Request request, final RefusalCode code, final int detail, final long retryAfterMs) {
            final String what = request instanceof Request.Send send ? " " + send.clientMsgId() : "";
            heard.add(name + "refused " + code + what);
        }

        @Override
        public void onAnswer(final Request request, final byte[] frame) {
            heard.add(name + "answer " + new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void onEntry(final byte[] frame, final long msgId) {
            heard.add(name + "entry " + msgId);
        }

        @Override
        public void onAnsweringEntry(final Request request, final byte[] frame, final long msgId) {
            heard.add(name + "answering entry " + msgId + " " + new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void onPushedFrame(final byte[] frame) {
            heard.add(name + "frame " + new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void onFleetingFrame(final byte[] frame) {
            heard.add(name + "fleeting " + new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void onRestarted() {
            heard.add(name + "restarted");
        }

        @Override
        public void onSeenWanted() {
            heard.add(name + "is to say when it was seen");
        }

        @Override
        public void onMissing() {
            heard.add(name + "misses something");
        }

        @Override
        public void onEnded(final SessionEnd reason) {
            heard.add(name + "ended " + reason);
        }
    }
}
