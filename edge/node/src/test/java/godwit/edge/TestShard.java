package godwit.edge;

import godwit.client.ShardAddress;
import godwit.client.TestCluster;
import godwit.protocol.StreamIds;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.AttachedEncoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.DeliveryFrameEncoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.EdgeCloseDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.EdgeOpenedEncoder;
import godwit.protocol.codecs.MessageDeliveryEncoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedEncoder;
import godwit.protocol.codecs.SendDecoder;
import godwit.protocol.codecs.SentEncoder;
import io.aeron.Aeron;
import io.aeron.Publication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;

/**
 * A shard behind a real media driver, on a thread of its own: gives leases and sessions, numbers sends and delivers them
 * to every other session; deaf, stale or away when the test says so.
 */
final class TestShard implements AutoCloseable {
    static final ShardAddress ADDRESS = ShardAddress.inProcess(0, 0);
    static final String CHANNEL = "aeron:ipc?term-length=1m";

    private static final int MESSAGE = MessageHeaderEncoder.ENCODED_LENGTH + DeliveryFrameEncoder.BLOCK_LENGTH + 4;

    final List<String> seen = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final TestCluster cluster;
    private final Publication deliveries;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
    private final MessageHeaderEncoder headerOut = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerIn = new MessageHeaderDecoder();
    private final Map<Long, Long> previousOfSession = new LinkedHashMap<>();
    private final Map<String, Long> sequences = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "test-shard");
    private volatile boolean running = true;
    private volatile boolean deaf;
    private long edgeId;
    private long epoch;
    private long termId = 1;
    private long streamSequence;
    private long session;

    TestShard(final Aeron aeron) {
        cluster = new TestCluster(aeron, ADDRESS, this::onCommand);
        deliveries = aeron.addExclusivePublication(CHANNEL, StreamIds.DELIVERY);
        thread.start();
    }

    /** What is offered is lost from now on. */
    void beDeaf() {
        tasks.add(() -> deaf = true);
        Awaitility.await().until(() -> deaf);
    }

    /** A new leader hears again, and delivers in its own term. */
    void changeLeader() {
        tasks.add(() -> {
            deaf = false;
            termId++;
            streamSequence = 0;
            cluster.changeLeader();
        });
    }

    /** The edge's lease is over. */
    void endLease() {
        tasks.add(() -> {
            epoch++;
            previousOfSession.clear();
            final RefusedEncoder e = new RefusedEncoder().wrapAndApplyHeader(buffer, MESSAGE, headerOut)
                .edgeId(edgeId).correlationId(0).session(0).retryAfterMs(0).code(RefusalCode.STALE_EDGE).detail(0);
            deliver(e.encodedLength());
        });
    }

    void goAway() {
        tasks.add(cluster::stop);
    }

    void comeBack() {
        tasks.add(cluster::start);
    }

    private void run() {
        while (running) {
            try {
                final Runnable task = tasks.poll(1, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
                cluster.poll();
            } catch (final InterruptedException e) {
                return;
            }
        }
    }

    private void onCommand(final DirectBuffer command, final int offset, final int length) {
        headerIn.wrap(command, offset);
        if (deaf) {
            return;
        }
        switch (headerIn.templateId()) {
            case EdgeOpenDecoder.TEMPLATE_ID ->
                onEdgeOpen(new EdgeOpenDecoder().wrapAndApplyHeader(command, offset, headerIn));
            case AttachDecoder.TEMPLATE_ID ->
                onAttach(new AttachDecoder().wrapAndApplyHeader(command, offset, headerIn));
            case SendDecoder.TEMPLATE_ID -> onSend(new SendDecoder().wrapAndApplyHeader(command, offset, headerIn));
            case DetachDecoder.TEMPLATE_ID -> seen.add("detach");
            case EdgeCloseDecoder.TEMPLATE_ID -> seen.add("close");
            default -> {
            }
        }
    }

    private void onEdgeOpen(final EdgeOpenDecoder d) {
        seen.add("open");
        edgeId = d.edgeId();
        deliver(new EdgeOpenedEncoder().wrapAndApplyHeader(buffer, MESSAGE, headerOut).edgeId(edgeId)
            .correlationId(d.correlationId()).epoch(++epoch).incarnation(1).leaseMs(10_000).encodedLength());
    }

    private void onAttach(final AttachDecoder d) {
        final AttachedEncoder e = new AttachedEncoder().wrapAndApplyHeader(buffer, MESSAGE, headerOut).edgeId(edgeId)
            .correlationId(d.correlationId()).connectionId(d.connectionId()).session(++session)
            .resumed((short) 1).change(0);
        previousOfSession.put(session, 0L);
        seen.add("attach " + d.userId());
        deliver(e.encodedLength());
    }

    private void onSend(final SendDecoder d) {
        final long correlationId = d.correlationId();
        final long chatId = d.chatId();
        final String sender = d.senderId();
        d.skipDeviceId();
        final String key = d.clientMsgId();
        final byte[] body = new byte[d.bodyLength()];
        d.getBody(body, 0, body.length);
        final boolean duplicate = sequences.containsKey(key);
        final long sequence = sequences.computeIfAbsent(key, any -> sequences.size() + 1L);
        seen.add("send " + key);
        deliver(new SentEncoder().wrapAndApplyHeader(buffer, MESSAGE, headerOut).edgeId(edgeId)
            .correlationId(correlationId).chatId(chatId).msgId(100 + sequence).sequence(sequence).timestampMs(1)
            .duplicate((short) (duplicate ? 1 : 0)).encodedLength());
        if (!duplicate) {
            push(chatId, sequence, sender, key, body);
        }
    }

    /** To all sessions; the first is the sender's in these tests. */
    private void push(
        final long chatId, final long sequence, final String sender, final String key, final byte[] body) {
        final List<Long> targets = previousOfSession.keySet().stream().skip(1).toList();
        final MessageDeliveryEncoder e = new MessageDeliveryEncoder().wrapAndApplyHeader(buffer, MESSAGE, headerOut)
            .edgeId(edgeId).chatId(chatId).msgId(100 + sequence).sequence(sequence).timestampMs(1)
            .senderOrdinal(0).messageOrdinal(sequence).contentKind(ContentKind.TEXT)
            .subscribed((short) 0).passedSession(0);
        final MessageDeliveryEncoder.TargetsEncoder group = e.targetsCount(targets.size());
        for (final long target : targets) {
            group.next().session(target).previousSequence(previousOfSession.put(target, sequence)).live((short) 0);
        }
        e.senderId(sender).clientMsgId(key).putBody(body, 0, body.length);
        deliver(e.encodedLength());
    }

    private void deliver(final int encodedLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        buffer.putInt(MESSAGE - 4, length);
        new DeliveryFrameEncoder().wrapAndApplyHeader(buffer, 0, headerOut).leadershipTermId(termId)
            .streamSequence(++streamSequence).edgeId(edgeId).shard(0).count(1);
        if (deliveries.offer(buffer, 0, MESSAGE + length) < 0) {
            throw new IllegalStateException("the edge takes no delivery");
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
        CloseHelper.closeAll(cluster, deliveries);
    }
}
