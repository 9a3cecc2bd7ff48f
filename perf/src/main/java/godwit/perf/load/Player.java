package godwit.perf.load;

import godwit.perf.check.Bodies;
import godwit.perf.check.ChatLedger;

/**
 * One user of the load: one connection, one direct chat. Speaks the client's side of the protocol as far as the load
 * needs it. Everything on the load's event loop.
 */
final class Player extends SendingClient {
    private final String peerId;
    private final ChatSeat seat;
    private final int chat;
    private final int side;
    private final String keyPrefix;
    private final Bodies bodies;
    private final ChatLedger ledger;
    private final LoadListener listener;
    private String chatId;
    private String unacknowledgedMsgId;

    Player(
        final String userId, final String peerId, final String token, final ChatSeat seat, final Bodies bodies,
        final ChatLedger ledger, final LoadListener listener) {
        super(userId, token, listener);
        this.peerId = peerId;
        this.seat = seat;
        this.chat = seat.chat();
        this.side = seat.side();
        this.keyPrefix = "m-" + seat.side() + "-";
        this.bodies = bodies;
        this.ledger = ledger;
        this.listener = listener;
    }

    boolean ready() {
        return connected() && chatId != null;
    }

    @Override
    void onGone(final String why) {
        unacknowledgedMsgId = null;
        outbox().onDisconnected(System.nanoTime());
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

    @Override
    boolean maySend() {
        return ready();
    }

    @Override
    String frameOf(final PendingSend send) {
        return "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"" + chatId + "\",\"msg_id\":\"" + keyPrefix + send.number()
            + "\",\"text\":\"" + bodies.of(chat, side, send.number()) + "\"}";
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
        inFlightMax(frame.inFlight);
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
        final PendingSend send = answered(number);
        if (ledger.onSent(side, number, frame.sequence) && send != null) {
            onSent(send);
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
}
