package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.edge.request.Request;
import godwit.protocol.codecs.ContentKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request that meets a bug on the shard's thread is answered, and holds up nothing. */
class FaultsTest {
    private final ShardHarness h = new ShardHarness(64).open().attach(1);

    @Test
    void shouldAnswerARequestThatBreaksOffWhereItComesIn() {
        h.partition = null;
        h.request(new Request.CreateChat(1, "r", List.of("bob"), null, null));
        assertThat(h.heard).containsExactly("c1 refused NULL_VAL");
        assertThat(h.uplink.pendingCount()).isZero();
        assertThatThrownBy(h::work).as("told of at the end of the cycle").isInstanceOf(NullPointerException.class);
        h.work();
        assertThat(h.heard).hasSize(1);
    }

    @Test
    void shouldPassASendThatCannotBeWrittenAndAnswerIt() {
        h.send(1, "a");
        h.request(new Request.Send(1, null, 8, "broken", ContentKind.TEXT, null, 1));
        h.send(1, "b");
        assertThatThrownBy(h::work).isInstanceOf(NullPointerException.class);
        assertThat(h.heard).containsExactly("c1 refused NULL_VAL broken");
        assertThat(h.commands).extracting(word -> word.split(" ")[3]).containsExactly("a", "b");
        assertThat(h.uplink.pendingCount()).isEqualTo(2);
        h.work();
        assertThat(h.heard).hasSize(1);
    }

    @Test
    void shouldFreeTheConnectionOfABrokenAttach() {
        h.partition = null;
        h.request(new Request.Attach(2, null, "user2", "phone", 0, h.new Recorder(2)));
        assertThat(h.heard).containsExactly("c2 refused NULL_VAL");
        assertThat(h.links.ofConnection(2)).isNull();
    }

    @Test
    void shouldNotAnswerWhatHasNoAnswer() {
        h.uplink.faults().caught(new Request.Detach(1), h.links.ofConnection(1), new IllegalStateException("bug"));
        assertThat(h.heard).isEmpty();
        assertThatThrownBy(h::work).hasMessage("bug");
    }
}
