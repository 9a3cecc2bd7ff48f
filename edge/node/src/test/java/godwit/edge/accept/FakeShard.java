package godwit.edge.accept;

import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.MessageFields;
import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.edge.request.ShardGateway;
import godwit.protocol.codecs.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Answers requests on a thread of its own, as a shard's link would: every Attach gets a session, every Send the next
 * sequence, whatever else an OK; and pushes entries when told to.
 */
final class FakeShard implements ShardGateway, AutoCloseable {
    static final long CHAT = 1;

    final List<Request> seen = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<LoopMailbox> mailboxes = new ConcurrentLinkedQueue<>();
    private final Map<Long, Connection> connections = new HashMap<>();
    private final FrameEncoder encoder = new FrameEncoder(ConnectionLimits.DEFAULT);
    private final Thread thread = new Thread(this::run, "fake-shard");
    private volatile boolean running = true;
    private long sequence;

    void start(final List<LoopMailbox> newMailboxes) {
        mailboxes.addAll(newMailboxes);
        thread.start();
    }

    @Override
    public boolean offer(final Request request) {
        seen.add(request);
        return tasks.add(() -> onRequest(request));
    }

    /** Pushes an entry to every connection. */
    void push(final long msgId, final String text) {
        tasks.add(() -> {
            final byte[] frame = encoder.entry(new MessageFields().entry(CHAT, msgId, msgId, 1)
                .texts("bob", "k" + msgId, text.getBytes(StandardCharsets.UTF_8))).copy();
            connections.values().forEach(connection -> connection.onEntry(frame, msgId));
        });
    }

    /** Says something to every connection. */
    void tell(final Consumer<Connection> what) {
        tasks.add(() -> connections.values().forEach(what));
    }

    private void onRequest(final Request request) {
        if (request instanceof Request.Attach attach) {
            connections.put(attach.connectionId(), attach.connection());
            attach.connection().onAttached(attach, attach.connectionId(), true);
            return;
        }
        final Connection connection = connections.get(request.connectionId());
        if (request instanceof Request.Detach) {
            connections.remove(request.connectionId());
        } else if (request instanceof Request.Restart) {
            connection.onRestarted();
        } else if (request instanceof Request.Send send) {
            connection.onSent(send, ++sequence, sequence, 1, false);
        } else if (request instanceof Request.GetChat get) {
            connection.onRefused(get, RefusalCode.FORBIDDEN, 1, 0);
        } else if (request.reqId() != null) {
            connection.onDone(request);
        }
    }

    private void run() {
        while (running) {
            try {
                final Runnable first = tasks.poll(20, TimeUnit.MILLISECONDS);
                for (Runnable task = first; task != null; task = tasks.poll()) {
                    task.run();
                }
                mailboxes.forEach(LoopMailbox::flush);
            } catch (final InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
