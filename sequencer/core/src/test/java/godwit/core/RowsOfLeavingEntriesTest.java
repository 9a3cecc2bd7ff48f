package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What waits for a device gets its row of inbox after the grace, though so much came meanwhile that its payload left memory. */
class RowsOfLeavingEntriesTest {
    private static final int MEMORY = 1 << 20;
    private static final String LARGE = "x".repeat(16_000);
    private static final CoreLimits LIMITS = Limits.of(CoreLimits.DEFAULT).payloadBytes(MEMORY).build();

    @Test
    void shouldWriteARowOfAnEntryThatLeftMemory() {
        final Shard shard = new Shard();
        shard.isHashChecked = false;
        shard.configure(LIMITS);
        shard.attach("bob", "phone");
        shard.send(shard.chat("alice", "bob"), "alice", "d", "k1", "x");
        final long other = shard.chat("carol", "dave");
        for (int i = 0; i < MEMORY / LARGE.length() + 1; i++) {
            shard.send(other, "carol", "d", "c" + i, LARGE);
        }
        shard.journaled(shard.core.outputSequence());
        shard.pass(1_000);
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.out.take();
        shard.pass(11_000);
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox+ bob/phone #1-1 count=1");
        shard.pass(1_000);
        assertThat(Shard.restore(shard.snapshot(), new Recording()).stateHash()).isEqualTo(shard.core.stateHash());
    }

    @Test
    void shouldWriteARowOfAnEntryOfAnotherShardThatLeftMemory() {
        final Mesh mesh = new Mesh(2, LIMITS);
        mesh.attach("bob1", "phone");
        mesh.send(mesh.create("alice0", "", "bob1"), "alice0", "k1", "x");
        mesh.pass(300);
        final long other = mesh.create("carol1", "", "dave1");
        for (int i = 0; i < MEMORY / LARGE.length() + 1; i++) {
            mesh.send(other, "carol1", "c" + i, LARGE);
        }
        mesh.pass(1_000);
        mesh.restore(1);
        mesh.outs.get(1).take();
        mesh.pass(11_000);
        assertThat(mesh.outs.get(1).take("journal inbox")).containsExactly("journal inbox+ bob1/phone #1-1 count=1");
    }
}
