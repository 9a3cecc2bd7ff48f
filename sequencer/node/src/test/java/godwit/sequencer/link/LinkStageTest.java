package godwit.sequencer.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.protocol.codecs.LinkAckDecoder;
import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.LinkMarkDecoder;
import godwit.protocol.codecs.LinkPeerDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.OutputKind;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Records reach their shard in order, many in a command, and a shard that is away costs a bounded amount. */
class LinkStageTest {
    private static final long STEP_NS = ShardLink.SPACING_NS;
    /** Of a user whose id has eleven letters. */
    private static final int MARK_BYTES =
        MessageHeaderEncoder.ENCODED_LENGTH + LinkMarkDecoder.BLOCK_LENGTH + Integer.BYTES + 11;

    private final NodeCounters counters = new NodeCounters();
    private final Map<Integer, List<byte[]>> commands = new TreeMap<>();
    private final List<Integer> woken = new ArrayList<>();
    private final List<String> typings = new ArrayList<>();
    private boolean away;
    private long nowNs;
    private final LinkStage stage = new LinkStage(0, 3, destination -> new LinkPath() {
        @Override
        public void doWork(final long nowMs) {
            // always open
        }

        @Override
        public boolean offer(final DirectBuffer command, final int length) {
            if (!away) {
                final byte[] bytes = new byte[length];
                command.getBytes(0, bytes);
                commands.computeIfAbsent(destination, one -> new ArrayList<>()).add(bytes);
            }
            return !away;
        }

        @Override
        public boolean offerTyping(final DirectBuffer message, final int length) {
            typings.add(destination + " " + length);
            return !away;
        }

        @Override
        public void close() {
            commands.remove(destination);
        }
    }, counters, () -> nowNs, woken::add);

    private void say(final int destination, final int length, final int value, final boolean live, final boolean last) {
        for (int offset = 0; offset == 0 || offset < length; offset += Output.LENGTH) {
            final Output slot = new Output();
            slot.kind = OutputKind.LINK;
            slot.toShard = destination;
            slot.live = live;
            slot.length = Math.min(Output.LENGTH, length - offset);
            slot.bytes.setMemory(0, slot.length, (byte) value);
            slot.partsAfter = (length - 1 - offset) / Output.LENGTH;
            stage.onEvent(slot, 0, last && slot.partsAfter == 0);
        }
    }

    private void say(final int destination, final int value) {
        say(destination, 100, value, true, true);
    }

    private void later() {
        nowNs += STEP_NS;
        stage.onTimeout(0);
    }

    /** The first byte of each record that a shard got, and that each command is what it says. */
    private List<Integer> got(final int destination) {
        final List<Integer> values = new ArrayList<>();
        for (final byte[] command : commands.getOrDefault(destination, List.of())) {
            final UnsafeBuffer buffer = new UnsafeBuffer(command);
            final LinkBatchDecoder batch =
                new LinkBatchDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            assertThat(batch.fromShard()).isZero();
            assertThat(batch.count()).isBetween(1, LinkBatch.RECORDS_MAX);
            int position = BitUtil.align(batch.limit(), 8);
            for (int i = 0; i < batch.count(); i++) {
                final int length = buffer.getInt(position, ByteOrder.LITTLE_ENDIAN);
                values.add((int) buffer.getByte(position + 4));
                assertThat(buffer.getByte(position + 3 + length)).isEqualTo(buffer.getByte(position + 4));
                position = BitUtil.align(position + 4 + length, 8);
            }
            assertThat(position).isEqualTo(command.length);
        }
        return values;
    }

    @Test
    void shouldSendTheFirstAtOnceAndWhatFollowsTogether() {
        say(1, 1);
        assertThat(got(1)).containsExactly(1);
        say(1, 2);
        say(2, 3);
        say(1, 4);
        assertThat(got(1)).containsExactly(1);
        assertThat(got(2)).containsExactly(3);
        later();
        assertThat(got(1)).containsExactly(1, 2, 4);
        assertThat(commands.get(1)).hasSize(2);
        assertThat(woken).containsExactly(1, 2, 1);
    }

    @Test
    void shouldFillNoCommandBeyondItsBounds() {
        for (int i = 0; i < 200; i++) {
            say(1, 50, i % 100, true, false);
        }
        for (int i = 0; i < 6; i++) {
            say(1, 40_000, i, true, false);
        }
        say(1, 120 * 1024, 7, true, true);
        later();
        assertThat(got(1)).hasSize(207).endsWith(0, 1, 2, 3, 4, 5, 7);
        assertThat(counters.get(NodeCounter.LINK_RECORDS)).isEqualTo(207);
        assertThat(counters.get(NodeCounter.LINK_BATCHES)).isEqualTo(commands.get(1).size());
        assertThat(LinkStage.RECORD_LENGTH_MAX).as("any that the ring takes").isGreaterThanOrEqualTo(120 * 1024);
    }

