package godwit.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import org.junit.jupiter.api.Test;

class LinkTest {
    private final Link link = new Link(new Request.Attach(1, null, "alice", "phone", 0, null), 0, 0, ByteBudget.unbounded());

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

    @Test
    void shouldShareTheMemoryOfAllForWhatItWasShown() {
        final ByteBudget recent = new ByteBudget(100_000);
        final Links links = new Links(recent);
        final Link first = shown(links, 1, 2_000);
        shown(links, 2, 2_000);
        assertThat(recent.taken()).isBetween(50_000L, 100_000L);
        assertThat(links.ofConnection(2).pushed().lacksOneOf(Link.RECENT_MAX)).isTrue();
        assertThat(links.ofConnection(2).pushed().find(2_000 - 255)).as("a window").isNotEqualTo(RecentEntries.NOT_FOUND);
        links.remove(first);
        shown(links, 2, 2_000);
        links.remove(links.ofConnection(2));
        assertThat(recent.taken()).isZero();
    }

    private static Link shown(final Links links, final long connectionId, final int count) {
        final Link shown = links.add(new Request.Attach(connectionId, null, "alice", "phone", 0, null), 0);
        for (int i = 1; i <= count; i++) {
            shown.onPushed(7, new HeldEntry(null, i, i, i, false, false));
            shown.shown().add(i, 8, i, i);
        }
        return shown;
    }
}
