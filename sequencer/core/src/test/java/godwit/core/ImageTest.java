package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots whose state is mostly in an image that was written before. */
class ImageTest {
    private final Shard shard = new Shard();
    private final Images images = new Images(new Random(1));
    private long chat;

    @Test
    void shouldWriteOnlyWhatChangedIntoTheSnapshot() {
        talk(0, 600);
        begin();
        images.pass(shard.core);
        talk(600, 3);
        final List<byte[]> full = shard.snapshot();
        final List<byte[]> snapshot = images.snapshot(shard.core);
        assertThat(length(snapshot)).isLessThan(length(full) / 10);
        assertThat(length(images.slices)).isGreaterThan(length(full) / 2);
        assertThat(snapshotOf(Images.restore(snapshot, images.slices, new Recording()))).containsExactlyElementsOf(full);
    }

    @Test
    void shouldWriteLessWithEachPass() {
        talk(0, 600);
        begin();
        images.pass(shard.core);
        final long first = shard.core.image().bytesOfLastPass();
        talk(600, 20);
        images.pass(shard.core);
        assertThat(shard.core.image().bytesOfLastPass()).isBetween(1L, first / 10);
        images.pass(shard.core);
        assertThat(shard.core.image().bytesOfLastPass()).isZero();
        assertSameAfterRestore();
    }

    @Test
    void shouldTakeAnImageThatIsNotThroughYet() {
        talk(0, 600);
        begin();
        shard.core.image().write(images::take, 40_000);
        assertThat(shard.core.image().passes()).isZero();
        assertThat(images.slices).isNotEmpty();
        talk(600, 10);
        assertSameAfterRestore();
    }

    @Test
    void shouldPutWhatWasRefusedIntoTheSnapshot() {
        talk(0, 600);
        begin();
        shard.core.image().write(images::take, 1_000);
        shard.core.image().write((buffer, offset, length) -> false, 100_000);
        talk(600, 10);
        assertSameAfterRestore();
    }

    /** Sessions, devices and their names end after they were written, and others come into their slots. */
    @Test
    void shouldForgetWhatWasFreedAndTakeWhatCameIntoItsPlace() {
        final List<Long> sessions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sessions.add(shard.attach("carol", "device-" + i + "-with-a-name"));
        }
        begin();
        images.pass(shard.core);
        for (int i = 2; i < 6; i++) {
            shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 1, sessions.get(7), Shard.bytes("device-" + i + "-with-a-name"));
        }
        shard.attach("carol", "another");
        assertSameAfterRestore();
    }

    @Test
    void shouldFreeInOnePassWhatAnotherWrote() {
        shard.attach("carol", "one");
        final long session = shard.attach("carol", "two");
        begin();
        images.pass(shard.core);
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 1, session, Shard.bytes("one"));
        images.pass(shard.core);
        assertSameAfterRestore();
    }

    /** Entries of the image are gone, their slots and the ring's segments are others' now. */
    @Test
    void shouldLeaveOutPayloadsThatLeftMemorySince() {
        shard.configure(Limits.of(shard.limits()).payloadBytes(1 << 20).build());
        talk(0, 2_000);
        begin();
        images.pass(shard.core);
        talk(2_000, 6_000);
        shard.core.onJournalAdvance(1, shard.core.outputSequence());
        shard.pass(5_000);
        assertSameAfterRestore();
    }

    @Test
    void shouldRefuseADamagedImage() {
        begunAndTalked();
        final List<byte[]> snapshot = images.snapshot(shard.core);
        images.slices.get(0)[100] ^= 1;
        assertThatThrownBy(() -> Images.restore(snapshot, images.slices, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("snapshot slice checksum");
    }

    @Test
    void shouldRefuseAnImageThatLacksASliceOrItsEnd() {
        begunAndTalked();
        final List<byte[]> snapshot = images.snapshot(shard.core);
        final List<byte[]> withoutEnd = images.slices.subList(0, images.slices.size() - 1);
        assertThatThrownBy(() -> Images.restore(snapshot, withoutEnd, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("expected its image first");
        images.slices.remove(1);
        assertThatThrownBy(() -> Images.restore(snapshot, images.slices, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("snapshot slice number=2 expected 1");
    }

    @Test
    void shouldRefuseAnotherImage() {
        begunAndTalked();
        final List<byte[]> other = new ArrayList<>(images.slices);
        begunAndTalked();
        final List<byte[]> snapshot = images.snapshot(shard.core);
        while (other.size() < images.slices.size()) {
            other.add(images.slices.get(other.size()));
        }
        assertThatThrownBy(() -> Images.restore(snapshot, other, new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("image checksums");
    }

    @Test
    void shouldRefuseASnapshotWithoutItsImage() {
        begunAndTalked();
        assertThatThrownBy(() -> Images.restore(images.snapshot(shard.core), List.of(), new Recording()))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("expected its image first");
    }

    @Test
    void shouldNotChangeTheState() {
        talk(0, 100);
        final long hash = shard.core.stateHash();
        begin();
        images.pass(shard.core);
        shard.core.image().end();
        assertThat(shard.core.stateHash()).isEqualTo(hash).isEqualTo(shard.core.recomputeStateHash());
    }

    private void begunAndTalked() {
        talk(0, 600);
        begin();
        images.pass(shard.core);
        talk(600, 10);
    }

    private void begin() {
        images.begin(shard.core);
    }

    private void assertSameAfterRestore() {
        final List<byte[]> full = shard.snapshot();
        final Core restored = images.restore(shard.core, new Recording());
        assertThat(restored.stateHash()).isEqualTo(shard.core.stateHash()).isEqualTo(restored.recomputeStateHash());
        assertThat(snapshotOf(restored)).containsExactlyElementsOf(full);
        assertThat(shard.core.image().isUnderWay()).isFalse();
    }

    private static List<byte[]> snapshotOf(final Core core) {
        final List<byte[]> chunks = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        });
        return chunks;
    }

    private static long length(final List<byte[]> chunks) {
        return chunks.stream().mapToLong(chunk -> chunk.length).sum();
    }

    private void talk(final int from, final int messages) {
        shard.isHashChecked = false;
        if (chat == 0) {
            shard.attach("bob", "phone");
            chat = shard.chat("alice", "bob");
        }
        for (int i = from; i < from + messages; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "y".repeat(200));
        }
    }
}
