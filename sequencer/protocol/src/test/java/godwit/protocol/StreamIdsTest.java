package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever listens to a stream is sent all of it, so no two of a process may have the same number. */
class StreamIdsTest {
    private static final int SHARDS = 16;
    private static final int EDGES = 16;

    @Test
    void shouldGiveEachStreamOfAProcessANumberOfItsOwn() {
        final List<Integer> all = new ArrayList<>(List.of(StreamIds.SPOOL_ARCHIVE_CONTROL));
        for (int shard = 0; shard < SHARDS; shard++) {
            all.addAll(List.of(StreamIds.ingress(shard), StreamIds.spool(shard), StreamIds.typing(shard),
                StreamIds.SPOOL_SCAN_BASE + 2 * shard, StreamIds.SPOOL_SCAN_BASE + 2 * shard + 1,
                StreamIds.SNAPSHOT_REPLAY_BASE + shard, StreamIds.JOURNAL_REPLAY_BASE + shard,
                StreamIds.JOURNAL_PROBE_BASE + shard));
            for (int client = 0; client < StreamIds.CLIENTS_MAX; client++) {
                all.add(StreamIds.clientEgress(shard, client));
            }
            for (int edge = 0; edge < EDGES; edge++) {
                all.add(StreamIds.delivery(edge, shard));
            }
        }
        assertThat(all).doesNotHaveDuplicates();
    }
}
