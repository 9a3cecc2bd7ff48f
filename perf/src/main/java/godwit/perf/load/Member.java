package godwit.perf.load;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One member of a group of the load: one connection, one chat. Acknowledges once a second, or when a quarter of what may
 * be unacknowledged has come; every fourth acknowledgement says READ. Everything on the load's event loop.
 */
final class Member extends LoadClient {
    private static final long RETRY_MIN_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int READ_EVERY = 4;

    private final GroupChat group;
    private final int index;
    private final LoadListener listener;
    private final Asking asking;
    private final Outbox outbox = new Outbox();
    private final Set<Long> leftOnce = new HashSet<>();
    private boolean seated;
    private boolean ready;
    private int inFlightMax = 1;
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
        super(userId, token);
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

    Outbox outbox() {
        return outbox;
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
        inFlightMax = Math.max(1, frame.inFlight);
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
        outbox.onDisconnected(System.nanoTime());
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
        outbox.add(new PendingSend(sends++, message, intendedNs, measured));
        pump();
    }

    /** Once a second: acknowledges, says again what was refused for now, and that this member lives. */
    void onTurn(final long nowNs) {
        if (unacknowledged > 0 || readAgain && latestMsgId != null) {
            acknowledge();
        }
        asking.onTurn(nowNs);
        heartbeat(nowNs);
    }

    /** Sends what may leave. */
    void pump() {
        if (!connected()) {
            return;
        }
        final long nowNs = System.nanoTime();
        for (PendingSend next = outbox.next(nowNs, inFlightMax); next != null;
            next = outbox.next(nowNs, inFlightMax)) {
            if (leftOnce.add(next.number())) {
                listener.onLeft(next.measured(), nowNs - next.intendedNs());
            }
            write("{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"" + group.chatId() + "\",\"msg_id\":\"m-" + next.message()
                + "-" + next.number() + "\",\"text\":\""
                + group.bodies.of(group.index, 0, group.number(next.message())) + "\"}");
        }
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
        final long number = numberOf(frame.clientMsgId);
        final PendingSend send = outbox.onAnswer(number);
        if (group.ledger.onSent(index, group.number(messageOf(frame.clientMsgId)), frame.sequence) && send != null) {
            leftOnce.remove(number);
            listener.onSent(send.measured(), System.nanoTime() - send.intendedNs());
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
        return Long.parseLong(key, key.lastIndexOf('-') + 1, key.length(), 10);
    }

    private static long messageOf(final String key) {
        return Long.parseLong(key, key.indexOf('-') + 1, key.lastIndexOf('-'), 10);
    }
}
