package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A receipt says when somebody received or read, however late it is told and however often. */
class ReceiptTimeTest {
    private static final long WHILE_MS = 60_000;

    private final Shard shard = new Shard();
    private long alice;
    private long bob;
    private long chat;

    @BeforeEach
    void talk() {
        alice = shard.attach("alice", "phone");
        bob = shard.attach("bob", "phone");
        chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k1", "hello");
    }

    @Test
    void shouldTellASenderWhoWasAwayWhenItWasRead() {
        final long readMs = readWhileAliceIsAway();
        assertThat(toldTo("alice", "phone")).containsExactly(readMs);
        shard.pass(WHILE_MS);
        assertThat(toldTo("alice", "phone")).as("once more").containsExactly(readMs);
    }

    @Test
    void shouldTellTheSameTimeAtAResync() {
        shard.read(bob, chat, 1);
        final long readMs = shard.now;
        shard.pass(WHILE_MS);
        forgetTold();
        shard.resync(alice, 0);
        assertThat(shard.out.receiptTimesMs).containsExactly(readMs);
    }

    @Test
    void shouldTellTheSameTimeAfterASnapshot() {
        final long readMs = readWhileAliceIsAway();
        final Recording out = new Recording();
        shard.core = Shard.restore(shard.snapshot(), out);
        shard.pass(WHILE_MS);
        shard.attach("alice", "phone");
        assertThat(out.receiptTimesMs).containsExactly(readMs);
    }

    @Test
    void shouldTellBothMarksWithTheirOwnTimes() {
        shard.send(chat, "alice", "phone", "k2", "hello?");
        shard.detach(alice);
        shard.read(bob, chat, 1);
        final long readMs = shard.now;
        shard.pass(WHILE_MS);
        shard.delivered(bob, chat, 2);
        final long deliveredMs = shard.now;
        shard.pass(WHILE_MS);
        assertThat(toldTo("alice", "phone")).containsExactly(deliveredMs, readMs);
    }

    /** What was told of a member goes when the member leaves, and what is kept then instead is no time. */
    @Test
    void shouldTellNoTimeFromBeforeAMemberLeft() {
        final long crew = shard.group("alice", "g", "bob", "carol");
        shard.send(crew, "alice", "phone", "k2", "all here?");
        shard.read(bob, crew, 1);
        shard.change(crew, Changes.REMOVED, "alice", "bob");
        shard.change(crew, Changes.ADDED, "alice", "bob");
        shard.detach(alice);
        assertThat(toldTo("alice", "phone")).isEmpty();
        shard.pass(WHILE_MS);
        shard.send(crew, "alice", "phone", "k3", "back?");
        shard.read(bob, crew, 4);
        final long readMs = shard.now;
        shard.pass(WHILE_MS);
        assertThat(toldTo("alice", "phone")).containsExactly(readMs);
    }

    @Test
    void shouldTellOtherDevicesWhenTheirUserRead() {
        final long readMs = readWhileAliceIsAway();
        assertThat(toldTo("bob", "tablet")).containsExactly(readMs);
        shard.pass(WHILE_MS);
        assertThat(toldTo("bob", "tablet")).as("once more").containsExactly(readMs);
    }

    /** Of a wide chat nothing is kept but the marks. */
    @Test
    void shouldTellOtherDevicesOfAWideChatWhenTheyAreTold() {
        shard.configure(Limits.of(CoreLimits.DEFAULT).fanout(2).build());
        final long tablet = shard.attach("bob", "tablet");
        shard.detach(tablet);
        final long crew = shard.group("alice", "g", "bob", "carol");
        shard.send(crew, "alice", "phone", "k2", "all here?");
        shard.read(bob, crew, 1);
        shard.pass(WHILE_MS);
        assertThat(toldTo("bob", "tablet")).containsExactly(shard.now);
    }

    @Test
    void shouldTellWhenAnotherShardHeardOfIt() {
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);
        final long sender = mesh.attach("alice0", "phone");
        final long reader = mesh.attach("bob1", "phone");
        final long linked = mesh.create("alice0", "", "bob1");
        mesh.settle();
        mesh.send(linked, "alice0", "k1", "hello");
        mesh.settle();
        mesh.detach("alice0", sender);
        mesh.isCut = true;
        mesh.acknowledge("bob1", reader, linked, 1, Receipts.READ);
        mesh.pass(WHILE_MS);
        mesh.isCut = false;
        final long healedMs = mesh.now;
        mesh.pass(WHILE_MS);
        final long heardByMs = mesh.now;
        mesh.pass(WHILE_MS);
        mesh.attach("alice0", "phone");
        final List<Long> told = List.copyOf(mesh.out("alice0").receiptTimesMs);
        assertThat(told).hasSize(1).first().matches(timeMs -> timeMs > healedMs && timeMs < heardByMs);
        mesh.pass(WHILE_MS);
        mesh.attach("alice0", "phone");
        assertThat(mesh.out("alice0").receiptTimesMs).as("once more").containsExactly(told.get(0), told.get(0));
    }

    /** The time of the reading. */
    private long readWhileAliceIsAway() {
        shard.detach(alice);
        shard.pass(WHILE_MS);
        shard.read(bob, chat, 1);
        final long readMs = shard.now;
        shard.pass(WHILE_MS);
        return readMs;
    }

    /** The times of what a device is told of marks as it connects. */
    private List<Long> toldTo(final String user, final String device) {
        forgetTold();
        shard.attach(user, device);
        return List.copyOf(shard.out.receiptTimesMs);
    }

    private void forgetTold() {
        shard.out.receiptTimesMs.clear();
    }
}
