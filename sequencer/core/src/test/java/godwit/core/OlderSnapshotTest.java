package godwit.core;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.state.StateHashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots of releases that did not count yet which of a user's chats are left: that count's bits are 0 in them. */
class OlderSnapshotTest {
    private static final int CRC_OFFSET = 24;
    private static final int HEADER_LENGTH = 32;
    private static final int HASH_OFFSET = HEADER_LENGTH + Integer.BYTES + 3 * Long.BYTES;
    private static final int TABLES_OFFSET = HASH_OFFSET + Long.BYTES;
    private static final int TABLE_LENGTH = 3 * Integer.BYTES;
    private static final int USER_WORDS = 4;
    private static final int COUNTS = 3;
    private static final long HAD_DEVICE = 1L << 62;
    private static final long LEFT = 1L << 36;
    private static final long DEVICE = 1L << 32;
    private static final String CHATS_FULL = "refused e7 code=4 detail=8";

    private final Shard shard = new Shard();
    private final Images images = new Images(new Random(1));
    private final long[] chats = new long[4];

    /** Alice left two of three, and Dave, who has two devices, one of four. */
    @BeforeEach
    void leaveSome() {
        shard.configure(Limits.of(shard.limits()).chatsPerUser(4).build());
        shard.attach("alice", "phone");
        shard.attach("dave", "phone");
        shard.attach("dave", "tablet");
        for (int i = 0; i < chats.length; i++) {
            chats[i] = shard.group("b" + i, "g", "dave", i < 3 ? "alice" : "carol");
        }
        shard.change(chats[0], Changes.LEFT, "alice");
        shard.change(chats[1], Changes.LEFT, "alice");
        shard.change(chats[1], Changes.LEFT, "dave");
    }

    @Test
    void shouldCountWhatUsersLeft() {
        final List<byte[]> full = shard.snapshot();
        final List<byte[]> older = shard.snapshot();
        forgetCounts(older, older);
        assertThat(older.get(0)).isNotEqualTo(full.get(0));
        goOnWith(Shard.restore(older, shard.out), full);
    }

    @Test
    void shouldCountWhatUsersLeftByAnImage() {
        images.begin(shard.core);
        images.pass(shard.core);
        final List<byte[]> full = shard.snapshot();
        final List<byte[]> older = images.snapshot(shard.core);
        final List<byte[]> image = new ArrayList<>(images.slices);
        // Users are in the image only; where they are in a snapshot of its own says which records those are.
        final long difference = forgetCounts(shard.snapshot(), image);
        final UnsafeBuffer header = new UnsafeBuffer(older.get(0));
        final int ofImage = TABLES_OFFSET + Integer.BYTES + header.getInt(TABLES_OFFSET, LITTLE_ENDIAN) * TABLE_LENGTH;
        long checksums = 0;
        for (int i = 0; i < header.getInt(ofImage, LITTLE_ENDIAN); i++) {
            checksums = checksums * 31 + seal(image.get(i));
        }
        header.putLong(ofImage + Integer.BYTES, checksums, LITTLE_ENDIAN);
        header.putLong(HASH_OFFSET, header.getLong(HASH_OFFSET, LITTLE_ENDIAN) + difference, LITTLE_ENDIAN);
        seal(older.get(0));
        goOnWith(Images.restore(older, image, shard.out), full);
    }

    private void goOnWith(final Core restored, final List<byte[]> full) {
        assertThat(restored.stateHash()).isEqualTo(shard.core.stateHash()).isEqualTo(restored.recomputeStateHash());
        shard.core = restored;
        assertThat(shard.snapshot()).as("as one of now").containsExactlyElementsOf(full);
        for (int i = 0; i < 3; i++) {
            assertThat(asksForGroup("alice", i)).as("alice is in one, and left two").startsWith("journal chat");
        }
        assertThat(asksForGroup("alice", 3)).isEqualTo(CHATS_FULL);
        assertThat(asksForGroup("dave", 4)).as("dave is in three").startsWith("journal chat");
        assertThat(asksForGroup("dave", 5)).isEqualTo(CHATS_FULL);
        shard.outage(shard.limits().inboxRetentionMs() + 1);
        shard.core.onTick();
        shard.check();
        assertThat(asksForGroup("alice", 6)).as("in four, whatever she left").isEqualTo(CHATS_FULL);
        shard.change(chats[2], Changes.LEFT, "alice");
        assertThat(asksForGroup("alice", 7)).startsWith("journal chat");
    }

    private String asksForGroup(final String user, final int number) {
        shard.out.take();
        shard.group("c" + number, "g", user, "d" + number);
        return shard.out.take().get(0).replaceAll(" r\\d+ ", " ");
    }

    /** Takes the counts out of the slices that have the users; by how much the state's hash differs then. */
    private static long forgetCounts(final List<byte[]> snapshot, final List<byte[]> withUsers) {
        final long difference = forgetCount(snapshot, withUsers, HAD_DEVICE + DEVICE + 3, 2 * LEFT)
            + forgetCount(snapshot, withUsers, HAD_DEVICE + 2 * DEVICE + 4, LEFT);
        final UnsafeBuffer header = new UnsafeBuffer(snapshot.get(0));
        header.putLong(HASH_OFFSET, header.getLong(HASH_OFFSET, LITTLE_ENDIAN) + difference, LITTLE_ENDIAN);
        snapshot.forEach(OlderSnapshotTest::seal);
        return difference;
    }

    private static long forgetCount(
        final List<byte[]> snapshot, final List<byte[]> withUsers, final long counts, final long left) {
        final int[] at = find(snapshot, counts + left);
        final UnsafeBuffer slice = new UnsafeBuffer(snapshot.get(at[0]));
        final int record = at[1] - COUNTS * Long.BYTES;
        final int[] place = find(withUsers, counts + left);
        new UnsafeBuffer(withUsers.get(place[0])).putLong(place[1], counts, LITTLE_ENDIAN);
        return StateHashes.change(slice.getInt(record - 2 * Integer.BYTES, LITTLE_ENDIAN), USER_WORDS,
            slice.getInt(record - Integer.BYTES, LITTLE_ENDIAN), COUNTS, counts + left, counts);
    }

    /** In which slice a word stands, and where. */
    private static int[] find(final List<byte[]> slices, final long word) {
        final List<int[]> found = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            final UnsafeBuffer slice = new UnsafeBuffer(slices.get(i));
            for (int at = HEADER_LENGTH; at + Long.BYTES <= slice.capacity(); at++) {
                if (slice.getLong(at, LITTLE_ENDIAN) == word) {
                    found.add(new int[] {i, at});
                }
            }
        }
        assertThat(found).as("places of %x", word).hasSize(1);
        return found.get(0);
    }

    /** Puts a slice's checksum in, and gives it. */
    private static long seal(final byte[] bytes) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_OFFSET);
        crc.update(bytes, HEADER_LENGTH, bytes.length - HEADER_LENGTH);
        new UnsafeBuffer(bytes).putLong(CRC_OFFSET, crc.getValue(), LITTLE_ENDIAN);
        return crc.getValue();
    }
}
