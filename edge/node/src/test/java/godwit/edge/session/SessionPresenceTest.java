package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.outbound.GoAwayReason;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
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
    void shouldNotTellThatOfAClientThatWent() {
        h.session.onClosed();
        h.session.drain(GoAwayReason.DRAIN, 100);
        assertThat(h.requests).containsExactly(new Request.Detach(1, false));
    }
}
