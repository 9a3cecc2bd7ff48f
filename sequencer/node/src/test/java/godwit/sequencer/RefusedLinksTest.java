package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusedLinksTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final RefusedLinks links = new RefusedLinks();
    private long nowNs = Long.MAX_VALUE - SECOND_NS;

    @Test
    void shouldTellOnceOfALinkThatStandsStillAndOnceThatItGoesOn() {
        assertThat(look(0)).isFalse();
        links.onCut(3);
        assertThat(look(1)).isTrue();
        assertThat(links.shards()).containsExactly(3);
        for (int times = 0; times < 5; times++) {
            links.onCut(3);
            assertThat(look(8)).as("sent again, and refused again").isFalse();
        }
        assertThat(look(29)).isFalse();
        assertThat(links.shards()).containsExactly(3);
        assertThat(look(1)).isTrue();
        assertThat(links.shards()).isEmpty();
    }

    @Test
    void shouldTellOfEachShard() {
        look(0);
        links.onCut(1_023);
        links.onCut(0);
        assertThat(look(1)).isTrue();
        links.onCut(0);
        links.onCut(7);
        assertThat(look(29)).isTrue();
        assertThat(links.shards()).containsExactly(0, 7, 1_023);
        assertThat(look(1)).isTrue();
        assertThat(links.shards()).containsExactly(0, 7);
        links.onCut(-1);
        links.onCut(1_024);
        assertThat(look(1)).as("no shard").isFalse();
    }

    @Test
    void shouldNotTellOfWhatIsReplayed() {
        links.onCut(2);
        assertThat(look(0)).isFalse();
        assertThat(links.shards()).isEmpty();
        links.onCut(2);
        assertThat(look(1)).isTrue();
    }

    private boolean look(final long afterSeconds) {
        nowNs += afterSeconds * SECOND_NS;
        return links.look(nowNs);
    }
}
