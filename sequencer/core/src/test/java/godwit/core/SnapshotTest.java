package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots: whole or refused. */
class SnapshotTest {
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
    void shouldRefuseAnUnknownVersion() {
        final List<byte[]> snapshot = shard.snapshot();
        snapshot.get(0)[4] = 99;
        assertThatThrownBy(() -> Shard.restore(snapshot, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("snapshot format version=99 expected 1");
    }

    @Test
    void shouldRefuseAnotherShardsSnapshot() {
        final List<byte[]> snapshot = shard.snapshot();
        final Core other = new Core(4, new Recording());
        assertThatThrownBy(() -> other.onSnapshotChunk(
            new org.agrona.concurrent.UnsafeBuffer(snapshot.get(0)), 0, snapshot.get(0).length))
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
