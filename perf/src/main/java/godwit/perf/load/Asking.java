package godwit.perf.load;

import java.util.concurrent.TimeUnit;

/**
 * One request after another that has to be answered: asked again when it is refused for now, and on each new connection.
 * Only for requests that may be asked twice. Not thread-safe.
 */
final class Asking {
    private static final long RETRY_MIN_MS = 50;

    private final LoadClient client;
    private final LoadListener listener;
    private String request;
    private String reqId;
    private Runnable onAnswer;
    private boolean refused;
    private long againAtNs;
    private long count;

    Asking(final LoadClient client, final LoadListener listener) {
        this.client = client;
        this.listener = listener;
    }

    /**
     * Asks.
     *
     * @param fields   the request's, {@code "type":…} and what more it has.
     * @param onAnswer called when the client's frame holds the answer.
     */
    void ask(final String fields, final Runnable onAnswer) {
        if (request != null) {
            throw new IllegalStateException("still asking " + request);
        }
        reqId = "q" + count++;
        request = "{\"req_id\":\"" + reqId + "\"," + fields + "}";
        this.onAnswer = onAnswer;
        again();
    }

    /** Looks at the client's frame; whether it was for this. */
    boolean onFrame() {
        final ServerFrame frame = client.frame;
        if (request == null || !reqId.equals(frame.reqId)) {
            return false;
        }
        if (!"ERROR".equals(frame.type)) {
            request = null;
            onAnswer.run();
        } else if (frame.retryable) {
            refused = true;
            againAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(RETRY_MIN_MS, frame.retryAfterMs));
        } else {
            request = null;
            listener.onRefused(frame.code);
        }
        return true;
    }

    /** There is a new connection. */
    void onConnected() {
        if (request != null) {
            again();
        }
    }

    /** Asks again what was refused for now, when its time has come. */
    void onTurn(final long nowNs) {
        if (request != null && refused && nowNs - againAtNs >= 0) {
            again();
        }
    }

    /** The answer does not matter any more. */
    void drop() {
        request = null;
    }

    private void again() {
        refused = false;
        client.write(request);
    }
}
