package godwit.sequencer.cluster;

import godwit.core.CoreLimits;
import godwit.protocol.StreamIds;
import godwit.protocol.codecs.AuditEncoder;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** What the node itself asks of its shard, through the log like everybody else. The housekeeping thread's. */
final class ShardClient implements AutoCloseable {
    private static final int EGRESS_NUMBER = 2;

    private final String aeronDirectory;
    private final int shard;
    private final ErrorHandler errors;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AuditEncoder audit = new AuditEncoder();
    private final ConfigureEncoder configure = new ConfigureEncoder();
    private AeronCluster.AsyncConnect connect;
    private AeronCluster cluster;

    ShardClient(final String aeronDirectory, final int shard, final ErrorHandler errors) {
        this.aeronDirectory = aeronDirectory;
        this.shard = shard;
        this.errors = errors;
    }

    /** Connects, keeps the session alive; answers whether commands can be offered. */
    boolean poll() {
        if (cluster != null && cluster.isClosed()) {
            cluster = null;
        }
        if (cluster == null) {
            connect();
            return cluster != null;
        }
        cluster.pollEgress();
        cluster.sendKeepAlive();
        return true;
    }

    boolean audit(final long auditId) {
        audit.wrapAndApplyHeader(buffer, 0, header).auditId(auditId);
        return offer(audit.limit());
    }

    boolean configure(final CoreLimits limits) {
        configure.wrapAndApplyHeader(buffer, 0, header)
            .inFlightMax(limits.inFlightMax()).unacknowledgedMax(limits.unacknowledgedMax())
            .payloadBytesMax(limits.payloadBytesMax()).unjournaledEntriesMax(limits.unjournaledEntriesMax())
            .unjournaledBytesMax(limits.unjournaledBytesMax()).inboxEntriesMax(limits.inboxEntriesMax())
            .inboxRetentionMs(limits.inboxRetentionMs()).leaseMs(limits.leaseMs()).redeliverMs(limits.redeliverMs())
            .inboxGraceMs(limits.inboxGraceMs()).bodyBytesMax(limits.bodyBytesMax()).usersMax(limits.usersMax())
            .chatsMax(limits.chatsMax()).chatsPerUserMax(limits.chatsPerUserMax()).keysMax(limits.keysMax());
        return offer(configure.limit());
    }

    private boolean offer(final int length) {
        final long result = cluster.offer(buffer, 0, length);
        if (result == Publication.CLOSED || result == Publication.NOT_CONNECTED) {
            disconnect();
        }
        return result > 0;
    }

    private void connect() {
        if (connect == null) {
            connect = AeronCluster.asyncConnect(new AeronCluster.Context()
                .aeronDirectoryName(aeronDirectory)
                .ingressChannel("aeron:ipc?term-length=1m")
                .ingressStreamId(StreamIds.ingress(shard))
                .egressChannel("aeron:ipc?term-length=64k")
                .egressStreamId(StreamIds.CLIENT_EGRESS_BASE + EGRESS_NUMBER)
                .errorHandler(errors));
        }
        try {
            cluster = connect.poll();
            if (cluster != null) {
                connect = null;
            }
        } catch (final RuntimeException e) {
            CloseHelper.quietClose(connect);
            connect = null;
            errors.onError(e);
        }
    }

    private void disconnect() {
        CloseHelper.quietClose(cluster);
        cluster = null;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(connect, cluster);
    }
}