    @Test
    void shouldPutSoManyRecordsIntoACommandAndMarksBesideThem() {
        for (int i = 0; i < 450; i++) {
            sayMark(1, i % 2 == 0 ? LinkMarkDecoder.TEMPLATE_ID : LinkPeerDecoder.TEMPLATE_ID, true);
            if (i % 10 == 9) {
                sayMark(1, LinkAckDecoder.TEMPLATE_ID, false);
            }
        }
        assertThat(counts(1)).as("the first mark goes at once").containsExactly(1);
        later();
        assertThat(counts(1)).containsExactly(1, 494);
        for (int i = 0; i < 129; i++) {
            sayMark(1, LinkAckDecoder.TEMPLATE_ID, false);
            sayMark(1, LinkMarkDecoder.TEMPLATE_ID, false);
        }
        later();
        assertThat(counts(1)).containsExactly(1, 494, 2 * LinkBatch.RECORDS_MAX, 2 * LinkBatch.RECORDS_MAX, 2);
    }

    /** The marks that another shard's 1,250 members of a group move within 100 ms. */
    @Test
    void shouldTellTheMarksOfALargeGroupInFewCommands() {
        sayMark(1, LinkMarkDecoder.TEMPLATE_ID, true);
        for (int i = 1; i < 1_250; i++) {
            sayMark(1, LinkMarkDecoder.TEMPLATE_ID, false);
        }
        later();
        assertThat(counts(1)).containsExactly(1, LinkBatch.MARKS_MAX, LinkBatch.MARKS_MAX, 249);
    }

    private void sayMark(final int destination, final int templateId, final boolean last) {
        final Output slot = new Output();
        slot.kind = OutputKind.LINK;
        slot.toShard = destination;
        slot.live = true;
        slot.length = MARK_BYTES;
        new MessageHeaderEncoder().wrap(slot.bytes, 0).templateId(templateId);
        stage.onEvent(slot, 0, last);
    }

    /** How many records each command to a shard says that it has. */
    private List<Integer> counts(final int destination) {
        return commands.getOrDefault(destination, List.of()).stream()
            .map(command -> new LinkBatchDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(command), 0, new MessageHeaderDecoder()).count())
            .toList();
    }

    @Test
    void shouldKeepTheOrderOverAShardThatIsAwayAndDropWhatIsTooMuch() {
        away = true;
        for (int i = 0; i < 100; i++) {
            say(1, 90_000, i, true, true);
            later();
        }
        say(2, 1);
        assertThat(counters.get(NodeCounter.LINK_BATCHES_DROPPED)).isPositive();
        away = false;
        later();
        assertThat(got(2)).containsExactly(1);
        final int kept = got(1).size();
        assertThat(kept).isBetween(40, ShardLink.PARKED_BYTES_MAX / 90_000);
        assertThat(got(1)).as("the first ones").isSorted().startsWith(0).endsWith(kept - 1);
        say(1, 111);
        later();
        assertThat(got(1)).endsWith(kept - 1, 111);
    }

    @Test
    void shouldSendNothingWhileItDoesNotLead() {
        away = true;
        say(1, 1);
        away = false;
        say(1, 100, 2, false, true);
        say(2, 100, 3, false, true);
        later();
        assertThat(commands).isEmpty();
        say(1, 4);
        later();
        assertThat(got(1)).containsExactly(4);
    }

    @Test
    void shouldOfferWhoTypesOnceBesideTheCommandsWhileItLeads() {
        type(1, 30, true);
        away = true;
        type(2, 40, true);
        away = false;
        type(2, 50, false);
        later();
        assertThat(typings).containsExactly("1 30", "2 40");
        assertThat(counters.get(NodeCounter.TYPINGS_DROPPED)).isEqualTo(1);
        assertThat(commands).isEmpty();
        assertThat(counters.get(NodeCounter.LINK_RECORDS)).isZero();
    }

    private void type(final int destination, final int length, final boolean live) {
        final Output slot = new Output();
        slot.kind = OutputKind.LINK_TYPING;
        slot.toShard = destination;
        slot.live = live;
        slot.length = length;
        stage.onEvent(slot, 0, true);
    }

    @Test
    void shouldRefuseARecordForNobodyOrItself() {
        for (final int destination : new int[] {0, 3, -1}) {
            assertThatThrownBy(() -> say(destination, 1)).isInstanceOf(IllegalStateException.class);
        }
    }
}
