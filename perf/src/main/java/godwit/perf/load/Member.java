package godwit.perf.load;

/**
 * One member of a group of the load: one connection, one chat. Acknowledges once a second, or when a quarter of what may
 * be unacknowledged has come; every fourth acknowledgement says READ. Everything on the load's event loop.
 */
final class Member extends SendingClient {
    private static final int READ_EVERY = 4;

    private final GroupChat group;
    private final int index;
    private final LoadListener listener;
    private final Asking asking;
    private boolean seated;
    private boolean ready;
    private int acknowledgeAfter = 1;
    private long sends;
    private String latestMsgId;
    private long latestSequence;
    private int unacknowledged;
    private int acknowledgements;
    private boolean readAgain;
    private long deliveredMark;
    private long readMark;

    Member(
        final String userId, final String token, final GroupChat group, final int index, final LoadListener listener) {
        super(userId, token, listener);
        this.group = group;
        this.index = index;
        this.listener = listener;
        // The members take turns: not all of them read the same entries.
        acknowledgements = index;
        asking = new Asking(this, listener);
    }

    Asking asking() {
        return asking;
    }

    /** Whether this member knows the group. */
    boolean seated() {
        return seated;
    }

    /** The highest entry that this member acknowledged. */
    long deliveredMark() {
        return deliveredMark;
    }

    /** The highest entry that this member said to have read. */
    long readMark() {
        return readMark;
    }

    /** This member knows the group. */
    void onSeated() {
        seated = true;
    }

    @Override
    void onConnected() {
        inFlightMax(frame.inFlight);
        acknowledgeAfter = Math.max(1, frame.unacked / 4);
        asking.onConnected();
        if (ready) {
            pump();
        } else {
            ready = true;
            listener.onReady(this);
        }
    }

    @Override
    void onGone(final String why) {
        unacknowledged = 0;
        latestSequence = 0;
        // What was said last may be lost with the socket; a delivery that was comes again, a read mark does not.
        readAgain = readMark > 0;
        outbox().onDisconnected(System.nanoTime());
        listener.onDisconnected(why);
    }

    @Override
    void onFrame() {
        switch (frame.type) {
            case "CHAT_CREATED" -> onCreated();
            case "CHAT_UPDATED" -> onChange();
            case "MESSAGE_ACK" -> onAnswer();
            case "RECEIVE_MESSAGE" -> onMessage();
            default -> {
            }
        }
        if (!asking.onFrame() && "ERROR".equals(frame.type)) {
            onError();
        }
    }

    /** A send's time has come. */
    void send(final long message, final long intendedNs, final boolean measured) {
        send(new PendingSend(sends++, message, intendedNs, measured));
    }

    /** Once a second: acknowledges, says again what was refused for now, and that this member lives. */
    void onTurn(final long nowNs) {
        if (unacknowledged > 0 || readAgain && latestMsgId != null) {
            acknowledge();
        }
        asking.onTurn(nowNs);
        heartbeat(nowNs);
    }

    @Override
    boolean maySend() {
        return connected();
    }

    @Override
    String frameOf(final PendingSend send) {
        return "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"" + group.chatId() + "\",\"msg_id\":\"m-" + send.message() + "-"
            + send.number() + "\",\"text\":\"" + group.bodies.of(group.index, 0, group.number(send.message())) + "\"}";
    }

    private void acknowledge() {
        if (!connected() || group.chatId() == null) {
            return;
        }
        final boolean read = readAgain || acknowledgements++ % READ_EVERY == READ_EVERY - 1;
        write("{\"type\":\"MESSAGE_ACK\",\"chat_id\":\"" + group.chatId() + "\",\"msg_id\":\"" + latestMsgId
            + "\",\"status\":\"" + (read ? "READ" : "DELIVERED") + "\"}");
        deliveredMark = Math.max(deliveredMark, latestSequence);
        readMark = read ? Math.max(readMark, latestSequence) : readMark;
        unacknowledged = 0;
        readAgain = false;
    }

    private void onCreated() {
        seated |= group.members().get(0) != this;
    }

    private void onChange() {
        if (frame.sequence > 0) {
            group.ledger.onChange(index, frame.sequence);
            onEntry();
        }
    }

    private void onAnswer() {
        if (!"SENT".equals(frame.status)) {
            return;
        }
        final PendingSend send = answered(numberOf(frame.clientMsgId));
        if (group.ledger.onSent(index, group.number(messageOf(frame.clientMsgId)), frame.sequence) && send != null) {
            onSent(send);
        }
        pump();
    }

    private void onMessage() {
        final long message = messageOf(frame.clientMsgId);
        if (!group.writer(message).userId().equals(frame.senderId)) {
            group.ledger.onForeign();
        } else if (group.ledger.onReceived(index, group.number(message), frame.sequence, frame.text)) {
            listener.onReceived(message);
        }
        onEntry();
    }

    /** An entry came that has to be acknowledged; a later one's acknowledgement is this one's too. */
    private void onEntry() {
        if (frame.sequence >= latestSequence) {
            latestSequence = frame.sequence;
            latestMsgId = frame.msgId;
        }
        if (++unacknowledged >= acknowledgeAfter) {
            acknowledge();
        }
    }

    private static long messageOf(final String key) {
        return Long.parseLong(key, key.indexOf('-') + 1, key.lastIndexOf('-'), 10);
    }
}
