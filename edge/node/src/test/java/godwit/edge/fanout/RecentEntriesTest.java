package godwit.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    @Test
    void shouldKeepTheLatestUpToItsBound() {
        final RecentEntries recent = new RecentEntries(100);
        for (int i = 1; i <= 250; i++) {
            recent.add(i, i * 10L, i * 100L, -i);
        }
        assertThat(recent.find(150)).isEqualTo(RecentEntries.NOT_FOUND);
        for (int i = 151; i <= 250; i++) {
            final int index = recent.find(i);
            assertThat(recent.chatId(index)).isEqualTo(i * 10L);
            assertThat(recent.sequence(index)).isEqualTo(i * 100L);
            assertThat(recent.senderOrdinal(index)).isEqualTo(-i);
            assertThat(recent.number(index)).isEqualTo(i - 1);
        }
        recent.forgetFrom(248);
        assertThat(recent.find(249)).isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.find(250)).isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.number(recent.find(248))).isEqualTo(247);
    }

    @Test
    void shouldFindNothingWhenEmpty() {
        assertThat(new RecentEntries(10).find(1)).isEqualTo(RecentEntries.NOT_FOUND);
    }
}
