package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.SentDecoder;
import godwit.protocol.codecs.TypingDeliveryDecoder;
import godwit.protocol.codecs.TypingState;
import godwit.sequencer.audit.AuditFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequencerNodeTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCarryAMessageAndKeepItOverRestarts() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long bob = shard.attach("bob", "phone");
            final long chat = shard.createChat("alice", "bob");
            shard.send(chat, "alice", "k1", "hello".getBytes(StandardCharsets.UTF_8));
            final SentDecoder sent = (SentDecoder) shard.await("Sent").decoder();
            assertThat(sent.sequence()).isEqualTo(1);
            final long msgId = sent.msgId();
            final MessageDeliveryDecoder message =
                (MessageDeliveryDecoder) shard.await("MessageDelivery").decoder();
            assertThat(message.msgId()).isEqualTo(msgId);
            assertThat(message.targets().next().session()).isEqualTo(bob);

            shard.node().snapshot();
            shard.send(chat, "alice", "k2", "after the snapshot".getBytes(StandardCharsets.UTF_8));
            assertThat(((SentDecoder) shard.await("Sent").decoder()).sequence()).isEqualTo(2);
            final long hash = shard.node().audit();
            final long spooled = shard.node().counters().get(NodeCounter.RECORDS_SPOOLED);
            assertThat(spooled).isPositive();
            shard.stop();

            shard.start();
            assertThat(shard.failures()).isEmpty();
            assertThat(AuditFile.read(folder.resolve("shard-0"))).anySatisfy(
                audit -> assertThat(audit.stateHash()).isEqualTo(hash));
            shard.open();
            shard.send(chat, "alice", "k1", "again".getBytes(StandardCharsets.UTF_8));
            final SentDecoder again = (SentDecoder) shard.await("Sent").decoder();
            assertThat(again.msgId()).isEqualTo(msgId);
            assertThat(again.duplicate()).isEqualTo((short) 1);
            shard.send(chat, "alice", "k3", "new".getBytes(StandardCharsets.UTF_8));
            assertThat(((SentDecoder) shard.await("Sent").decoder()).sequence()).isEqualTo(3);
            Awaitility.await().atMost(TestShard.PATIENCE).untilAsserted(() -> assertThat(
                shard.node().counters().get(NodeCounter.RECORDS_SKIPPED)).as("spooled before the stop").isPositive());
            assertThat(shard.node().counters().get(NodeCounter.ERRORS)).as("errors of Aeron's").isZero();
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldSkipAndCountWhatItCannotRead() {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            shard.offerRaw(new byte[] {1, 2, 3});
            shard.offerRaw(new byte[64]);
            shard.offerRaw(header(17, 1));
            shard.offerRaw(header(60, 1));
            shard.offerRaw(header(17, 99));
            shard.attach("alice", "phone");
            final NodeCounters counters = shard.node().counters();
            assertThat(counters.get(NodeCounter.MALFORMED)).isEqualTo(2);
            assertThat(counters.get(NodeCounter.UNKNOWN_SCHEMA)).isEqualTo(2);
            assertThat(counters.get(NodeCounter.UNKNOWN_TEMPLATE)).isEqualTo(1);
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldTellWhoTypesBesideTheLog() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long bob = shard.attach("bob", "phone");
            final long chat = shard.createChat("alice", "bob");
            final long records = shard.outputSequence();
            shard.type(chat, "carol");
            shard.offerTyping(new byte[] {1, 2, 3}, 3);
            shard.type(chat, "alice");
            final TypingDeliveryDecoder typing = (TypingDeliveryDecoder) shard.await("TypingDelivery").decoder();
            assertThat(typing.chatId()).isEqualTo(chat);
            assertThat(typing.state()).isEqualTo(TypingState.START);
            assertThat(typing.targets().next().session()).isEqualTo(bob);
            assertThat(typing.userId()).as("not carol, a stranger").isEqualTo("alice");
            final NodeCounters counters = shard.node().counters();
            assertThat(counters.get(NodeCounter.TYPINGS)).isEqualTo(2);
            assertThat(counters.get(NodeCounter.TYPINGS_SKIPPED)).isEqualTo(1);
            assertThat(counters.get(NodeCounter.UNKNOWN_TEMPLATE)).as("none is an entry").isZero();
            assertThat(shard.outputSequence()).isEqualTo(records);
            assertThat(shard.failures()).isEmpty();
            assertThat(counters.get(NodeCounter.ERRORS)).isZero();
        }
    }

    @Test
    void shouldLeaveAnAuditAtAnOrderlyStop() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final int before = AuditFile.read(folder.resolve("shard-0")).size();
            shard.node().lastAudit();
            Awaitility.await("an audit").atMost(TestShard.PATIENCE).until(() ->
                AuditFile.read(folder.resolve("shard-0")).size() > before);
        }
    }

    @Test
    void shouldCarryBodiesOfEveryLength() {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            shard.attach("bob", "phone");
            final long chat = shard.createChat("alice", "bob");
            for (final int length : new int[] {1, 900, 1_023, 1_024, 1_025, 2_048, 8_191, 8_192, 16_384}) {
                shard.keepAlive();
                final byte[] body = new byte[length];
                Arrays.fill(body, (byte) length);
                shard.send(chat, "alice", "b" + length, body);
                final MessageDeliveryDecoder message =
                    (MessageDeliveryDecoder) shard.await("MessageDelivery").decoder();
                message.targets().forEach(target -> {
                });
                message.skipSenderId();
                message.skipClientMsgId();
                final byte[] received = new byte[message.bodyLength()];
                message.getBody(received, 0, received.length);
                assertThat(received).isEqualTo(body);
            }
        }
    }

    @Test
    void shouldPurgeLogSpoolAndSnapshotsBehindTheJournal() throws Exception {
        try (TestShard shard = new TestShard(folder, TestShard.smallSegments(0))) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long chat = shard.createChat("alice", "bob");
            int sent = 0;
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 700; i++) {
                    shard.send(chat, "alice", "m" + sent++, new byte[16_000]);
                    if (i % 16 == 15) {
                        shard.awaitAll("Sent", 16);
                        shard.keepAlive();
                    }
                }
                shard.awaitAll("Sent", 700 % 16);
                shard.journalAdvance(shard.outputSequence());
                shard.node().snapshot();
            }
            Awaitility.await("purged").atMost(TestShard.PATIENCE).untilAsserted(() -> {
                assertThat(shard.node().status().spoolBytes()).isLessThan(16L << 20);
                assertThat(shard.node().status().logBytes()).isLessThan(36L << 20);
            });
            shard.stop();
            shard.start();
            shard.open();
            shard.send(chat, "alice", "m" + sent, new byte[10]);
            assertThat(((SentDecoder) shard.await("Sent").decoder()).sequence()).isEqualTo(sent + 1);
            assertThat(shard.failures()).isEmpty();
        }
    }

    private static byte[] header(final int template, final int version) {
        final byte[] bytes = new byte[16];
        bytes[0] = 4;
        bytes[2] = (byte) template;
        bytes[4] = (byte) 4701;
        bytes[5] = 4701 >> 8;
        bytes[6] = (byte) version;
        return bytes;
    }
}
