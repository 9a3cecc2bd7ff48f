package godwit.sequencer.cluster;

import godwit.client.OfferResult;
import godwit.client.ShardAddress;
import godwit.client.ShardConnection;
import godwit.client.ShardConnectionListener;
import godwit.client.ShardConnectionState;
import godwit.core.CoreLimits;
import godwit.protocol.codecs.AuditEncoder;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.TopologyEncoder;
import godwit.settings.Topology;
import java.util.concurrent.TimeUnit;
import io.aeron.Aeron;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** What the node itself asks of its shard, through the log like everybody else. The housekeeping thread's. */
final class ShardClient implements AutoCloseable {
    /** A topology of as many ranges as a shard takes, and its head. */
    private static final int LENGTH_MAX = 1_024 * 8 + 64;

    private final ShardConnection connection;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AuditEncoder audit = new AuditEncoder();
    private final ConfigureEncoder configure = new ConfigureEncoder();
    private final TopologyEncoder topology = new TopologyEncoder();

    ShardClient(final Aeron aeron, final int shard, final ErrorHandler errors) {
        connection = ShardConnection.over(
            aeron, ShardAddress.inProcess(shard, ShardAddress.NODE), new ShardConnectionListener() { }, errors);
    }

    /** Connects, keeps the session alive; answers whether commands can be offered. */
    boolean poll(final long nowNs) {
        connection.doWork(TimeUnit.NANOSECONDS.toMillis(nowNs));
        return connection.state() == ShardConnectionState.CONNECTED;
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
            .chatsMax(limits.chatsMax()).chatsPerUserMax(limits.chatsPerUserMax()).keysMax(limits.keysMax())
            .groupMembersMax(limits.groupMembersMax()).fanoutMax(limits.fanoutMax()).presenceMax(limits.presenceMax())
            .membershipTimesMax(limits.membershipTimesMax()).ownRunsMax(limits.ownRunsMax())
            .linkRecordsMax(limits.linkRecordsMax()).commandUsersMax(limits.commandUsersMax());
        return offer(configure.limit());
    }

    /** Tells the shard which shard owns what; it changes nothing that it knows. */
    boolean topology(final Topology all) {
        final TopologyEncoder.RangesEncoder ranges =
            topology.wrapAndApplyHeader(buffer, 0, header).rangesCount(all.ranges().size());
        all.ranges().forEach(range -> ranges.next().fromPartition(range.first()).shard(range.shard()));
        return offer(topology.limit());
    }

    private boolean offer(final int length) {
        return connection.offer(buffer, 0, length) == OfferResult.OFFERED;
    }

    @Override
    public void close() {
        connection.close();
    }
}
