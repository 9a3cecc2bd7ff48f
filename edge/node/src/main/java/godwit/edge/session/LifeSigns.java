package godwit.edge.session;

import godwit.edge.request.Request;

/**
 * Tells the shard when the client said something last, from when the shard wants to know it: not every frame goes there.
 * The latest is told, at a bounded pace. Single-threaded.
 */
final class LifeSigns {
    static final long PACE_MS = 200;

    private final long connectionId;
    private final SessionContext context;
    private final Deadlines deadlines;
    private boolean wanted;
    private long nextMs = Long.MIN_VALUE;
    private long timer = HeartbeatWheel.NO_TIMER;

    LifeSigns(final long connectionId, final SessionContext context, final Deadlines deadlines) {
        this.connectionId = connectionId;
        this.context = context;
        this.deadlines = deadlines;
    }

    /** From here on; what came before is not known there either. */
    void wanted() {
        wanted = true;
        tell();
    }

    /** A data frame came. */
    void heard() {
        if (wanted) {
            tell();
        }
    }

    /** The connection closes. */
    void cancel() {
        wanted = false;
        context.wheel().cancel(timer);
        timer = HeartbeatWheel.NO_TIMER;
    }

    private void tell() {
        if (timer != HeartbeatWheel.NO_TIMER) {
            return;
        }
        final long nowMs = context.clock().nowMs();
        final boolean due = nowMs >= nextMs;
        if (due) {
            nextMs = nowMs + PACE_MS;
        }
        if (!due || !context.gateway().offer(new Request.Seen(connectionId, deadlines.heardMs()))) {
            timer = context.wheel().schedule(nextMs, this::onTime);
        }
    }

    private void onTime() {
        timer = HeartbeatWheel.NO_TIMER;
        tell();
    }
}
