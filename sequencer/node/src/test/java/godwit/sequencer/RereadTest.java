package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedDecoder;
import godwit.protocol.codecs.SpooledEntryDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of entries that left memory and are not journaled: read back from the spool, or refused when that fails. */
class RereadTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadBackAndRefuseWhenTheSpoolCannotBeRead() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of("sequencer.payload-bytes", "1MiB"))) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long chat = shard.createChat("alice", "bob");
            for (int i = 0; i < 160; i++) {
                shard.send(chat, "alice", "k" + i, new byte[12_000]);
                if (i % 8 == 7) {
                    shard.awaitAll("Sent", 8);
                    shard.keepAlive();
                }
            }
            final long asked = shard.readHistory(chat, "alice", 1);
            for (int sequence = 2; sequence <= 4; sequence++) {
                final SpooledEntryDecoder entry = (SpooledEntryDecoder) shard.await("SpooledEntry").decoder();
                assertThat(entry.sequence()).isEqualTo(sequence);
                assertThat(entry.correlationId()).isEqualTo(asked);
            }

            for (final Path segment : Folders.segments(folder.resolve("archives/spool"))) {
                Files.delete(segment);
            }
            final long askedAgain = shard.readHistory(chat, "alice", 1);
            final RefusedDecoder refused = (RefusedDecoder) shard.await("Refused").decoder();
            assertThat(refused.correlationId()).isEqualTo(askedAgain);
            assertThat(refused.code()).isEqualTo(RefusalCode.UNAVAILABLE);
            assertThat(refused.retryAfterMs()).isPositive();
            assertThat(shard.node().counters().get(NodeCounter.REREADS_FAILED)).isEqualTo(1);
            assertThat(shard.failures()).isEmpty();
        }
    }
}
