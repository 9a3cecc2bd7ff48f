package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.StreamIds;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedDecoder;
import godwit.sequencer.log.RecordedSpool;
import io.aeron.cluster.client.AeronCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The longest command, delivery and journal record, one byte less and one more, on their way through a real node. */
class LongestMessagesTest {
    private static final int LOG_MESSAGE_LENGTH_MAX = 1024 * 1024;

    @TempDir
    private Path folder;

    @Test
    void shouldCarryBodiesUpToTheHighestSettingAndRefuseLongerOnes() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of("edge.text-bytes", "12KiB", "edge.frame-bytes", "96KiB"))) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            shard.attach("bob", "phone");
            final long chat = shard.createChat("alice", "bob");
            for (int more = -1; more <= 0; more++) {
                final int length = ProtocolLimits.BODY_LENGTH_MAX + more;
                shard.send(chat, "alice", "n" + more, new byte[length]);
                shard.await("Sent");
                assertThat(bodyLength((MessageDeliveryDecoder) shard.await("MessageDelivery").decoder()))
                    .isEqualTo(length);
            }
            shard.send(chat, "alice", "n+1", new byte[ProtocolLimits.BODY_LENGTH_MAX + 1]);
            assertThat(((RefusedDecoder) shard.await("Refused").decoder()).code()).isEqualTo(RefusalCode.TOO_LARGE);
            assertThat(shard.failures()).isEmpty();
        }
        final List<Long> spooled = new ArrayList<>();
        RecordedSpool.mend(folder.resolve("archives/spool"), StreamIds.spool(0), (sequence, at) -> spooled.add(sequence));
        assertThat(spooled).as("the chat and both messages").hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldSkipAndCountEntriesLongerThanACommandAndOutliveOnesThatTheLogDoesNotTake() {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            try (AeronCluster wide = shard.connect("aeron:ipc?term-length=16m", 901)) {
                for (int more = -1; more <= 1; more++) {
                    offer(wide, ProtocolLimits.COMMAND_LENGTH_MAX + more);
                }
                awaitCount(shard, NodeCounter.TOO_LONG, 1);
                awaitCount(shard, NodeCounter.UNKNOWN_SCHEMA, 2);
                offer(wide, LOG_MESSAGE_LENGTH_MAX - AeronCluster.SESSION_HEADER_LENGTH);
                awaitCount(shard, NodeCounter.TOO_LONG, 2);
                offer(wide, LOG_MESSAGE_LENGTH_MAX - AeronCluster.SESSION_HEADER_LENGTH + 1);
                awaitCount(shard, NodeCounter.ERRORS, 1);
                shard.attach("alice", "phone");
                assertThat(shard.node().counters().get(NodeCounter.TOO_LONG)).isEqualTo(2);
                assertThat(shard.failures()).isEmpty();
            }
        }
    }

    @Test
    void shouldRefuseTextsOfTheHighestLengthThatACommandCanSay() {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long chat = shard.createChat("alice", "bob");
            final String longest = "x".repeat(65_534);
            shard.send(chat, longest, "k", new byte[1]);
            shard.await("Refused");
            shard.send(chat, "alice", longest, new byte[1]);
            shard.await("Refused");
            shard.send(chat, "alice", "k", new byte[65_534]);
            shard.await("Refused");
            shard.offerCreateChat(longest, "bob", "");
            shard.await("Refused");
            shard.offerCreateChat("alice", longest, "");
            shard.await("Refused");
            shard.offerCreateChat("alice", "carol", longest);
            shard.await("Refused");
            shard.offerAttach(longest, "phone");
            shard.await("Refused");
            shard.offerAttach("alice", longest);
            shard.await("Refused");
            shard.readHistory(chat, longest, 1);
            shard.await("Refused");
            shard.send(chat, "alice", "k", new byte[1]);
            shard.await("Sent");
            assertThat(shard.failures()).isEmpty();
        }
    }

    private static int bodyLength(final MessageDeliveryDecoder message) {
        message.targets().forEach(target -> {
        });
        message.skipSenderId();
        message.skipClientMsgId();
        return message.bodyLength();
    }

    private static void offer(final AeronCluster cluster, final int length) {
        final UnsafeBuffer zeros = new UnsafeBuffer(new byte[length]);
        Awaitility.await("taken length=" + length).atMost(TestShard.PATIENCE).until(() ->
            cluster.offer(zeros, 0, length) > 0);
    }

    private static void awaitCount(final TestShard shard, final NodeCounter counter, final long count) {
        Awaitility.await(counter.label()).atMost(TestShard.PATIENCE).untilAsserted(() ->
            assertThat(shard.node().counters().get(counter)).isEqualTo(count));
    }
}
