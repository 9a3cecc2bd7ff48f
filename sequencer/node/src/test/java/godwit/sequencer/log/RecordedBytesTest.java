package godwit.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderEncoder;
import io.aeron.archive.codecs.RecordingDescriptorEncoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderEncoder;
import io.aeron.archive.codecs.RecordingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedBytesTest {
    private static final int LOG = 1;
    private static final int SNAPSHOTS = 2;
    private static final int OF_ANOTHER_SHARD = 3;
    private static final int ALIGNMENT = 1_024;
    private static final long LIVE = AeronArchive.NULL_POSITION;

    @TempDir
    private Path folder;

    private final UnsafeBuffer catalogue = new UnsafeBuffer(new byte[8 * ALIGNMENT]);
    private int recordings;

    @Test
    void shouldCountWhatGoesOnToWhereItIsAndWhatEndedWhole() throws IOException {
        add(LOG, 1_000, LIVE);
        add(SNAPSHOTS, 0, 300);
        add(OF_ANOTHER_SHARD, 0, 7_000);
        assertThat(bytes(Map.of(0L, 5_000L))).isEqualTo(4_000 + 300);
    }

    @Test
    void shouldNotTakeASnapshotUnderWayForAsLongAsTheLog() throws IOException {
        add(LOG, 1_000, LIVE);
        add(SNAPSHOTS, 0, LIVE);
        assertThat(bytes(Map.of(0L, 5_000L, 1L, 70L))).isEqualTo(4_000 + 70);
    }

    @Test
    void shouldCountNothingOfWhatNeitherEndedNorGoesOn() throws IOException {
        add(LOG, 1_000, LIVE);
        add(SNAPSHOTS, 0, 300);
        assertThat(bytes(Map.of())).isEqualTo(300);
    }

    @Test
    void shouldBeNoneWhereThereIsNoArchive() {
        assertThat(RecordedBytes.of(folder, stream -> true, recordingId -> 5_000)).isZero();
    }

    private void add(final int streamId, final long startPosition, final long stopPosition) {
        final int offset = CatalogHeaderEncoder.BLOCK_LENGTH + recordings * ALIGNMENT;
        final RecordingDescriptorEncoder descriptor = new RecordingDescriptorEncoder()
            .wrap(catalogue, offset + RecordingDescriptorHeaderEncoder.BLOCK_LENGTH)
            .recordingId(recordings++).startPosition(startPosition).stopPosition(stopPosition).streamId(streamId);
        descriptor.strippedChannel("").originalChannel("").sourceIdentity("");
        new RecordingDescriptorHeaderEncoder().wrap(catalogue, offset)
            .length(ALIGNMENT - RecordingDescriptorHeaderEncoder.BLOCK_LENGTH).state(RecordingState.VALID);
    }

    private long bytes(final Map<Long, Long> livePositions) throws IOException {
        new CatalogHeaderEncoder().wrap(catalogue, 0).alignment(ALIGNMENT);
        Files.write(folder.resolve(Catalogue.NAME), catalogue.byteArray());
        return RecordedBytes.of(folder, stream -> stream != OF_ANOTHER_SHARD,
            recordingId -> livePositions.getOrDefault(recordingId, 0L));
    }
}
