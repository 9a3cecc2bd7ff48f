package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes back is told again of marks that it is not known to have heard of, and of no others. */
class ToldAgainTest {
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
    void shouldTellAgainWhatWasUnderWayWhenTheEntryBeforeItWasAcknowledged() {
        shard.send(chat, "bob", "phone", "k1", "hi");
        shard.delivered(bob, chat, 1);
        shard.delivered(alice, chat, 2);
        assertThat(cameBack()).containsExactly("receipt e7 #1 DELIVERED by bob [s" + alice + "<0]");
    }

    @Test
    void shouldNotTellAgainWhatWasSaidBeforeAnAcknowledgedEntry() {
        shard.delivered(bob, chat, 1);
        shard.send(chat, "bob", "phone", "k1", "hi");
        shard.delivered(alice, chat, 2);
        assertThat(cameBack()).isEmpty();
    }

    @Test
    void shouldTellAgainWhatWasSaidBeforeAnEntryThatIsNotAcknowledged() {
        shard.send(chat, "bob", "phone", "k1", "hi");
        shard.delivered(bob, chat, 1);
        shard.send(chat, "bob", "phone", "k2", "hi");
        shard.delivered(alice, chat, 2);
        assertThat(cameBack()).as("the newest may be lost with what was said before it").hasSize(1);
        shard.delivered(alice, chat, 3);
        assertThat(cameBack()).isEmpty();
    }

    @Test
    void shouldNotTellAgainWhatWasSaidAtAnAttachBeforeAnAcknowledgedEntry() {
        shard.detach(alice);
        shard.delivered(bob, chat, 1);
        shard.send(chat, "bob", "phone", "k1", "hi");
        assertThat(cameBack()).hasSize(1);
        assertThat(cameBack()).hasSize(1);
        shard.delivered(alice, chat, 2);
        assertThat(cameBack()).isEmpty();
    }

    @Test
    void shouldTellAgainWhatWasSaidAtAResyncThatAnAcknowledgementCrossed() {
        shard.send(chat, "bob", "phone", "k1", "hi");
        shard.delivered(bob, chat, 1);
        shard.resync(alice, 0);
        shard.delivered(alice, chat, 2);
        assertThat(cameBack()).as("it is of the push before").hasSize(1);
    }

    /** Its edge passes over what the client is not shown, and says so by itself. */
    @Test
    void shouldTellAgainWhatWasSaidBeforeAnEntryThatWasPassedOver() {
        shard.delivered(bob, chat, 1);
        shard.send(chat, "bob", "phone", "k1", "hi");
        shard.acknowledge(alice, chat, 2, Receipts.SENT);
        assertThat(cameBack()).hasSize(1);
    }

    @Test
    void shouldTellAgainWhoOnlyAsks() {
        shard.delivered(bob, chat, 1);
        shard.list(alice, -1, -1, 10);
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 77, alice);
        assertThat(cameBack()).hasSize(1);
    }

    @Test
    void shouldTellAgainWhatWasUnderWayAfterASnapshotToo() {
        shard.send(chat, "bob", "phone", "k1", "hi");
        shard.delivered(bob, chat, 1);
        shard.delivered(alice, chat, 2);
        final Recording out = new Recording();
        shard.core = Shard.restore(shard.snapshot(), out);
        shard.core.onAttach(Shard.EDGE, shard.epoch, shard.lastCorrelation() + 1, 999, 0, 0, Shard.partition("alice"), Shard.bytes("alice"),
            Shard.bytes("phone"));
        assertThat(out.take("receipt")).hasSize(1).first().asString().contains("#1 DELIVERED by bob");
    }

    @Test
    void shouldTellAnOwnReadMarkThatWasUnderWayButNotToTheDeviceThatMovedIt() {
        final long tablet = shard.attach("bob", "tablet");
        shard.delivered(tablet, chat, 1);
        shard.read(bob, chat, 1);
        shard.delivered(tablet, chat, 1);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take("receipt")).isEmpty();
        shard.attach("bob", "tablet");
        assertThat(shard.out.take("receipt")).hasSize(1).first().asString().contains("#1 READ by bob");
    }

    @Test
    void shouldTellADeviceOfAReadMarkThatItMovedFirstAndAnotherLast() {
        final long tablet = shard.attach("bob", "tablet");
        shard.send(chat, "alice", "phone", "k2", "hello");
        shard.read(tablet, chat, 1);
        shard.read(bob, chat, 2);
        shard.out.take();
        shard.attach("bob", "tablet");
        assertThat(shard.out.take("receipt")).hasSize(1).first().asString().contains("#2 READ by bob");
    }

    @Test
    void shouldTellAReadMarkToTheDeviceThatTakesThePlaceOfTheOneThatMovedIt() {
        final long tablet = shard.attach("bob", "tablet");
        shard.read(tablet, chat, 1);
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 78, bob, Shard.bytes("tablet"));
        shard.out.take();
        shard.attach("bob", "watch");
        assertThat(shard.out.take("receipt")).hasSize(1).first().asString().contains("#1 READ by bob");
    }

    /** What alice is told of marks as she connects again. */
    private List<String> cameBack() {
        shard.out.take();
        alice = shard.attach("alice", "phone");
        return shard.out.take("receipt");
    }
}
