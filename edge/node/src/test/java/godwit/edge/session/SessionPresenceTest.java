package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.outbound.GoAwayReason;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import godwit.protocol.codecs.Visibility;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames about presence become requests, and the shard is told of clients that were sent away. */
class SessionPresenceTest {
    private final SessionHarness h = new SessionHarness().live();

    @Test
    void shouldAskForPresenceAndPrivacy() {
        h.in("{'type':'PRESENCE_SUBSCRIBE','req_id':'1','user_ids':['bob','carol']}");
        h.in("{'type':'PRESENCE_UNSUBSCRIBE','user_ids':['bob']}");
        h.in("{'type':'SET_PRIVACY','req_id':'3','last_seen':'nobody'}");
        assertThat(h.requests).containsExactly(
            new Request.PresenceSubscribe(1, "1", List.of("bob", "carol")),
            new Request.PresenceUnsubscribe(1, null, List.of("bob")),
            new Request.SetPrivacy(1, "3", Visibility.NOBODY));
        h.session.onDone(h.requests.get(0));
        h.session.onDone(h.requests.get(1));
        assertThat(h.out).containsExactly("{\"type\":\"OK\",\"req_id\":\"1\"}");
    }

    @Test
    void shouldSayThatThereAreTooManySubscriptions() {
        h.in("{'type':'PRESENCE_SUBSCRIBE','req_id':'1','user_ids':['bob']}");
        h.session.onRefused(h.last(Request.PresenceSubscribe.class), RefusalCode.UNAVAILABLE, 21, 1_000);
        assertThat(h.lastOut()).isEqualTo(("{'type':'ERROR','req_id':'1','code':'UNAVAILABLE',"
            + "'message':'too many subscriptions to presence','retryable':true,'retry_after_ms':1000}").replace('\'', '"'));
    }

    @Test
    void shouldTellTheShardThatAClientWasSentAway() {
        h.session.drain(GoAwayReason.DRAIN, 100);
        h.session.onClosed();
        assertThat(h.requests).containsExactly(new Request.Detach(1, true));
    }

    @Test
    void shouldTellTheShardOnceAndAtOnceOfAClientThatFellSilent() {
        h.at(10_200);
        assertThat(h.lastOut()).isEqualTo("close 4408");
        assertThat(h.requests).as("before the socket is closed").containsExactly(new Request.Detach(1, false));
        h.at(12_300);
        h.session.onClosed();
        assertThat(h.requests).hasSize(1);
    }

    @Test
    void shouldTellAtOnceOfAClientThatWasSentAwayAndThatItWasWhenTheWayHasRoom() {
        h.full = true;
        h.session.drain(GoAwayReason.DRAIN, 100);
        assertThat(h.requests).isEmpty();
        h.full = false;
        h.at(300);
        assertThat(h.requests).as("before the socket is closed").containsExactly(new Request.Detach(1, true));
        h.session.onClosed();
        h.at(600);
        assertThat(h.requests).hasSize(1);
    }

    @Test
    void shouldTellAtOnceOfAClientWhoseTokenExpired() {
        final SessionHarness expiring = new SessionHarness();
        expiring.tokenTtlMs = 5_000;
        expiring.live();
        expiring.at(5_200);
        assertThat(expiring.lastOut()).isEqualTo("close 4401");
        assertThat(expiring.requests).containsExactly(new Request.Detach(1, false));
    }

    @Test
    void shouldTellOfAClientThatClosesWhileItConnects() {
        final SessionHarness connecting = new SessionHarness().connect("alice");
        final Request.Attach attach = connecting.last(Request.Attach.class);
        connecting.session.onClosed();
        connecting.session.onAttached(attach, 77, true);
        assertThat(connecting.requests).containsExactly(attach, new Request.Detach(1, false));
    }

    @Test
    void shouldNotTellTheShardOfASessionThatItEndedItself() {
        h.session.onEnded(SessionEnd.REPLACED);
        h.session.onClosed();
        final SessionHarness other = new SessionHarness().live();
        other.session.onMissing();
        other.session.onClosed();
        assertThat(h.requests).isEmpty();
        assertThat(other.requests).isEmpty();
    }

    @Test
    void shouldNotTellThatOfAClientThatWent() {
        h.session.onClosed();
        h.session.drain(GoAwayReason.DRAIN, 100);
        assertThat(h.requests).containsExactly(new Request.Detach(1, false));
    }
}
