package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.TypingDeliveryEncoder;
import godwit.protocol.codecs.TypingState;
import org.junit.jupiter.api.Test;

/** Who types leaves beside the commands, once, and comes to the sessions that it names. */
class TypingDeliveryTest {
    private final DownlinkHarness d = new DownlinkHarness();

    @Test
    void shouldOfferOnceBesideTheCommands() {
        d.h.request(new Request.Typing(1, DownlinkHarness.CHAT, true));
        d.h.request(new Request.Typing(1, DownlinkHarness.CHAT, false));
        d.h.request(new Request.Typing(2, DownlinkHarness.CHAT, true));
        assertThat(d.h.typings).as("nobody has connection 2").containsExactly("7 START 0 user1", "7 STOP 0 user1");
        d.h.room = 0;
        d.h.request(new Request.Typing(1, DownlinkHarness.CHAT, true));
        d.h.room = 9;
        d.h.work();
        d.h.uplink.onNewLeader();
        d.h.work();
        assertThat(d.h.typings).as("what was not taken is lost").hasSize(3);
        assertThat(d.commands()).isEmpty();
        assertThat(d.heard()).isEmpty();
        assertThat(d.h.count(EdgeCounter.TYPINGS)).isEqualTo(2);
        assertThat(d.h.count(EdgeCounter.TYPINGS_LOST)).isEqualTo(1);
    }

    @Test
    void shouldGiveItToTheSessionsThatAreHere() {
        d.h.attach(2);
        typing(TypingState.START, 101, 102, 555);
        typing(TypingState.STOP, 102);
        final String frame = "fleeting {\"type\":\"TYPING\",\"chat_id\":\"0000000000007\",\"user_id\":\"user\u00fc\",\"state\":\"";
        assertThat(d.heard()).containsExactly("c1 " + frame + "start\"}", "c2 " + frame + "start\"}",
            "c2 " + frame + "stop\"}");
        d.h.work();
        assertThat(d.commands()).as("a session that is gone is no reason to ask").isEmpty();
    }

    private void typing(final TypingState state, final long... sessions) {
        final TypingDeliveryEncoder e = new TypingDeliveryEncoder()
            .wrapAndApplyHeader(d.buffer, DownlinkHarness.FRAME_HEAD + 4, d.header)
            .edgeId(ShardHarness.EDGE_ID).chatId(DownlinkHarness.CHAT).state(state);
        final TypingDeliveryEncoder.TargetsEncoder targets = e.targetsCount(sessions.length);
        for (final long session : sessions) {
            targets.next().session(session);
        }
        e.userId("user\u00fc");
        d.deliver(e.encodedLength());
    }
}
