package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large a topology may be, one below each bound, at it, and one above: of one that is larger nothing is put in force. */
class TopologyBoundTest {
    private static final int SHARDS = 1_024;
    private static final int RANGES = 1_024;
    private static final int OWN = 3;
    private static final int OTHER = 5;
    private static final int FIRST = 0;
    private static final int LAST = 4_095;

    private final Recording out = new Recording();
    private final Core core = new Core(OWN, out, Shard.KEY);
    private int chats;

    @BeforeEach
    void begin() {
        core.onTime(Shard.START_MS);
    }

    @ParameterizedTest
    @ValueSource(ints = {SHARDS - 1, SHARDS, SHARDS + 1})
    void shouldTakeATopologyOfSoManyShards(final int shards) {
        core.onRange(FIRST, OWN);
        core.onRange(LAST - 1, OTHER);
        core.onRange(LAST, shards - 1);
        core.onTopology();
        verify(shards <= SHARDS, shards - 1);
    }

    /** The first and the last of them are this shard's and another's. */
    @ParameterizedTest
    @ValueSource(ints = {RANGES - 1, RANGES, RANGES + 1})
    void shouldTakeATopologyOfSoManyRanges(final int ranges) {
        for (int i = 0; i < ranges; i++) {
            core.onRange(i * 3, i == ranges - 1 ? OTHER : OWN + i % 2);
        }
        core.onTopology();
        verify(ranges <= RANGES, OTHER);
    }

    /** Who would be named then would be taken for one of this shard's own. */
    @Test
    void shouldGiveNoEdgeALeaseBeforeItKnowsWhoOwnsWhat() {
        core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        core.onRange(FIRST + 1, OWN);
        core.onTopology();
        core.onEdgeOpen(Shard.EDGE, 2, 4701, Shard.bytes("aeron:ipc"));
        assertThat(out.take()).as("a bad topology is none").isEmpty();
        core.onRange(FIRST, OWN);
        core.onTopology();
        core.onEdgeOpen(Shard.EDGE, 3, 4701, Shard.bytes("aeron:ipc"));
        assertThat(out.take()).hasSize(1);
        assertThat(core.stateHash()).isEqualTo(core.recomputeStateHash());
    }

    /** Also none of the ranges before the one that was too many; and another topology may come then. */
    private void verify(final boolean isTaken, final int lastShard) {
        assertThat(toldOf(LAST)).isEqualTo(isTaken ? List.of(lastShard) : List.of());
        assertThat(out.lastChatId != 0).as("a chat is made").isEqualTo(isTaken);
        assertThat(core.stateHash()).isEqualTo(core.recomputeStateHash());
        core.onTime(Shard.START_MS + 1);
        core.onRange(FIRST, OWN);
        core.onRange(LAST, OTHER + 1);
        core.onTopology();
        assertThat(toldOf(LAST)).as("the first one that is taken stays").containsExactly(isTaken ? lastShard : OTHER + 1);
    }

    /** The shards that are told of a chat with a user of a partition. */
    private List<Integer> toldOf(final int partition) {
        final String user = "u" + chats++;
        core.onParticipant(partition, Shard.bytes(user));
        core.onCreateChat(Shard.EDGE, 1, FIRST, Shard.bytes("alice"), Shard.bytes("phone"), Shard.bytes(""), Shard.bytes(""));
        return out.take("link").stream().map(line -> Integer.valueOf(line.split(" ")[1])).toList();
    }
}
