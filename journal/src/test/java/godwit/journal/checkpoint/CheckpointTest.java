package godwit.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CheckpointTest implements CheckpointListener {
    private final List<String> events = new ArrayList<>();
    private final Checkpoint checkpoint = new Checkpoint(5, 0, this);
    private boolean shardListens = true;

    @Test
    void shouldStoreProgressBeforeItTellsTheShard() {
        moveTo(8);
        work(0);
        assertThat(events).containsExactly("store 8@800", "advance 5");
        checkpoint.onProgressStored(8);
        work(100);
        assertThat(events).endsWith("advance 8");
    }

    @Test
    void shouldCoalesceAndBeSilentWhenNothingMoves() {
        for (int ms = 0; ms < 1_000; ms++) {
            moveTo(5 + ms / 2);
            work(ms);
            checkpoint.onProgressStored(lastStored());
        }
        assertThat(events.stream().filter(event -> event.startsWith("store"))).hasSizeBetween(9, 11);
        assertThat(events.stream().filter(event -> event.startsWith("advance"))).hasSizeBetween(9, 11);

        work(2_000);
        checkpoint.onProgressStored(lastStored());
        work(3_000);
        events.clear();
        work(60_000);
        assertThat(events).isEmpty();
    }

    @Test
    void shouldTryAgainWhatTheShardOrTheTableDidNotTake() {
        shardListens = false;
        moveTo(8);
        work(0);
        checkpoint.onProgressFailed(0);
        work(500);
        assertThat(events).containsExactly("store 8@800", "advance 5", "advance 5");
        shardListens = true;
        work(1_000);
        assertThat(events).endsWith("store 8@800", "advance 5");
        checkpoint.onProgressStored(8);
        work(1_100);
        assertThat(events).endsWith("advance 8");
    }

    @Test
    void shouldSayAgainWhatMayBeLostWithALeader() {
        work(0);
        work(500);
        assertThat(events).containsExactly("advance 5");
        checkpoint.onShardLost();
        work(1_000);
        assertThat(events).containsExactly("advance 5", "advance 5");
    }

    @Test
    void shouldNeverGoBack() {
        moveTo(8);
        assertThatThrownBy(() -> moveTo(7)).isInstanceOf(IllegalStateException.class);
    }

    private void moveTo(final long sequence) {
        checkpoint.onWatermark(sequence, sequence * 100);
    }

    private void work(final long ms) {
        checkpoint.doWork(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    private long lastStored() {
        return events.stream().filter(event -> event.startsWith("store"))
            .mapToLong(event -> Long.parseLong(event.substring(6, event.indexOf('@')))).max().orElse(0);
    }

    @Override
    public void onStoreProgress(final long outputSequence, final long writeTimeUs) {
        events.add("store " + outputSequence + "@" + writeTimeUs);
    }

    @Override
    public boolean onAdvance(final long outputSequence) {
        events.add("advance " + outputSequence);
        return shardListens;
    }
}
