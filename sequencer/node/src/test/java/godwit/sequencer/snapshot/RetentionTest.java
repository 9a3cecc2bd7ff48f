package godwit.sequencer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.sequencer.snapshot.SnapshotShelf.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which snapshots are kept, by how far the journal is. */
class RetentionTest {
    @Test
    void shouldKeepTheNewestTwoAndTheLogSinceTheOlderOfThem() {
        assertThat(kept(5, 5)).isEqualTo("4 5, log from 4, settled");
        assertThat(kept(5, 4)).isEqualTo("4 5, log from 4, settled");
        assertThat(kept(2, 2)).isEqualTo("1 2, log from 1, settled");
        assertThat(kept(1, 1)).isEqualTo("1, log from -1, settled");
    }

    @Test
    void shouldKeepTheNewestThatTheJournalPassedAndTheOneAfterIt() {
        assertThat(kept(6, 2)).isEqualTo("2 3 5 6, log from 2, open");
        assertThat(kept(6, 3)).isEqualTo("3 4 5 6, log from 3, open");
        assertThat(kept(4, 1)).isEqualTo("1 2 3 4, log from 1, open");
    }

    @Test
    void shouldKeepAllOfTheLogAndFewSnapshotsWhileTheJournalPassedNone() {
        assertThat(kept(2, 0)).isEqualTo("1 2, log from -1, open");
        assertThat(kept(9, 0)).isEqualTo("1 8 9, log from -1, open");
    }

    @Test
    void shouldAlwaysFindTheNextThatAJournalFarBehindPasses() {
        final List<Snapshot> snapshots = new ArrayList<>();
        long logFrom = -1;
        for (int position = 1; position <= 100; position++) {
            snapshots.add(snapshot(position));
            final int journal = position - 10;
            final Retention retention = Retention.of(snapshots, position, at -> at <= journal);
            snapshots.removeAll(retention.superfluous());
            assertThat(snapshots).hasSizeLessThanOrEqualTo(4);
            assertThat(retention.logFrom()).isGreaterThanOrEqualTo(logFrom);
            logFrom = retention.logFrom();
        }
        assertThat(logFrom).isGreaterThan(75);
    }

    /** Between the shard's part of a snapshot and the cluster's naming it. */
    @Test
    void shouldLookAgainUntilTheNewestIsNamed() {
        assertThat(kept(0, 1, 1)).isEqualTo(", log from -1, open");
        assertThat(kept(1, 2, 2)).isEqualTo("1, log from -1, open");
        assertThat(kept(5, 6, 6)).isEqualTo("4 5, log from 4, open");
        assertThat(kept(6, 6, 6)).isEqualTo("5 6, log from 5, settled");
    }

    private static String kept(final int count, final long passed) {
        return kept(count, count, passed);
    }

    private static String kept(final int count, final long newest, final long passed) {
        final List<Snapshot> snapshots = new ArrayList<>();
        for (int position = 1; position <= count; position++) {
            snapshots.add(snapshot(position));
        }
        final Retention retention = Retention.of(snapshots, newest, position -> position <= passed);
        snapshots.removeAll(retention.superfluous());
        return String.join(" ", snapshots.stream().map(one -> "" + one.logPosition()).toList())
            + ", log from " + retention.logFrom() + (retention.isSettled() ? ", settled" : ", open");
    }

    private static Snapshot snapshot(final long position) {
        return new Snapshot(position, position + 1_000, position, 0, 0);
    }
}
