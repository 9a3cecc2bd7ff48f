package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When cursors are made and go, and that nothing is told differently for that. */
class CursorTest {
    private static final int BEHIND_THE_GRACE_MS = 11_000;

    private final Shard shard = new Shard();
    private long alice;
    private long bob;
    private long chat;

    @BeforeEach
    void connect() {
        alice = shard.attach("alice", "phone");
        bob = shard.attach("bob", "phone");
        chat = shard.group("alice", "g1", "bob", "carol");
        shard.out.take();
    }

    @Test
    void shouldForgetACursorThatSaysNothingMore() {
        sendAndAcknowledge(1);
        assertThat(shard.core.cursors()).isEqualTo(1);
        shard.pass(BEHIND_THE_GRACE_MS);
        assertThat(shard.core.cursors()).isZero();
        send(2);
        assertThat(pushes()).containsExactly("push e7 #2 alice.2 k2 x [s" + bob + "<0]");
    }

    @Test
    void shouldNotForgetACursorWhileSomethingWaitsOrIsInFlight() {
        sendAndAcknowledge(1);
        send(2);
        shard.pass(BEHIND_THE_GRACE_MS);
        shard.detach(bob);
        shard.pass(BEHIND_THE_GRACE_MS);
        assertThat(shard.core.cursors()).isEqualTo(1);
        bob = shard.attach("bob", "phone");
        assertThat(pushes()).last().isEqualTo("push e7 #2 alice.2 k2 x [s" + bob + "<0]");
        shard.delivered(bob, chat, 2);
        shard.pass(BEHIND_THE_GRACE_MS);
        assertThat(shard.core.cursors()).isZero();
    }

    @Test
    void shouldMakeNoCursorForTheDeviceThatSends() {
        send(1);
        assertThat(shard.core.cursors()).isEqualTo(1);
        final long tablet = shard.attach("alice", "tablet");
        shard.out.take();
        send(2);
        assertThat(pushes()).containsExactly("push e7 #2 alice.2 k2 x [s" + tablet + "<0 s" + bob + "<1]");
        assertThat(shard.core.cursors()).isEqualTo(2);
    }

    @Test
    void shouldAnnounceAChatOnceThoughItsCursorWent() {
        send(1);
        assertThat(shard.out.take("chat")).hasSize(1);
        shard.delivered(bob, chat, 1);
        shard.pass(BEHIND_THE_GRACE_MS);
        shard.detach(bob);
        shard.attach("bob", "phone");
        send(2);
        assertThat(shard.out.take("chat")).isEmpty();
    }

    @Test
    void shouldKeepTheCursorOfADeviceThatWasToldOfTheChatInThisRoundOnly() {
        send(1);
        shard.acknowledge(bob, chat, 1, Receipts.SENT);
        shard.pass(BEHIND_THE_GRACE_MS);
        assertThat(shard.core.cursors()).isEqualTo(1);
        shard.out.take();
        send(2);
        assertThat(shard.out.take("chat")).isEmpty();
    }

    @Test
    void shouldAnnounceAChatAgainToWhoComesBackToIt() {
        sendAndAcknowledge(1);
        shard.change(chat, Changes.REMOVED, "alice", "bob");
        shard.delivered(bob, chat, 2);
        shard.delivered(alice, chat, 2);
        shard.pass(BEHIND_THE_GRACE_MS);
        assertThat(shard.core.cursors()).isZero();
        send(3);
        shard.out.take();
        shard.change(chat, Changes.ADDED, "alice", "bob");
        final List<String> lines = shard.out.take();
        assertThat(lines).anyMatch(line -> line.startsWith("chat e7"));
        assertThat(lines).contains("push e7 #4 alice added v2 bob [s" + alice + "<0 s" + bob + "<0]");
    }

