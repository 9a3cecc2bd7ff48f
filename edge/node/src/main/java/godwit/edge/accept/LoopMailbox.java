package godwit.edge.accept;

import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.agrona.ErrorHandler;

/**
 * Hands what the shard's thread has for the connections of one event loop over to it, gathered over a duty cycle: one
 * wake-up, however many deliveries. Filled and flushed by one thread.
 */
public final class LoopMailbox {
    private final Executor loop;
    private final Runnable before;
    private final Runnable afterwards;
    private final ErrorHandler errors;
    private List<Runnable> gathered = new ArrayList<>();

    /**
     * A mailbox.
     *
     * @param loop       runs what is handed over.
     * @param before     runs there before each batch: reads the clock.
     * @param afterwards runs there after each batch: flushes the sockets.
     * @param errors     hears of bugs: one connection's harm no other's.
     */
    LoopMailbox(final Executor loop, final Runnable before, final Runnable afterwards, final ErrorHandler errors) {
        this.loop = loop;
        this.before = before;
        this.afterwards = afterwards;
        this.errors = errors;
    }

    /**
     * Hands over what was gathered.
     *
     * @return how much.
     */
    public int flush() {
        final int count = gathered.size();
        if (count > 0) {
            final List<Runnable> batch = gathered;
            gathered = new ArrayList<>(Math.min(count, 1_024));
            try {
                loop.execute(() -> run(batch));
            } catch (final RejectedExecutionException e) {
                // The loop was stopped: its connections are gone.
                return 0;
            }
        }
        return count;
    }

    private void run(final List<Runnable> batch) {
        before.run();
        for (final Runnable task : batch) {
            try {
                task.run();
            } catch (final Throwable e) {
                // An Error, too: of what it skipped, connections would think that it was written.
                errors.onError(e);
            }
        }
        afterwards.run();
    }

    /** A connection that may be called by the filling thread, and is called on its loop. */
    Connection crossing(final Connection connection) {
        return new Crossing(connection);
    }

    /** Carries each call over; an answer whose making breaks off becomes another: that it did. */
    private final class Crossing implements Connection {
        private final Connection connection;

        private Crossing(final Connection connection) {
            this.connection = connection;
        }

        private void answer(final Request request, final Runnable answer) {
            gathered.add(() -> {
                try {
                    answer.run();
                } catch (final Throwable e) {
                    errors.onError(e);
                    connection.onRefused(request, Connection.BROKEN, 0, 0);
                }
            });
        }

        @Override
        public void onAttached(final Request.Attach request, final long session, final boolean resumed) {
            gathered.add(() -> connection.onAttached(request, session, resumed));
        }

        @Override
        public void onSent(
            final Request.Send request, final long msgId, final long sequence, final long timestampMs,
            final boolean duplicate) {
            answer(request, () -> connection.onSent(request, msgId, sequence, timestampMs, duplicate));
        }

        @Override
        public void onDone(final Request request) {
            answer(request, () -> connection.onDone(request));
        }

        @Override
        public void onRefused(
            final Request request, final RefusalCode code, final int detail, final long retryAfterMs) {
            gathered.add(() -> connection.onRefused(request, code, detail, retryAfterMs));
        }

        @Override
        public void onAnswer(final Request request, final byte[] frame) {
            answer(request, () -> connection.onAnswer(request, frame));
        }

        @Override
        public void onEntry(final byte[] frame, final long msgId) {
            gathered.add(() -> connection.onEntry(frame, msgId));
        }

        @Override
        public void onAnsweringEntry(final Request request, final byte[] frame, final long msgId) {
            answer(request, () -> connection.onAnsweringEntry(request, frame, msgId));
        }

        @Override
        public void onPushedFrame(final byte[] frame) {
            gathered.add(() -> connection.onPushedFrame(frame));
        }

        @Override
        public void onFleetingFrame(final byte[] frame) {
            gathered.add(() -> connection.onFleetingFrame(frame));
        }

        @Override
        public void onRestarted() {
            gathered.add(connection::onRestarted);
        }

        @Override
        public void onSeenWanted() {
            gathered.add(connection::onSeenWanted);
        }

        @Override
        public void onMissing() {
            gathered.add(connection::onMissing);
        }

        @Override
        public void onEnded(final SessionEnd reason) {
            gathered.add(() -> connection.onEnded(reason));
        }
    }
}
