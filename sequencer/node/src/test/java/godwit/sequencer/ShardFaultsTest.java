package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.EdgeOpenedDecoder;
import godwit.sequencer.audit.AuditFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one bad client or a restart must not do to a shard. */
class ShardFaultsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldOutliveAnEdgeWhoseChannelIsNoGood() {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.offerOpen(78, "aeron:udp?endpoint=nowhere");
            Awaitility.await("refused").atMost(TestShard.PATIENCE).until(() ->
                shard.node().counters().get(NodeCounter.CHANNELS_REFUSED) == 1);
            shard.open();
            assertThat(shard.attach("alice", "phone")).isPositive();
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAnEdgeWhoseStreamDoesNotHoldTheLongestFrame() {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.offerOpen(78, "aeron:ipc?term-length=512k");
            Awaitility.await("refused").atMost(TestShard.PATIENCE).until(() ->
                shard.node().counters().get(NodeCounter.CHANNELS_REFUSED) == 1);
            shard.offerOpen(79, "aeron:ipc?term-length=1m");
            assertThat(((EdgeOpenedDecoder) shard.await("EdgeOpened").decoder()).edgeId()).isEqualTo(79);
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldNeverGiveAnAuditIdAgainAfterARestart() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            for (int start = 0; start < 2; start++) {
                shard.start();
                shard.node().audit();
                shard.node().audit();
                shard.stop();
            }
        }
        final List<Long> ids = AuditFile.read(folder.resolve("shard-0")).stream().map(AuditFile.Audit::auditId)
            .filter(id -> id > 0).toList();
        assertThat(ids).hasSize(4).isSorted().doesNotHaveDuplicates();
    }
}