    @Test
    void shouldAnnounceAChatToADeviceThatTakesThePlaceOfAnother() {
        sendAndAcknowledge(1);
        final long tablet = shard.attach("bob", "tablet");
        shard.pass(BEHIND_THE_GRACE_MS);
        shard.step();
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 1, tablet, Shard.bytes("phone"));
        final long second = shard.attach("bob", "second");
        shard.out.take();
        send(2);
        assertThat(shard.out.take("chat")).containsExactly("chat e7 r0 kind=2 by=alice of=alice,bob,carol n=3 title=Crew [s"
            + tablet + "<0]", "chat e7 r0 kind=2 by=alice of=alice,bob,carol n=3 title=Crew [s" + second + "<0]");
    }

    @Test
    void shouldTakeALaterWordOfADeviceThatHadEverythingButOfNoOther() {
        sendAndAcknowledge(1);
        send(2);
        shard.acknowledge(bob, chat, 2, Receipts.SENT);
        shard.pass(BEHIND_THE_GRACE_MS);
        assertThat(shard.core.cursors()).isZero();
        final long tablet = shard.attach("bob", "tablet");
        shard.out.take();
        shard.delivered(tablet, chat, 2);
        assertThat(shard.out.take("journal receipt")).isEmpty();
        shard.delivered(bob, chat, 2);
        assertThat(shard.out.take("journal receipt")).containsExactly("journal receipt bob 1/0 to 2/0");
    }

    @Test
    void shouldTakeAWordOfTheDeviceThatSentTheLastEntry() {
        send(1);
        shard.out.take();
        shard.delivered(alice, chat, 1);
        assertThat(shard.out.take("journal receipt")).containsExactly("journal receipt alice 0/0 to 1/0");
    }

    @Test
    void shouldSayTheSameAfterASnapshotWithoutCursors() {
        sendAndAcknowledge(1);
        shard.pass(BEHIND_THE_GRACE_MS);
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.core.onTime(shard.now);
        shard.out.take();
        send(2);
        assertThat(shard.out.take("chat")).isEmpty();
        assertThat(shard.core.cursors()).isEqualTo(1);
        shard.delivered(bob, chat, 2);
        assertThat(shard.out.take("journal receipt")).containsExactly("journal receipt bob 1/0 to 2/0");
    }

    @Test
    void shouldPushNothingAgainToWhoLeftWithAllWhenTheLeavingIsToldOnceMore() {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long carol = mesh.attach("c1", "phone");
        final long group = mesh.create("alice0", "g", "b1", "c1");
        mesh.send(group, "alice0", "k1", "x");
        mesh.settle();
        mesh.change(group, Changes.REMOVED, 1, "alice0", "c1");
        mesh.deliver(1, Integer.MAX_VALUE);
        assertThat(mesh.out("c1").take("push")).hasSize(2);
        mesh.isCut = true;
        mesh.lose(0);
        mesh.acknowledge("c1", carol, group, 2, Receipts.DELIVERED);
        mesh.pass(BEHIND_THE_GRACE_MS);
        assertThat(mesh.core("c1").cursors()).isZero();
        for (int i = 0; i < 300; i++) {
            mesh.send(group, "alice0", "large" + i, "x".repeat(9_000));
            mesh.core("alice0").onJournalAdvance(1, mesh.core("alice0").outputSequence());
        }
        mesh.isCut = false;
        final long bob = mesh.attach("b1", "phone");
        mesh.out("c1").take();
        mesh.pass(20_000);
        assertThat(mesh.out("c1").take()).isNotEmpty().noneMatch(line -> line.contains("[s" + carol))
            .anyMatch(line -> line.startsWith("stored") && line.contains("[s" + bob));
    }

    private void sendAndAcknowledge(final int number) {
        send(number);
        shard.delivered(bob, chat, number);
        shard.out.take();
    }

    private void send(final int number) {
        shard.send(chat, "alice", "phone", "k" + number, "x");
    }

    private List<String> pushes() {
        return shard.out.take("push");
    }
}
