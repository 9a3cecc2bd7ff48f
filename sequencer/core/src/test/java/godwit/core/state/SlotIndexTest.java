package godwit.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SlotIndexTest {
    private final SlotIndex index = new SlotIndex();

    @Test
    void shouldFindWhatIsInItAndNothingElse() {
        final Random draw = new Random(1);
        final Map<Integer, Long> expected = new HashMap<>();
        for (int i = 1; i <= 200_000; i++) {
            final int slot = 1 + draw.nextInt(50_000);
            final Long hash = expected.remove(slot);
            if (hash == null) {
                expected.put(slot, Bytes.hash(draw.nextInt(20_000), 7));
                index.put(expected.get(slot), slot);
            } else {
                index.remove(hash, slot);
            }
        }
        expected.forEach((slot, hash) -> assertThat(candidates(hash)).contains(slot));
        for (int i = 0; i < 20_000; i++) {
            final long hash = Bytes.hash(i, 7);
            assertThat(candidates(hash)).allMatch(slot -> tag(expected.get(slot)) == tag(hash));
        }
        expected.forEach((slot, hash) -> index.remove(hash, slot));
        expected.forEach((slot, hash) -> assertThat(candidates(hash)).isEmpty());
    }

    @Test
    void shouldKeepWhatNoBitTellsApart() {
        for (int slot = 1; slot <= 5_000; slot++) {
            index.put(-2L << 32, slot);
            index.put(slot, slot);
        }
        assertThat(candidates(-2L << 32)).hasSize(5_000);
        for (int slot = 1; slot <= 5_000; slot++) {
            index.remove(-2L << 32, slot);
        }
        assertThat(candidates(-2L << 32)).isEmpty();
        assertThat(candidates(77)).contains(77);
    }

    @Test
    void shouldGrowByAFewSlotsAtATime() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long most = 0;
        for (int slot = 1; slot <= 1_000_000; slot++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            index.put(Bytes.hash(slot, 3), slot);
            most = Math.max(most, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(most).as("bytes of one put: a directory of segments, never a table").isBetween(1_024L, 512L * 1024);
    }

    private List<Integer> candidates(final long hash) {
        final List<Integer> found = new ArrayList<>();
        for (int at = index.first(hash); at != SlotIndex.NULL_POSITION; at = index.next(at, hash)) {
            found.add(index.slot(at));
        }
        return found;
    }

    private static int tag(final Long hash) {
        return (int) (hash >>> 32);
    }
}
