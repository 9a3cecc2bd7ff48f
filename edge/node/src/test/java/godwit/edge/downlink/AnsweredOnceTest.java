package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.Visibility;
import org.junit.jupiter.api.Test;

/** However a request ends, its connection hears of that once: it counts what is unanswered. */
class AnsweredOnceTest {
    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldSayOnceThatARequestTookTooLong() {
        final long correlation = ask();
        d.after(5_000);
        assertThat(d.heard()).containsExactly("c1 refused UNAVAILABLE");
        d.done(correlation);
        d.after(5_000);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldSayOnceThatARequestIsRefused() {
        final long correlation = ask();
        h.uplink.answers().onRefused(correlation, 101, RefusalCode.INVALID, 0, 0);
        h.uplink.answers().onRefused(correlation, 101, RefusalCode.INVALID, 0, 0);
        d.after(5_000);
        assertThat(d.heard()).containsExactly("c1 refused INVALID");
    }

    @Test
    void shouldSayOnceWhatTwoLeadersAnswer() {
        final long correlation = ask();
        h.uplink.onNewLeader();
        d.after(1);
        assertThat(d.commands()).contains("privacy s101 NOBODY #" + correlation);
        d.done(correlation);
        d.done(correlation);
        assertThat(d.heard()).containsExactly("c1 done");
    }

    @Test
    void shouldSayOnceWhatIsAskedAgainInAnotherSession() {
        final long correlation = ask();
        h.uplink.answers().onRefused(0, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        d.after(10);
        d.after(10);
        final String attach =
            d.commands().stream().filter(word -> word.startsWith("attach c1 e2")).findFirst().orElseThrow();
        h.uplink.answers().onAttached(Long.parseLong(attach.substring(attach.indexOf('#') + 1)), 1, 201, true, 0);
        d.after(10);
        assertThat(d.commands()).containsExactly("privacy s201 NOBODY #" + correlation);
        assertThat(d.heard()).isEmpty();
        h.uplink.answers().onRefused(correlation, 101, RefusalCode.STALE_EDGE, 0, 0);
        d.done(correlation);
        d.after(5_000);
        assertThat(d.heard()).containsExactly("c1 done");
    }

    private long ask() {
        h.request(new Request.SetPrivacy(1, "r", Visibility.NOBODY));
        h.work();
        final long correlation = h.correlation();
        h.heard.clear();
        return correlation;
    }
}
