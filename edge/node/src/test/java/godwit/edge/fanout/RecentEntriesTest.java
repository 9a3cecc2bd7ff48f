package godwit.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.memory.ByteBudget;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    @Test
    void shouldKeepTheLatestUpToItsBound() {
        final RecentEntries recent = new RecentEntries(100, 50, 100, ByteBudget.unbounded());
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
        final RecentEntries recent = new RecentEntries(100, 10, 100, ByteBudget.unbounded());
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
        final RecentEntries recent = new RecentEntries(100, 50, 100, ByteBudget.unbounded());
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
        final RecentEntries recent = new RecentEntries(100, 50, 100, ByteBudget.unbounded());
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
        final RecentEntries recent = new RecentEntries(100, 50, 100, ByteBudget.unbounded());
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
        final RecentEntries recent = new RecentEntries(100, 50, 100, ByteBudget.unbounded());
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
        final RecentEntries recent = new RecentEntries(150, 50, 150, ByteBudget.unbounded());
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
        final RecentEntries recent = new RecentEntries(100, 50, 100, ByteBudget.unbounded());
        recent.add(5, 10, 100, 1);
        recent.forgetFrom(0);
        assertThat(recent.find(5)).isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.find(0)).as("an id that a client may name").isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(recent.isAmongFirst(0, 1)).isFalse();
    }

    @Test
    void shouldFindNothingWhenEmpty() {
        assertThat(new RecentEntries(10, 5, 10, ByteBudget.unbounded()).find(1)).isEqualTo(RecentEntries.NOT_FOUND);
    }

    @Test
    void shouldGrowOnlyWhileThereIsMemory() {
        final ByteBudget memory = new ByteBudget(70 * 40);
        final RecentEntries first = new RecentEntries(100, 50, 32, memory);
        final RecentEntries second = new RecentEntries(100, 50, 32, memory);
        add(first, 1, 64);
        assertThat(memory.taken()).isEqualTo(32 * 40);
        assertThat(first.lacksOneOf(100)).isFalse();
        add(second, 1, 64);
        assertThat(memory.taken()).isEqualTo(64 * 40);
        add(first, 65, 70);
        add(first, 70, 70);
        assertThat(first.find(6)).isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(first.sequence(first.find(7))).isEqualTo(7);
        assertThat(first.lacksOneOf(65)).isTrue();
        assertThat(first.lacksOneOf(64)).as("those are here").isFalse();
        second.close();
        assertThat(memory.taken()).isEqualTo(32 * 40);
        add(first, 71, 106);
        for (int i = 7; i <= 106; i++) {
            assertThat(first.sequence(first.find(i))).isEqualTo(i);
        }
        assertThat(memory.taken()).isEqualTo((32 + 36) * 40);
        add(first, 107, 107);
        assertThat(first.find(7)).as("the bound").isEqualTo(RecentEntries.NOT_FOUND);
        assertThat(first.lacksOneOf(100)).as("none for lack of memory").isFalse();
    }

    @Test
    void shouldKeepNothingOnceItIsClosed() {
        final ByteBudget memory = new ByteBudget(1_000_000);
        final RecentEntries recent = new RecentEntries(100, 50, 16, memory);
        add(recent, 1, 100);
        recent.close();
        add(recent, 101, 200);
        recent.close();
        assertThat(memory.taken()).isZero();
        assertThat(recent.find(150)).isEqualTo(RecentEntries.NOT_FOUND);
    }

    private static void add(final RecentEntries recent, final int from, final int to) {
        for (int i = from; i <= to; i++) {
            recent.add(i, 10, i, 1);
        }
    }
}
