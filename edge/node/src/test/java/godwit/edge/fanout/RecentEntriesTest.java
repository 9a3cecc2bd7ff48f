package godwit.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    @Test
    void shouldKeepTheLatestUpToItsBound() {
        final RecentEntries recent = new RecentEntries(100, 50);
        for (int i = 1; i <= 250; i++) {
            recent.add(i, i * 10L, i * 100L, -i);
        }
        assertThat(recent.find(150)).isEqualTo(RecentEntries.NOT_FOUND);
        for (int i = 151; i <= 250; i++) {
            final int index = recent.find(i);
            assertThat(recent.chatId(index)).isEqualTo(i * 10L);
            assertThat(recent.sequence(index)).isEqualTo(i * 100L);
            assertThat(recent.messageOrdinal(index)).isEqualTo(-i);
            assertThat(recent.isAmongFirst(i, i)).isTrue();
            assertThat(recent.isAmongFirst(i, i - 1)).isFalse();
        }
        recent.forgetFrom(248);
        assertThat(recent.find(249)).isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.find(250)).isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.isAmongFirst(248, 248)).isTrue();
        assertThat(recent.isAmongFirst(248, 247)).isFalse();
    }

    @Test
    void shouldCountHowFarBackAnEntryIsWithoutCopies() {
        final RecentEntries recent = new RecentEntries(100, 10);
        for (int i = 1; i <= 60; i++) {
            recent.add(i, 10, i, i);
        }
        assertThat(recent.isAmongLatest(recent.find(21), 40)).isTrue();
        assertThat(recent.isAmongLatest(recent.find(20), 40)).isFalse();
        for (int i = 31; i <= 60; i++) {
            recent.add(i, 10, i, i);
        }
        assertThat(recent.isAmongLatest(recent.find(21), 40)).as("again, in the same order").isTrue();
        assertThat(recent.isAmongLatest(recent.find(20), 40)).isFalse();
        for (int i = 61; i <= 200; i++) {
            recent.add(i, 10, i, i);
        }
        assertThat(recent.isAmongLatest(recent.find(161), 40)).as("round the ring").isTrue();
        assertThat(recent.isAmongLatest(recent.find(160), 40)).isFalse();
    }

    @Test
    void shouldKnowTheFirstCopyOfAnEntryThatWasAddedAgain() {
        final RecentEntries recent = new RecentEntries(100, 50);
        recent.add(1, 10, 100, 1);
        recent.add(2, 10, 101, 2);
        recent.add(1, 10, 100, 1);
        assertThat(recent.isAmongFirst(1, 0)).isFalse();
        assertThat(recent.isAmongFirst(1, 1)).isTrue();
        recent.forgetFrom(2);
        assertThat(recent.isAmongFirst(1, 3)).isTrue();
        recent.forgetFrom(0);
        assertThat(recent.isAmongFirst(1, 3)).isFalse();
    }

    @Test
    void shouldNotLetWhatWasForgottenDriveOutWhatIsHere() {
        final RecentEntries recent = new RecentEntries(100, 50);
        for (int i = 1; i <= 50; i++) {
            recent.add(i, 10, i, 1);
        }
        for (int round = 0; round < 20; round++) {
            for (int i = 51; i <= 90; i++) {
                recent.add(i, 10, i, 1);
            }
            recent.forgetFrom(50 + round * 40L);
        }
        assertThat(recent.find(51)).isEqualTo(RecentEntries.NOT_FOUND);
        for (int i = 1; i <= 50; i++) {
            assertThat(recent.isAmongFirst(i, i)).isTrue();
        }
    }

    @Test
    void shouldNotLetCopiesDriveOutWhatIsHere() {
        final RecentEntries recent = new RecentEntries(100, 50);
        for (int i = 1; i <= 50; i++) {
            recent.add(i, 10, i, 1);
        }
        for (int i = 0; i < 1_000; i++) {
            recent.add(50 - i % 50, 10, 50 - i % 50, 1);
        }
        for (int i = 1; i <= 50; i++) {
            assertThat(recent.isAmongFirst(i, i)).isTrue();
        }
        recent.add(51, 10, 51, 1);
        assertThat(recent.isAmongFirst(51, 1_050)).as("copies count").isFalse();
        assertThat(recent.isAmongFirst(51, 1_051)).isTrue();
    }

    @Test
    void shouldKeepACopyOfWhatIsSoonForgotten() {
        final RecentEntries recent = new RecentEntries(100, 50);
        for (int i = 1; i <= 60; i++) {
            recent.add(i, 10, i, 1);
        }
        recent.add(1, 10, 1, 1);
        for (int i = 61; i <= 159; i++) {
            recent.add(i, 10, i, 1);
        }
        assertThat(recent.find(1)).isNotEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.find(60)).isEqualTo(RecentEntries.NOT_FOUND);
    }

    @Test
    void shouldKeepWhatWasAddedAgainForTheRestOfTheBound() {
        final RecentEntries recent = new RecentEntries(150, 50);
        for (int i = 1; i <= 50; i++) {
            recent.add(i, 10, i, 1);
        }
        recent.add(1, 10, 1, 1);
        for (int i = 51; i <= 150; i++) {
            recent.add(i, 10, i, 1);
        }
        assertThat(recent.find(1)).isNotEqualTo(RecentEntries.NOT_FOUND);
        recent.add(151, 10, 151, 1);
        assertThat(recent.find(1)).isEqualTo(RecentEntries.NOT_FOUND);
    }

    @Test
    void shouldNotFindAForgottenEntryByAnyId() {
        final RecentEntries recent = new RecentEntries(100, 50);
        recent.add(5, 10, 100, 1);
        recent.forgetFrom(0);
        assertThat(recent.find(5)).isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.find(0)).as("an id that a client may name").isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.isAmongFirst(0, 1)).isFalse();
    }

    @Test
    void shouldFindNothingWhenEmpty() {
        assertThat(new RecentEntries(10, 5).find(1)).isEqualTo(RecentEntries.NOT_FOUND);
    }
}
