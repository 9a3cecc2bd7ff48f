package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The window of keys, at both of its edges: the oldest send that a retry still finds, and the first that it does not, after
 * all that a window has to survive.
 */
class IdempotencyTest {
    private static final long DAY_MS = 24L * 3600 * 1000;

    private final Shard shard = new Shard();
    private final int window = 4 * shard.limits().inFlightMax();
    private long chat;

    /** "k0" is one behind the window then, "k1" the oldest in it. */
    @BeforeEach
    void fillTheWindow() {
        chat = shard.chat("alice", "bob");
        for (int i = 0; i <= window + 1; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
        }
        shard.out.take();
    }

    @Test
    void shouldStandThroughASnapshot() {
        shard.core = Shard.restore(shard.snapshot(), shard.out);

        assertThatOnlyWhatIsInTheWindowIsKnown("phone");
    }

    @Test
    void shouldStandThroughAChangeOfLeader() {
        shard.outage(5_000);

        assertThatOnlyWhatIsInTheWindowIsKnown("phone");
    }

    @Test
    void shouldStandThroughAChangeOfLeaderAfterASnapshot() {
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.outage(5_000);

        assertThatOnlyWhatIsInTheWindowIsKnown("phone");
    }

    @Test
    void shouldHoldOnAnotherDevice() {
        assertThatOnlyWhatIsInTheWindowIsKnown("tablet");
    }

    @Test
    void shouldHoldOnAnotherEdge() {
        final long edge = Shard.EDGE + 1;
        shard.open(edge);
        shard.out.take();

        assertThat(sendBy(edge, "k1")).containsExactly("sent e8 r100 #2 duplicate");
        assertThat(sendBy(edge, "k0")).containsExactly("sent e8 r100 #" + (window + 3));
    }

    @Test
    void shouldHoldForOneWhoIsAMemberNoMore() {
        final long group = shard.group("alice", "g", "bob", "carol");
        shard.send(group, "bob", "phone", "b", "x");
        shard.change(group, Changes.REMOVED, "alice", "bob");
        shard.out.take();

        shard.send(group, "bob", "phone", "b", "x");
        assertThat(shard.out.take()).singleElement().asString().endsWith("#1 duplicate");
    }

    @Test
    void shouldTakeNothingForARetry() {
        final long msgId = shard.send(chat, "alice", "phone", "k1", "other content");

        assertThat(msgId).isEqualTo(shard.send(chat, "alice", "tablet", "k1", "x"));
        shard.out.take();
        shard.send(chat, "alice", "phone", "new", "x");
        assertThat(shard.out.take("sent")).singleElement().asString().endsWith("#" + (window + 3));
    }

    /** A user of another shard may have had more, one after the other. */
    @Test
    void shouldKnowKeysOfMoreDevicesThanAUserHas() {
        sendByDevices(0, 20);
        assertThatAllAreKnown(0, 20);

        shard.core = Shard.restore(shard.snapshot(), shard.out);
        assertThatAllAreKnown(0, 20);
    }

    @Test
    void shouldKnowKeysOfLaterDevicesWhenThoseBeforeThemAreForgotten() {
        sendByDevices(0, 10);
        shard.outage(20 * DAY_MS);
        sendByDevices(10, 20);
        shard.outage(11 * DAY_MS);
        shard.pass(1_000);
        sendByDevices(20, 22);
        assertThat(shard.core.keys()).isEqualTo(24);
        assertThatAllAreKnown(10, 22);

        shard.core = Shard.restore(shard.snapshot(), shard.out);
        assertThatAllAreKnown(10, 22);
        sendByDevices(0, 10);
        shard.outage(20 * DAY_MS);
        shard.pass(1_000);
        assertThatAllAreKnown(0, 10);
    }

    private void sendByDevices(final int from, final int to) {
        for (int i = from; i < to; i++) {
            shard.send(chat, "alice", "device" + i, "of" + i, "x");
            shard.send(chat, "alice", "device" + i, "also of" + i, "x");
        }
        shard.out.take();
    }

    private void assertThatAllAreKnown(final int from, final int to) {
        for (int i = from; i < to; i++) {
            shard.send(chat, "alice", "phone", "of" + i, "x");
            shard.send(chat, "alice", "phone", "also of" + i, "x");
            assertThat(shard.out.take("sent")).hasSize(2).allMatch(sent -> sent.endsWith(" duplicate"));
        }
    }

    private List<String> sendBy(final long edge, final String key) {
        shard.step();
        shard.core.onSend(edge, 100, 0, chat, Content.TEXT, Shard.bytes("alice"), Shard.bytes("phone"), Shard.bytes(key),
            Shard.bytes(""), Shard.bytes("x"));
        shard.check();
        return shard.out.take("sent");
    }

    private void assertThatOnlyWhatIsInTheWindowIsKnown(final String device) {
        shard.send(chat, "alice", device, "k1", "x");
        assertThat(shard.out.take("sent")).singleElement().asString().endsWith("#2 duplicate");
        shard.send(chat, "alice", device, "k" + (window + 1), "x");
        assertThat(shard.out.take("sent")).singleElement().asString().endsWith("#" + (window + 2) + " duplicate");
        shard.send(chat, "alice", device, "k0", "x");
        assertThat(shard.out.take("sent")).singleElement().asString().endsWith("#" + (window + 3));
    }
}
