package godwit.launch.up;

import godwit.edge.EdgeStatus;
import godwit.launch.control.ControlHandler;
import godwit.sequencer.SequencerNode;
import godwit.sequencer.SequencerStatus;
import godwit.sequencer.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a running {@code up} answers on its control socket. Any thread. */
final class UpStatus {
    private final Shards shards;
    private final Edges edges;
    private final JournalPart journal;
    private final CassandraPart cassandra;

    UpStatus(
        final Shards shards, final Edges edges, final JournalPart journal, final CassandraPart cassandra) {
        this.shards = shards;
        this.edges = edges;
        this.journal = journal;
        this.cassandra = cassandra;
    }

    Map<String, ControlHandler> handlers() {
        return Map.of("status", this::status, "snapshot", this::snapshot);
    }

    private Object status() {
        final List<SequencerStatus> statuses = shards.nodes().stream().map(SequencerNode::status).toList();
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("shards", statuses.stream().map(UpStatus::shard).toList());
        document.put("edges", edges.statuses().stream().map(UpStatus::edge).toList());
        document.put("journal", statuses.stream().map(this::journal).toList());
        document.put("cassandra", cassandra());
        return document;
    }

    private static Map<String, Object> shard(final SequencerStatus status) {
        final Map<String, Object> member = new LinkedHashMap<>();
        member.put("id", (long) status.memberId());
        member.put("role", status.role());
        member.put("pid", ProcessHandle.current().pid());
        member.put("endpoint", status.endpoint());
        member.put("commit_position", status.commitPosition());
        member.put("service_position", status.servicePosition());
        member.put("snapshot_age_s", status.snapshotAgeS() < 0 ? null : status.snapshotAgeS());
        final Snapshots.Cost cost = status.snapshotCost();
        member.put("snapshot_pause_ms", cost.pauseMs() < 0 ? null : cost.pauseMs());
        member.put("snapshot_bytes", cost.bytes());
        member.put("snapshot_image_bytes", cost.imageBytes());
        final Map<String, Object> shard = new LinkedHashMap<>();
        shard.put("shard", (long) status.shard());
        shard.put("leader", "LEADER".equals(status.role()) ? (long) status.memberId() : -1L);
        shard.put("term", status.leadershipTermId());
        shard.put("commit_position", status.commitPosition());
        shard.put("log_bytes", status.logBytes());
        shard.put("snapshots_since_start", status.snapshots());
        shard.put("refuses_shards", status.refusedShards().stream().map(Integer::longValue).toList());
        shard.put("members", List.of(member));
        return shard;
    }

    private static Map<String, Object> edge(final EdgeStatus status) {
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", status.id());
        document.put("pid", ProcessHandle.current().pid());
        document.put("http", status.http());
        document.put("connections", (long) status.connections());
        document.put("devices", (long) status.live());
        document.put("ready", status.ready());
        document.put("requests_pending", (long) status.pending());
        document.put("shard_connection", status.cluster());
        return document;
    }

    private Map<String, Object> journal(final SequencerStatus shard) {
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("shard", (long) shard.shard());
        document.put("position", journal.position(shard.shard()));
        document.put("lag_messages", journal.lagRecords(shard.shard()));
        document.put("lag_ms", journal.lagMs(shard.shard()));
        document.put("spool_bytes", shard.spoolBytes());
        return document;
    }

    private Map<String, Object> cassandra() {
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("contact_point", cassandra.contactPoint());
        final Long pid = cassandra.pid();
        if (pid != null && pid > 0) {
            document.put("pid", pid);
        }
        return document;
    }

    private Object snapshot() throws Exception {
        final List<Map<String, Object>> taken = new ArrayList<>();
        for (final SequencerNode node : shards.nodes()) {
            final long startNs = System.nanoTime();
            final long position = node.snapshot();
            final Map<String, Object> shard = new LinkedHashMap<>();
            shard.put("shard", (long) node.shard());
            shard.put("position", position);
            shard.put("took_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
            taken.add(shard);
        }
        return Map.of("shards", taken);
    }
}
