package godwit.perf.load;

import godwit.perf.check.Bodies;
import godwit.perf.check.ChatLedger;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One user of the load: one connection, one direct chat. Speaks the client's side of the protocol as far as the load
 * needs it. Everything on the load's event loop.
 */
final class Player extends LoadClient {
    private static final long RETRY_MIN_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String peerId;
    private final ChatSeat seat;
    private final int chat;
    private final int side;
    private final String keyPrefix;
    private final Bodies bodies;
    private final ChatLedger ledger;
    private final LoadListener listener;
    private final Outbox outbox = new Outbox();
    private final Set<Long> leftOnce = new HashSet<>();
    private String chatId;
    private String unacknowledgedMsgId;
    private int inFlightMax = 1;

    Player(
        final String userId, final String peerId, final String token, final ChatSeat seat, final Bodies bodies,
        final ChatLedger ledger, final LoadListener listener) {
        super(userId, token);
        this.peerId = peerId;
        this.seat = seat;
        this.chat = seat.chat();
        this.side = seat.side();
        this.keyPrefix = "m-" + seat.side() + "-";
        this.bodies = bodies;
        this.ledger = ledger;
        this.listener = listener;
    }

    Outbox outbox() {
        return outbox;
    }

    boolean ready() {
        return connected() && chatId != null;
    }

    @Override
    void onGone(final String why) {
        unacknowledgedMsgId = null;
        outbox.onDisconnected(System.nanoTime());
        listener.onDisconnected(why);
    }

    @Override
    void onFrame() {
        switch (frame.type) {
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
        if (unacknowledgedMsgId != null && connected()) {
            write("{\"type\":\"MESSAGE_ACK\",\"chat_id\":\"" + chatId + "\",\"msg_id\":\"" + unacknowledgedMsgId
                + "\",\"status\":\"DELIVERED\"}");
            unacknowledgedMsgId = null;
        }
    }

    @Override
    void onConnected() {
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
        if (userId().equals(frame.senderId)) {
            return;
        }
        final long number = numberOf(frame.clientMsgId);
        unacknowledgedMsgId = frame.msgId;
        if (ledger.onReceived(1 - side, number, frame.sequence, frame.text)) {
            listener.onReceived(seat.message(1 - side, number));
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
}
