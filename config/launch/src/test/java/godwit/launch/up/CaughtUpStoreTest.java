package godwit.launch.up;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CaughtUpStoreTest implements EntryStore {
    private long stored = -1;
    private int asked;
    private final CaughtUpStore store = new CaughtUpStore(this, () -> stored, () -> 10);

    @Test
    void shouldFailRatherThanFindNothingWhileTheTablesAreBehind() {
        for (final long behind : new long[] {-1, 0, 9}) {
            stored = behind;
            assertThat(store.read(1, 2, 3, 4).toCompletableFuture()).isCompletedExceptionally();
            assertThat(store.find(1, 2, 3).toCompletableFuture()).isCompletedExceptionally();
        }
        assertThat(asked).isZero();
    }

    @Test
    void shouldAnswerWhatTheTablesHaveOnceTheyHaveAllThatIsBelievedStored() {
        for (final long caughtUp : new long[] {10, 11}) {
            stored = caughtUp;
            assertThat(store.read(1, 2, 3, 4).toCompletableFuture()).isCompletedWithValue(List.of());
            assertThat(store.find(1, 2, 3).toCompletableFuture()).isCompletedWithValue(null);
        }
        assertThat(asked).isEqualTo(4);
    }

    @Override
    public CompletionStage<List<StoredEntry>> read(
        final long connectionId, final long chatId, final long fromSequence, final long toSequence) {
        asked++;
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
        asked++;
        return CompletableFuture.completedFuture(null);
    }
}
