package godwit.launch.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void shouldSayWhoseLinkStandsStill() {
        assertThat(StatusText.of(status(List.of()))).doesNotContain("cannot read");
        assertThat(StatusText.of(status(List.of(2L, 3L))).lines()).contains(
            "  cannot read what shards [2, 3] send: their links stand still");
    }

    @Test
    void shouldSayHowLongAMemberStoodStill() {
        assertThat(StatusText.of(Map.of("shards", List.of(Map.of("shard", 0L, "leader", 0L, "term", 1L,
            "commit_position", 64L, "refuses_shards", List.of(), "members", List.of(Map.of("id", 0L, "role", "LEADER",
                "pid", 1L, "service_position", 64L, "snapshot_age_s", 3L, "snapshot_pause_ms", 12L,
                "snapshot_image_bytes", 7L)))), "edges", List.of(), "journal", List.of(), "cassandra",
            Map.of("contact_point", "127.0.0.1:9042"))).lines()).contains(
            "  member 0: LEADER, pid 1, service at 64, snapshot 3 s old, stood still for 12 ms with an image");
    }

    private static Map<String, Object> status(final List<Long> refused) {
        return Map.of("shards", List.of(Map.of("shard", 0L, "leader", 0L, "term", 1L, "commit_position", 64L,
            "refuses_shards", refused, "members", List.of())), "edges", List.of(), "journal", List.of(), "cassandra",
            Map.of("contact_point", "127.0.0.1:9042"));
    }
}
