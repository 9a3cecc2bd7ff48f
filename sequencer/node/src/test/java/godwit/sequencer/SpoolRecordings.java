package godwit.sequencer;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.JournalReceiptEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import io.aeron.ExclusivePublication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.awaitility.Awaitility;

/** Writes recordings into a spool's archive, as a node does, beside what is there. */
final class SpoolRecordings {
    private static final String CONTROL = "aeron:ipc?term-length=64k";
    private static final String CHANNEL = "aeron:ipc?term-length=4m|mtu=8192";

    private SpoolRecordings() {
    }

    /** A further recording, of receipts with these numbers. */
    static void add(final Path folder, final long firstSequence, final int count) {
        final String directory = "/dev/shm/godwit-test-" + UUID.randomUUID();
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(directory)
                 .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true).termBufferSparseFile(true));
            Archive archive = Archive.launch(new Archive.Context().aeronDirectoryName(driver.aeronDirectoryName())
                .archiveDir(folder.toFile()).controlChannelEnabled(false).localControlChannel(CONTROL)
                .replicationChannel("aeron:udp?endpoint=127.0.0.1:0").recordingEventsEnabled(false)
                .archiveClientContext(new AeronArchive.Context().controlResponseChannel(CONTROL))
                .recordChecksum(Checksums.crc32c()).segmentFileLength(16 * 1024 * 1024)
                .deleteArchiveOnStart(false).threadingMode(ArchiveThreadingMode.SHARED));
            AeronArchive client = AeronArchive.connect(new AeronArchive.Context().aeronDirectoryName(directory)
                .controlRequestChannel(CONTROL).controlRequestStreamId(archive.context().localControlStreamId())
                .controlResponseChannel(CONTROL))) {
            client.startRecording(CHANNEL, StreamIds.spool(0), SourceLocation.LOCAL);
            try (ExclusivePublication publication =
                client.context().aeron().addExclusivePublication(CHANNEL, StreamIds.spool(0))) {
                write(publication, firstSequence, count);
                awaitRecorded(client, publication);
            }
        }
    }

    private static void write(final ExclusivePublication publication, final long firstSequence, final int count) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        for (int i = 0; i < count; i++) {
            final JournalReceiptEncoder record = new JournalReceiptEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).outputSequence(firstSequence + i);
            record.userId("bob");
            Awaitility.await("written").atMost(TestShard.PATIENCE).until(() ->
                publication.offer(buffer, 0, record.limit()) > 0);
        }
    }

    private static void awaitRecorded(final AeronArchive client, final ExclusivePublication publication) {
        final CountersReader counters = client.context().aeron().countersReader();
        Awaitility.await("recorded").atMost(TestShard.PATIENCE).until(() -> {
            final int counter = RecordingPos.findCounterIdBySession(
                counters, publication.sessionId(), client.archiveId());
            return counter != CountersReader.NULL_COUNTER_ID
                && counters.getCounterValue(counter) >= publication.position();
        });
    }
}
