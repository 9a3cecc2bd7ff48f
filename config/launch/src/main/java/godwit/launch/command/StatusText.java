package godwit.launch.command;

import godwit.launch.control.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The status document for people.
 */
final class StatusText {
    private StatusText() {
    }

    static String of(final Map<String, Object> status) {
        final List<String> lines = new ArrayList<>();
        for (final Map<String, Object> shard : JsonTree.objects(status.get("shards"))) {
            lines.add("shard " + shard.get("shard") + ": leader " + shard.get("leader") + ", term " + shard.get("term")
                + ", committed to " + shard.get("commit_position"));
            if (shard.get("refuses_shards") instanceof List<?> refused && !refused.isEmpty()) {
                lines.add("  cannot read what shards " + refused + " send: their links stand still");
            }
            JsonTree.objects(shard.get("members")).forEach(member -> lines.add(member(member)));
        }
        JsonTree.objects(status.get("edges")).forEach(edge -> lines.add("edge " + edge.get("id") + ": "
            + edge.get("http") + ", " + edge.get("connections") + " connections, pid " + edge.get("pid")));
        JsonTree.objects(status.get("journal")).forEach(journal -> lines.add("journal of shard "
            + journal.get("shard") + ": at " + journal.get("position") + ", behind by " + journal.get("lag_messages")
            + " records and " + journal.get("lag_ms") + " ms, spool " + journal.get("spool_bytes") + " bytes"));
        final Map<String, Object> cassandra = JsonTree.object(status.get("cassandra"));
        lines.add("cassandra: " + cassandra.get("contact_point")
            + (cassandra.get("pid") == null ? "" : ", pid " + cassandra.get("pid")));
        return String.join("\n", lines);
    }

    static String snapshot(final Map<String, Object> taken) {
        final List<String> lines = new ArrayList<>();
        JsonTree.objects(taken.get("shards")).forEach(shard -> lines.add("shard " + shard.get("shard")
            + ": snapshot at log position " + shard.get("position") + ", took " + shard.get("took_ms") + " ms"));
        return String.join("\n", lines);
    }

    private static String member(final Map<String, Object> member) {
        return "  member " + member.get("id") + ": " + member.get("role") + ", pid " + member.get("pid")
            + ", service at " + member.get("service_position") + ", snapshot "
            + (member.get("snapshot_age_s") == null ? "none yet" : member.get("snapshot_age_s") + " s old")
            + (member.get("snapshot_pause_ms") == null ? "" : ", stood still for " + member.get("snapshot_pause_ms") + " ms "
                + (Long.valueOf(0).equals(member.get("snapshot_image_bytes")) ? "without" : "with") + " an image");
    }
}
