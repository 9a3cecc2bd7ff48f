package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two people talk. */
class ConversationTest {
    private final Shard shard = new Shard();

    @Test
    void shouldCarryAMessageFromSenderToReceiverAndItsReceiptsBack() {
        final long alice = shard.attach("alice", "phone");
        final long bob = shard.attach("bob", "phone");
        shard.out.take();

        final long chat = shard.chat("alice", "bob");
        assertThat(shard.out.take()).containsExactly(
            "journal chat kind=1 by=alice of=alice,bob n=2 title=",
            "chat e7 r3 kind=1 by=alice of=alice,bob n=2 title= []",
            "chat e7 r0 kind=1 by=alice of=alice,bob n=2 title= [s2<0]");

        shard.send(chat, "alice", "phone", "k1", "hello");
        assertThat(shard.out.take()).containsExactly(
            "journal message #1 alice.1 k1 hello from phone",
            "sent e7 r4 #1",
            "chat e7 r0 kind=1 by=alice of=alice,bob n=2 title= [s2<0]",
            "push e7 #1 alice.1 k1 hello [s2<0]");

        shard.delivered(bob, chat, 1);
        assertThat(shard.out.take()).containsExactly(
            "journal receipt bob 0/0 to 1/0",
            "receipt e7 #1 DELIVERED by bob [s1<0]");

        shard.read(bob, chat, 1);
        assertThat(shard.out.take()).containsExactly(
            "journal receipt bob 1/0 to 1/1",
            "receipt e7 #1 READ by bob [s1<0]");

        shard.send(chat, "bob", "phone", "k1", "hi");
        assertThat(shard.out.take()).containsExactly(
            "journal message #2 bob.1 k1 hi from phone",
            "sent e7 r5 #2",
            "chat e7 r0 kind=1 by=alice of=alice,bob n=2 title= [s1<0]",
            "push e7 #2 bob.1 k1 hi [s1<0]");
        shard.read(alice, chat, 2);
        assertThat(shard.out.take("receipt")).containsExactly("receipt e7 #2 READ by alice [s2<0]");
    }

    @Test
    void shouldRestoreAConversation() {
        final long alice = shard.attach("alice", "phone");
        shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k1", "hello");
        final java.util.List<byte[]> snapshot = shard.snapshot();
        final Core restored = Shard.restore(snapshot, new Recording());
        assertThat(restored.stateHash()).isEqualTo(shard.core.stateHash());
        shard.core = restored;
        assertThat(shard.snapshot()).containsExactlyElementsOf(snapshot);
        assertThat(alice).isEqualTo(1);
    }
}
