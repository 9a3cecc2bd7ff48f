package godwit.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Request;
import org.junit.jupiter.api.Test;

class LinkTest {
    private final Link link = new Link(new Request.Attach(1, null, "alice", "phone", null), 0);

    @Test
    void shouldTakeOnlyAPushFromTheCursorAfterARestartOfTheChat() {
        link.pushedUpTo(7, 4);
        link.restart(7);
        assertThat(link.follows(7, 4)).isFalse();
        assertThat(link.follows(7, 0)).isTrue();
    }

    @Test
    void shouldRestartAChatAfterARestartOfAll() {
        link.restart();
        link.pushedUpTo(7, 4);
        link.restart(7);
        link.restart(8);
        assertThat(link.follows(7, 4)).isFalse();
        assertThat(link.follows(8, 1)).isFalse();
        assertThat(link.follows(8, 0)).isTrue();
    }
}
