package godwit.perf.load;

import godwit.perf.check.Bodies;
import godwit.perf.check.ChatLedger;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One user of the load: one connection, one direct chat. Speaks the client's side of the protocol as far as the load
 * needs it. Everything on the load's event loop.
 */
final class Player {
    private static final long RETRY_MIN_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String userId;
    private final String peerId;
    private final String token;
    private final int chat;
    private final int side;
    private final String keyPrefix;
    private final Bodies bodies;
    private final ChatLedger ledger;
    private final LoadListener listener;
    private final Outbox outbox = new Outbox();
    private final ServerFrame frame = new ServerFrame();
    private final Set<Long> leftOnce = new HashSet<>();
    private Channel channel;
    private String chatId;
    private String unacknowledgedMsgId;
    private int inFlightMax = 1;
    private boolean connected;
    private byte[] bytes = new byte[4096];

    Player(
        final String userId, final String peerId, final String token, final ChatSeat seat, final Bodies bodies,
        final ChatLedger ledger, final LoadListener listener) {
        this.userId = userId;
        this.peerId = peerId;
        this.token = token;
        this.chat = seat.chat();
        this.side = seat.side();
        this.keyPrefix = "m-" + seat.side() + "-";
        this.bodies = bodies;
        this.ledger = ledger;
        this.listener = listener;
    }

    String userId() {
        return userId;
    }

    int side() {
        return side;
    }

    Outbox outbox() {
        return outbox;
    }

    boolean ready() {
        return connected && chatId != null;
    }

    /** The WebSocket is open. */
    void onOpen(final Channel openChannel) {
        channel = openChannel;
        write("{\"type\":\"CONNECT\",\"token\":\"" + token + "\",\"device_id\":\"perf\"}");
    }

    /** The connection is gone. */
    void onClosed(final String why) {
        connected = false;
        channel = null;
        unacknowledgedMsgId = null;
        outbox.onDisconnected(System.nanoTime());
        listener.onDisconnected(why);
    }

    /** A frame came. */
    void onFrame(final ByteBuf content) {
        final int length = content.readableBytes();
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        content.getBytes(content.readerIndex(), bytes, 0, length);
        frame.parse(bytes, length);
        switch (frame.type) {
            case "CONNECTED" -> onConnected();
            case "CHAT_CREATED" -> onChat();
            case "MESSAGE_ACK" -> onAcknowledgement();
            case "RECEIVE_MESSAGE" -> onMessage();
            case "ERROR" -> onError();
            default -> {
            }
        }
    }

    /** A send's time has come. */
    void send(final PendingSend send) {
        outbox.add(send);
        pump();
    }

    /** Sends what may leave. */
    void pump() {
        if (!ready()) {
            return;
        }
        final long nowNs = System.nanoTime();
        for (PendingSend next = outbox.next(nowNs, inFlightMax); next != null;
            next = outbox.next(nowNs, inFlightMax)) {
            if (leftOnce.add(next.number())) {
                listener.onLeft(next.measured(), nowNs - next.intendedNs());
            }
            write("{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"" + chatId + "\",\"msg_id\":\"" + keyPrefix
                + next.number() + "\",\"text\":\"" + bodies.of(chat, side, next.number()) + "\"}");
        }
    }

    /** Acknowledges what came since the last call. */
    void acknowledge() {
        if (unacknowledgedMsgId != null && connected) {
            write("{\"type\":\"MESSAGE_ACK\",\"chat_id\":\"" + chatId + "\",\"msg_id\":\"" + unacknowledgedMsgId
                + "\",\"status\":\"DELIVERED\"}");
            unacknowledgedMsgId = null;
        }
    }

    /** Says that this user is there. */
    void heartbeat() {
        if (connected) {
            write("{\"type\":\"HEARTBEAT\"}");
        }
    }

    /** Leaves. */
    void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private void onConnected() {
        connected = true;
        inFlightMax = Math.max(1, frame.inFlight);
        if (chatId == null) {
            write("{\"type\":\"CREATE_CHAT\",\"req_id\":\"c\",\"participant_ids\":[\"" + peerId + "\"]}");
        } else {
            pump();
        }
    }

    private void onChat() {
        if (chatId == null) {
            chatId = frame.chatId;
            listener.onReady(this);
        }
    }

    private void onAcknowledgement() {
        if (!"SENT".equals(frame.status)) {
            return;
        }
        final long number = numberOf(frame.clientMsgId);
        final PendingSend send = outbox.onAnswer(number);
        if (ledger.onSent(side, number, frame.sequence) && send != null) {
            leftOnce.remove(number);
            listener.onSent(send.measured(), System.nanoTime() - send.intendedNs());
        }
        pump();
    }

    private void onMessage() {
        if (userId.equals(frame.senderId)) {
            return;
        }
        final long number = numberOf(frame.clientMsgId);
        unacknowledgedMsgId = frame.msgId;
        if (ledger.onReceived(1 - side, number, frame.sequence, frame.text)) {
            listener.onReceived(this, chat, 1 - side, number);
        }
    }

    private void onError() {
        if (frame.clientMsgId == null || !frame.retryable) {
            listener.onRefused(frame.code);
        }
        if (frame.clientMsgId == null) {
            return;
        }
        final long number = numberOf(frame.clientMsgId);
        if (frame.retryable) {
            final long delayNs = Math.max(RETRY_MIN_NS, TimeUnit.MILLISECONDS.toNanos(frame.retryAfterMs));
            outbox.onRefused(number, System.nanoTime() + delayNs);
        } else {
            outbox.onAnswer(number);
        }
    }

    private static long numberOf(final String key) {
        return Long.parseLong(key.substring(key.lastIndexOf('-') + 1));
    }

    private void write(final String text) {
        if (channel != null) {
            channel.writeAndFlush(new TextWebSocketFrame(ByteBufUtil.writeUtf8(channel.alloc(), text)));
        }
    }
}
