package godwit.journal;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.JournalMessageEncoder;
import godwit.protocol.codecs.JournalReceiptEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;

/** A media driver, an archive and a shard's spool in it, in small files, written by the test. */
public final class TestSpool implements AutoCloseable {
    /** For whatever a test waits for. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Bytes of the spool's files. */
    public static final int SEGMENT_LENGTH = 64 * 1024;

    private static final String IPC = "aeron:ipc?term-length=1m";
    private static final String CHANNEL = "aeron:ipc?term-length=64k|mtu=1408";

    private final Path folder;
    private final MediaDriver driver;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private Archive archive;
    private AeronArchive client;
    private ExclusivePublication publication;
    private long sequence;
    private long writeTimeUs = 1;

    /** An empty spool. */
    public TestSpool(final Path folder) {
        this.folder = folder;
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName("/dev/shm/godwit-test-" + UUID.randomUUID()).threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnShutdown(true).termBufferSparseFile(true));
        start();
    }

    /** The archive comes (back), with a new recording. */
    public void start() {
        archive = Archive.launch(new Archive.Context().aeronDirectoryName(aeronDirectory())
            .archiveDir(folder.toFile()).controlChannelEnabled(false).localControlChannel(IPC)
            .localControlStreamId(StreamIds.SPOOL_ARCHIVE_CONTROL).recordingEventsEnabled(false)
            .replicationChannel("aeron:udp?endpoint=127.0.0.1:0").segmentFileLength(SEGMENT_LENGTH)
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel(IPC))
            .threadingMode(ArchiveThreadingMode.SHARED));
        client = AeronArchive.connect(new AeronArchive.Context().aeronDirectoryName(aeronDirectory())
            .controlRequestChannel(IPC).controlRequestStreamId(StreamIds.SPOOL_ARCHIVE_CONTROL)
            .controlResponseChannel(IPC).controlResponseStreamId(4799));
        beginRecording();
    }

    /** A further recording of the same spool, as after a spool that was given up. */
    public void beginRecording() {
        if (publication != null) {
            publication.close();
            client.stopRecording(CHANNEL, StreamIds.spool(0));
        }
        client.startRecording(CHANNEL, StreamIds.spool(0), SourceLocation.LOCAL);
        publication = client.context().aeron().addExclusivePublication(CHANNEL, StreamIds.spool(0));
        Awaitility.await("recorded").atMost(PATIENCE).until(publication::isConnected);
    }

    /** The archive dies. */
    public void stop() {
        CloseHelper.closeAll(publication, client, archive);
        publication = null;
    }

    /** The driver's folder. */
    public String aeronDirectory() {
        return driver.aeronDirectoryName();
    }

    /** A client of the driver; close it. */
    public Aeron connect() {
        return Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory()));
    }

    /** The next record is this one. */
    public TestSpool from(final long nextSequence) {
        sequence = nextSequence - 1;
        return this;
    }

    /** Records from now on are said at that time. */
    public TestSpool at(final long nowWriteTimeUs) {
        writeTimeUs = nowWriteTimeUs;
        return this;
    }

    /** Writes receipts, which are short. */
    public void receipts(final int count) {
        for (int i = 0; i < count; i++) {
            final JournalReceiptEncoder record = new JournalReceiptEncoder().wrapAndApplyHeader(buffer, 0, header)
                .outputSequence(++sequence).writeTimeUs(writeTimeUs).chatId(5).chatKind(ChatKind.DIRECT)
                .deliveredSequence(0).readSequence(0).previousDeliveredSequence(0).previousReadSequence(0);
            record.userId("bob");
            write(record.limit());
        }
    }

    /** Writes one message, which takes several fragments when it is long. */
    public void message(final int bodyLength) {
        final JournalMessageEncoder record = new JournalMessageEncoder().wrapAndApplyHeader(buffer, 0, header)
            .outputSequence(++sequence).writeTimeUs(writeTimeUs).chatId(5).msgId(sequence).sequence(sequence)
            .timestampMs(1).senderOrdinal(sequence).contentKind(ContentKind.OPAQUE);
        record.senderId("alice").senderDeviceId("phone").clientMsgId("k").putBody(new byte[bodyLength], 0, bodyLength);
        write(record.limit());
    }

    private void write(final int length) {
        Awaitility.await("written").pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(PATIENCE)
            .until(() -> publication.offer(buffer, 0, length) > 0);
    }

    /** Waits until all that was written is in the recording. */
    public void awaitRecorded() {
        final long recordingId = recordingId();
        Awaitility.await("recorded").atMost(PATIENCE).until(() ->
            client.getRecordingPosition(recordingId) >= publication.position());
    }

    /** Lets whole files go; answers the first position that is left. */
    public long purgeBelow(final long position) {
        final long keepFrom = position / SEGMENT_LENGTH * SEGMENT_LENGTH;
        client.purgeSegments(recordingId(), keepFrom);
        return keepFrom;
    }

    /** Where what was written ends. */
    public long position() {
        return publication.position();
    }

    private long recordingId() {
        final long[] last = new long[1];
        client.listRecordings(0, Integer.MAX_VALUE, (controlSessionId, correlationId, recordingId, startTimestamp,
            stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
            sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> last[0] = recordingId);
        return last[0];
    }

    @Override
    public void close() {
        stop();
        CloseHelper.close(driver);
    }
}
