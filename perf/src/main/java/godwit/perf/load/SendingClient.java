package godwit.perf.load;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A client that sends messages: as many at a time as may be in flight, what was refused for now again, in order. A message's
 * key ends in its number. Everything on the load's event loop.
 */
abstract class SendingClient extends LoadClient {
    private static final long RETRY_MIN_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final LoadListener listener;
    private final Outbox outbox = new Outbox();
    private final Set<Long> leftOnce = new HashSet<>();
    private int inFlightMax = 1;

    SendingClient(final String userId, final String token, final LoadListener listener) {
        super(userId, token);
        this.listener = listener;
    }

    final Outbox outbox() {
        return outbox;
    }

    /** Whether messages may leave now. */
    abstract boolean maySend();

    /** The frame of a message. */
    abstract String frameOf(PendingSend send);

    /** CONNECTED said how many may be in flight. */
    final void inFlightMax(final int max) {
        inFlightMax = Math.max(1, max);
    }

    /** A send's time has come. */
    final void send(final PendingSend send) {
        outbox.add(send);
        pump();
    }

    /** Sends what may leave. */
    final void pump() {
        if (!maySend()) {
            return;
        }
        final long nowNs = System.nanoTime();
        for (PendingSend next = outbox.next(nowNs, inFlightMax); next != null;
            next = outbox.next(nowNs, inFlightMax)) {
            if (leftOnce.add(next.number())) {
                listener.onLeft(next.measured(), nowNs - next.intendedNs());
            }
            write(frameOf(next));
        }
    }

    /** A message was answered; null: it was before. */
    final PendingSend answered(final long number) {
        return outbox.onAnswer(number);
    }

    /** The answer is the first of that message. */
    final void onSent(final PendingSend send) {
        leftOnce.remove(send.number());
        listener.onSent(send.measured(), System.nanoTime() - send.intendedNs());
    }

    /** An ERROR came; the frame holds it. */
    final void onError() {
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

    static long numberOf(final String key) {
        return Long.parseLong(key, key.lastIndexOf('-') + 1, key.length(), 10);
    }
}
