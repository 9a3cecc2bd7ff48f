package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Snapshots: whole or refused. */
class SnapshotTest {
    private static final int VERSION_OFFSET = 4;
    /** Behind the slice's header, the shard's number, three sequences and the state hash. */
    private static final int TABLES_OFFSET = 32 + Integer.BYTES + 4 * Long.BYTES;

    private final Shard shard = new Shard();

    @Test
    void shouldKeepChunksSmallAndRestoreThemByteForByte() {
        talk(600);
        final List<byte[]> snapshot = shard.snapshot();
        assertThat(snapshot).allMatch(chunk -> chunk.length <= 64 * 1024);
        final Recording out = new Recording();
        final Core restored = Shard.restore(snapshot, out);
        assertThat(restored.stateHash()).isEqualTo(shard.core.stateHash()).isEqualTo(restored.recomputeStateHash());
        assertThat(restored.limits()).isEqualTo(shard.core.limits());
        assertThat(restored.outputSequence()).isEqualTo(shard.core.outputSequence());
        shard.core = restored;
        assertThat(shard.snapshot()).containsExactlyElementsOf(snapshot);
    }

    @Test
    void shouldRefuseADamagedSnapshot() {
        talk(50);
        final List<byte[]> snapshot = shard.snapshot();
        snapshot.get(1)[100] ^= 1;
        assertThatThrownBy(() -> Shard.restore(snapshot, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("snapshot slice checksum");
    }

    @Test
    void shouldRefuseASnapshotThatLacksASlice() {
        talk(600);
        final List<byte[]> snapshot = shard.snapshot();
        snapshot.remove(2);
        assertThatThrownBy(() -> Shard.restore(snapshot, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("snapshot slice number=3 expected 2");
    }

    @Test
    void shouldRefuseAnotherVersionAndSayWhichReleaseReadsIt() {
        final List<byte[]> snapshot = shard.snapshot();
        snapshot.get(0)[VERSION_OFFSET] = 5;
        assertThatThrownBy(() -> Shard.restore(snapshot, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("snapshot format version=5 expected 8: "
                + "an older release wrote it and alone reads it, start with that one");
        snapshot.get(0)[VERSION_OFFSET] = 9;
        assertThatThrownBy(() -> Shard.restore(snapshot, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("version=9 expected 8: a newer release");
    }

    /** A change here means that older snapshots cannot be read: the version grows with it, and so does the folder's. */
    @Test
    void shouldHaveTheseWordsInVersion8() {
        final UnsafeBuffer header = new UnsafeBuffer(shard.snapshot().get(0));
        final List<Integer> words = new ArrayList<>();
        for (int i = 0; i < header.getInt(TABLES_OFFSET); i++) {
            words.add(header.getInt(TABLES_OFFSET + Integer.BYTES + i * 3 * Integer.BYTES));
        }
        assertThat(header.getInt(VERSION_OFFSET)).isEqualTo(8);
        assertThat(words).containsExactly(
            56, 2, 2, 2, 2, 2, 14, 3, 4, 3, 13, 9, 8, 6, 2, 6, 8, 6, 4, 13, 3, 8, 11, 5, 4, 10, 6, 7, 13, 16, 8, 3, 5, 4, 4, 1, 1, 1);
    }

    @Test
    void shouldRefuseAnotherShardsSnapshot() {
        final List<byte[]> snapshot = shard.snapshot();
        final Core other = new Core(4, new Recording(), Shard.KEY);
        assertThatThrownBy(() -> other.onSnapshotChunk(
            new UnsafeBuffer(snapshot.get(0)), 0, snapshot.get(0).length))
            .isInstanceOf(IllegalStateException.class).hasMessage("snapshot of shard=3 expected 4");
    }

    private void talk(final int messages) {
        shard.isHashChecked = false;
        shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        for (int i = 0; i < messages; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "y".repeat(200));
        }
    }
}
