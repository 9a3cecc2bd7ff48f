package godwit.sequencer.snapshot;

import godwit.sequencer.snapshot.SnapshotShelf.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What is kept: the newest two snapshots, the newest before them that the journal has passed, and the one after that,
 * which takes its place one day; so snapshots stay few however long the journal is away.
 *
 * @param superfluous may go.
 * @param logFrom     the log is needed from this position on; -1: all of it.
 * @param isSettled   whether nothing more can go before there is a newer snapshot.
 */
record Retention(List<Snapshot> superfluous, long logFrom, boolean isSettled) {
    private static final int NEWEST = 2;

    /**
     * Decides.
     *
     * @param snapshots in the order of their positions.
     * @param newest    position of the newest that was taken; the cluster may not have named it yet.
     * @param passed    whether the journal passed, long enough ago, what was said up to a log position.
     * @return what is kept.
     */
    static Retention of(final List<Snapshot> snapshots, final long newest, final LongPredicate passed) {
        final int wanted = snapshots.size() - NEWEST;
        int oldest = wanted;
        while (oldest >= 0 && !passed.test(snapshots.get(oldest).logPosition())) {
            oldest--;
        }
        final List<Snapshot> superfluous = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            if (i != oldest && i != oldest + 1) {
                superfluous.add(snapshots.get(i));
            }
        }
        return new Retention(superfluous, oldest < 0 ? -1 : snapshots.get(oldest).logPosition(),
            isNamed(snapshots, newest) && (wanted < 0 || oldest == wanted));
    }

    private static boolean isNamed(final List<Snapshot> snapshots, final long newest) {
        return !snapshots.isEmpty() && snapshots.get(snapshots.size() - 1).logPosition() >= newest;
    }
}
