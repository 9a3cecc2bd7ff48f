package godwit.replay;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.CreateChatEncoder;
import godwit.protocol.codecs.JournalAdvanceEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.SendEncoder;
import godwit.protocol.idle.Doorbells;
import godwit.sequencer.SequencerConfiguration;
import godwit.sequencer.SequencerNode;
import godwit.settings.SettingsLoader;
import io.aeron.cluster.client.AeronCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;

/** A real node that makes a log to be replayed. */
final class RecordedShard implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128 * 1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CopyOnWriteArrayList<Throwable> failures = new CopyOnWriteArrayList<>();
    private final SequencerNode node;
    private final AeronCluster cluster;
    private long correlationId;

    RecordedShard(final Path folder, final Map<String, String> settings) {
        final String directory = "/dev/shm/godwit-replay-test-" + UUID.randomUUID();
        final SettingsLoader loader = new SettingsLoader().dataFolder(folder);
        settings.forEach(loader::set);
        node = SequencerNode.launch(new SequencerConfiguration(folder, directory, 0, 0, loader.load().sequencer(),
            Doorbells.alone(), failures::add));
        Awaitility.await("serving").atMost(PATIENCE).until(node::isServing);
        cluster = AeronCluster.connect(new AeronCluster.Context().aeronDirectoryName(directory)
            .ingressChannel("aeron:ipc?term-length=1m").ingressStreamId(StreamIds.ingress(0))
            .egressChannel("aeron:ipc").egressStreamId(StreamIds.CLIENT_EGRESS_BASE + 901));
    }

    SequencerNode node() {
        return node;
    }

    void createChat() {
        final CreateChatEncoder create = new CreateChatEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(1)
            .correlationId(++correlationId).creatorPartition(1);
        create.participantsCount(1).next().partition(2).participantId("bob");
        create.creatorId("alice").deviceId("phone").clientChatId("").title("");
        offer(create.limit());
    }

    /** Sends to a chat that need not be there: what the core refuses is in the log, too. */
    void send(final long chatId, final int count, final int bytes) {
        for (int i = 0; i < count; i++) {
            final SendEncoder send = new SendEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(1)
                .correlationId(++correlationId).chatId(chatId).contentKind(ContentKind.OPAQUE);
            send.senderId("alice").deviceId("phone").clientMsgId("m" + correlationId).putBody(new byte[bytes], 0, bytes)
                .afterClientMsgId("");
            offer(send.limit());
        }
    }

    void journalAdvance() {
        offer(new JournalAdvanceEncoder().wrapAndApplyHeader(buffer, 0, header).incarnation(node.incarnation())
            .outputSequence(node.status().outputSequence()).limit());
    }

    private void offer(final int length) {
        Awaitility.await("the cluster takes a command").atMost(PATIENCE).pollInterval(Duration.ofMillis(1))
            .until(() -> {
                cluster.pollEgress();
                return cluster.offer(buffer, 0, length) > 0;
            });
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(cluster, node);
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.get(0));
        }
    }
}
