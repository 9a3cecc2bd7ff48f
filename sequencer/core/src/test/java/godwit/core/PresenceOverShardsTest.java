package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may see a user is decided by the user's shard, by what it was told of a chat that another one owns. */
class PresenceOverShardsTest {
    private final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());

    @Test
    void shouldShowACreatorToOneOfAnotherShardAndAWriterToo() {
        mesh.attach("alice0", "phone");
        mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        assertThat(ask("bob1", "alice0")).containsExactly("presence e7 r9 alice0 online");
        assertThat(ask("alice0", "bob1")).containsExactly("presence e7 r9 bob1 offline hidden");
        mesh.settle();
        assertThat(ask("alice0", "bob1")).as("he created nothing").containsExactly(
            "presence e7 r9 bob1 offline hidden");
        mesh.send(chat, "bob1", "k1", "hi");
        mesh.settle();
        assertThat(ask("alice0", "bob1")).containsExactly("presence e7 r9 bob1 online");
    }

    @Test
    void shouldShowACreatorWhoseChatAnotherShardOwns() {
        final long bob = mesh.attach("bob1", "phone");
        mesh.create("bob1", "", "alice0");
        mesh.settle();
        assertThat(ask("alice0", "bob1")).containsExactly("presence e7 r9 bob1 online");
        assertThat(ask("bob1", "alice0")).containsExactly("presence e7 r9 alice0 offline hidden");
        mesh.detach("bob1", bob);
        assertThat(mesh.out("bob1").take("presence")).containsExactly("presence e7 r0 bob1 offline seen");
    }

    @Test
    void shouldShowAWriterOfWhomItWasOnlyToldThatHeWrote() {
        mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        mesh.settle();
        mesh.isCut = true;
        mesh.send(chat, "bob1", "k", "hi");
        for (int i = 1; i <= 300; i++) {
            mesh.send(chat, "alice0", "k" + i, "x".repeat(9_000));
            mesh.cores.get(0).onJournalAdvance(1, mesh.cores.get(0).outputSequence());
        }
        mesh.pass(5_000);
        mesh.isCut = false;
        mesh.pass(20_000);
        assertThat(mesh.out("bob1").take("stored")).as("what he wrote left memory").isNotEmpty();
        assertThat(ask("alice0", "bob1")).containsExactly("presence e7 r9 bob1 online");
    }

    private List<String> ask(final String asker, final String user) {
        final int shard = Mesh.shardOf(user);
        mesh.out(user).take();
        mesh.at(shard).onPresenceSubscribe(
            Mesh.EDGE, mesh.epochs[shard], 9, Shard.bytes(asker), Shard.bytes(user));
        return mesh.out(user).take("presence");
    }
}
