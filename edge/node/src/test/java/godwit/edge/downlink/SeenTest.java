package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.SessionEnd;
import org.junit.jupiter.api.Test;

/** A shard that wants to know when a device was seen is told, how long ago that was when it is told. */
class SeenTest {
    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldLetTheConnectionKnowAndTheShardIfThereIsNone() {
        d.seenWanted(101);
        assertThat(h.takeHeard()).hasSize(1).allMatch(word -> word.contains("is to say when it was seen"));
        d.seenWanted(55);
        assertThat(h.takeHeard()).isEmpty();
        h.work();
        assertThat(d.commands()).containsExactly("detach s55");
    }

    @Test
    void shouldTellTheLatestOfAWhileByItsAge() {
        d.after(1_000);
        d.commands();
        seen(300);
        seen(990);
        seen(400);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 SEEN 110");
        seen(5_000);
        d.after(100);
        assertThat(d.commands()).as("the loop's clock may be ahead").containsExactly("ack s101 SEEN 0");
    }

    @Test
    void shouldTellHowOldItIsWhenTheShardTakesIt() {
        h.room = 0;
        seen(0);
        d.after(900);
        h.room = Integer.MAX_VALUE;
        d.after(50);
        assertThat(d.commands()).contains("ack s101 SEEN 950");
    }

    @Test
    void shouldTellItOfTheNextSessionAndNothingOfAConnectionThatIsGone() {
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REMOVED);
        seen(0);
        d.after(200);
        assertThat(d.commands()).noneMatch(word -> word.contains("SEEN"));
    }

    private void seen(final long heardMs) {
        h.request(new Request.Seen(1, heardMs));
    }
}
