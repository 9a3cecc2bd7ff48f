package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many users a shard takes, one below the bound, at it, and one above: who connects, who is named, and who was told of. */
class UserBoundTest {
    private static final int USERS_MAX = 4;

    private final Shard shard = new Shard();

    /** Whoever names users that never come, on this shard or another one, takes no room of those who do. */
    @ParameterizedTest
    @ValueSource(ints = {USERS_MAX - 1, USERS_MAX, USERS_MAX + 1})
    void shouldTakeSoManyWhoConnectWhateverOtherShardsTold(final int users) {
        final Mesh mesh = new Mesh(4, Limits.of(CoreLimits.DEFAULT).users(USERS_MAX).build());
        mesh.create("alice0", "g", "b1", "c1", "d1");
        mesh.create("zoe2", "g", "e1", "f1", "g1");
        mesh.create("yan3", "g", "h1", "i1", "j1");
        mesh.settle();
        mesh.restore(1);
        mesh.outs.get(1).take();
        for (int i = 0; i < users; i++) {
            // Some of those that were told of come, and newcomers.
            mesh.attach(i % 2 == 0 ? "new" + i + "-1" : (char) ('a' + i) + "1", "phone");
            mesh.restore(1);
        }
        assertThat(mesh.outs.get(1).take("attached")).hasSize(Math.min(users, USERS_MAX));
        mesh.create("new0-1", "own", "k1", "l1");
        assertThat(mesh.outs.get(1).take("chat")).as("has room for those it names itself").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {USERS_MAX - 1, USERS_MAX, USERS_MAX + 1})
    void shouldNameSoManyWhoNeverConnected(final int users) {
        shard.configure(Limits.of(shard.limits()).users(USERS_MAX).build());
        shard.attach("alice", "phone");
        final long chat = shard.group("alice", "g1", "u0", "u1");
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.out.take();
        shard.change(chat, Changes.ADDED, "alice", names(users));
        assertThat(shard.out.take("changed")).hasSize(users <= USERS_MAX ? 1 : 0);
        shard.group("alice", "g2", names(users));
        assertThat(shard.out.take("refused")).hasSize(users <= USERS_MAX ? 0 : 1);
    }

    /** Who is named and then connects makes room for another to be named. */
    @Test
    void shouldCountWhoConnectsNoMoreAsNamed() {
        shard.configure(Limits.of(shard.limits()).users(USERS_MAX).build());
        shard.attach("alice", "phone");
        shard.group("alice", "g1", names(USERS_MAX));
        shard.attach("u0", "phone");
        shard.out.take();
        shard.chat("alice", "one-more");
        shard.chat("alice", "two-more");
        assertThat(shard.out.take("chat")).hasSize(1);
        shard.attach("u1", "phone");
        shard.attach("u2", "phone");
        shard.attach("u3", "phone");
        assertThat(shard.out.take("attached")).hasSize(2);
    }

    private static String[] names(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "u" + i).toArray(String[]::new);
    }
}
