package godwit.journal.checkpoint.aeron;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.JournalAdvanceEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal's way into the shard's log. The journal's thread; nothing blocks. */
public final class ShardLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardLog.class);
    private static final int EGRESS_NUMBER = 1;
    private static final long KEEP_ALIVE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RECONNECT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String aeronDirectory;
    private final int shard;
    private final LongSupplier incarnation;
    private final Runnable onConnected;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JournalAdvanceEncoder advance = new JournalAdvanceEncoder();
    private AeronCluster.AsyncConnect connect;
    private AeronCluster cluster;
    private long dueNs;

    /**
     * Not connected yet.
     *
     * @param aeronDirectory of the driver.
     * @param shard          whose log.
     * @param incarnation    of the shard.
     * @param onConnected    a session is new: what was said before may be lost.
     */
    public ShardLog(
        final String aeronDirectory, final int shard, final LongSupplier incarnation, final Runnable onConnected) {
        this.aeronDirectory = aeronDirectory;
        this.shard = shard;
        this.incarnation = incarnation;
        this.onConnected = onConnected;
        this.dueNs = System.nanoTime();
    }

    /** Whether the shard can be told. */
    public boolean isConnected() {
        return cluster != null && !cluster.isClosed();
    }

    /** Connects when it is not, keeps the session alive when it is. */
    public int doWork(final long nowNs) {
        if (cluster != null && cluster.isClosed()) {
            disconnect(nowNs);
        }
        if (nowNs - dueNs < 0) {
            return 0;
        }
        if (cluster == null) {
            return connect(nowNs);
        }
        dueNs = nowNs + KEEP_ALIVE_NS;
        cluster.pollEgress();
        cluster.sendKeepAlive();
        return 1;
    }

    /** Says that everything up to a record is stored; false: not now. */
    public boolean advance(final long outputSequence) {
        if (!isConnected()) {
            return false;
        }
        advance.wrapAndApplyHeader(buffer, 0, header).incarnation(incarnation.getAsLong())
            .outputSequence(outputSequence);
        final long result = cluster.offer(buffer, 0, advance.limit());
        if (result == Publication.CLOSED || result == Publication.NOT_CONNECTED) {
            disconnect(System.nanoTime());
        }
        return result > 0;
    }

    private int connect(final long nowNs) {
        try {
            if (connect == null) {
                connect = AeronCluster.asyncConnect(new AeronCluster.Context()
                    .aeronDirectoryName(aeronDirectory)
                    .ingressChannel("aeron:ipc?term-length=1m")
                    .ingressStreamId(StreamIds.ingress(shard))
                    .egressChannel("aeron:ipc?term-length=64k")
                    .egressStreamId(StreamIds.CLIENT_EGRESS_BASE + EGRESS_NUMBER));
            }
            cluster = connect.poll();
        } catch (final RuntimeException e) {
            LOG.debug("no session with shard {} yet", shard, e);
            CloseHelper.quietClose(connect);
            connect = null;
            dueNs = nowNs + RECONNECT_NS;
            return 0;
        }
        if (cluster != null) {
            connect = null;
            onConnected.run();
        }
        return 1;
    }

    private void disconnect(final long nowNs) {
        CloseHelper.quietClose(cluster);
        cluster = null;
        dueNs = nowNs + RECONNECT_NS;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(connect, cluster);
    }
}
