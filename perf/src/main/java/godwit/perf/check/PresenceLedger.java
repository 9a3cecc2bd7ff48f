package godwit.perf.check;

import java.util.Arrays;

/**
 * Who is there, what each subscriber was told of it, and what each still waits to be told. Users stand in circles of equal
 * size and watch everybody else in their own. Not thread-safe.
 */
public final class PresenceLedger {
    private static final byte UNKNOWN = 0;
    private static final byte OFFLINE = 1;
    private static final byte ONLINE = 2;

    private final int size;
    private final ChatLedger.Counts counts;
    private final Listener listener;
    private final byte[] actual;
    private final boolean[] subscribed;
    private final byte[] told;
    private final byte[] awaited;
    private final long[] awaitedSinceNs;
    private final boolean[] awaitedMeasured;
    private long open;
    private long unobserved;

    /** Hears of changes that were told. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A subscriber was told what it waited for.
         *
         * @param online     whether the user came.
         * @param measured   whether the event counts.
         * @param intendedNs when the event was meant to be.
         */
        void onTold(boolean online, boolean measured, long intendedNs);
    }

    /**
     * A ledger of users who are all offline and watch nobody.
     *
     * @param users    how many, a multiple of the size.
     * @param size     of a circle.
     * @param counts   where violations are counted: lost = never told, reordered = told what was not so, redelivered = told
     *                 again, wrong = final states that are wrong.
     * @param listener hears of changes that were told.
     */
    public PresenceLedger(final int users, final int size, final ChatLedger.Counts counts, final Listener listener) {
        this.size = size;
        this.counts = counts;
        this.listener = listener;
        actual = new byte[users];
        Arrays.fill(actual, OFFLINE);
        subscribed = new boolean[users];
        told = new byte[users * size];
        awaited = new byte[users * size];
        awaitedSinceNs = new long[users * size];
        awaitedMeasured = new boolean[users * size];
    }

    /**
     * A user comes or goes: each subscriber who does not hold that state already waits to be told.
     *
     * @param user       who.
     * @param online     whether the user comes.
     * @param intendedNs when that was meant to be.
     * @param measured   whether it counts.
     */
    public void onEvent(final int user, final boolean online, final long intendedNs, final boolean measured) {
        actual[user] = online ? ONLINE : OFFLINE;
        final int first = user / size * size;
        for (int watcher = first; watcher < first + size; watcher++) {
            final int cell = cell(watcher, user);
            if (watcher == user || !subscribed[watcher]) {
                continue;
            }
            counts.lost += settle(cell) ? 1 : 0;
            if (told[cell] != actual[user]) {
                awaited[cell] = actual[user];
                awaitedSinceNs[cell] = intendedNs;
                awaitedMeasured[cell] = measured;
                open++;
            }
        }
    }

    /** A user's subscription was confirmed: from here on it has to be told every change. */
    public void onSubscribed(final int watcher) {
        subscribed[watcher] = true;
    }

    /** A user's connection ended: nobody can tell it anything, and it knows nothing. */
    public void onGone(final int watcher) {
        subscribed[watcher] = false;
        final int first = watcher / size * size;
        for (int user = first; user < first + size; user++) {
            unobserved += settle(cell(watcher, user)) ? 1 : 0;
            told[cell(watcher, user)] = UNKNOWN;
        }
    }

    /**
     * A PRESENCE came.
     *
     * @param watcher whom it came to.
     * @param user    of whom; in the same circle.
     * @param online  what it says.
     */
    public void onTold(final int watcher, final int user, final boolean online) {
        final int cell = cell(watcher, user);
        final byte status = online ? ONLINE : OFFLINE;
        final boolean known = told[cell] == status;
        told[cell] = status;
        if (awaited[cell] == status) {
            settle(cell);
            listener.onTold(online, awaitedMeasured[cell], awaitedSinceNs[cell]);
        } else if (subscribed[watcher] && known) {
            counts.redelivered++;
        } else if (subscribed[watcher] && status != actual[user]) {
            counts.reordered++;
        }
    }

    /** How many users watch their circle now. */
    public long subscribed() {
        long count = 0;
        for (final boolean one : subscribed) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** How many changes somebody waits to be told of. */
    public long open() {
        return open;
    }

    /** How many changes a subscriber did not stay for. */
    public long unobserved() {
        return unobserved;
    }

    /** How many subscribers hold a state, of somebody, that is not so. */
    public long wrong() {
        long wrong = 0;
        for (int watcher = 0; watcher < actual.length; watcher++) {
            final int first = watcher / size * size;
            for (int user = first; subscribed[watcher] && user < first + size; user++) {
                wrong += user != watcher && told[cell(watcher, user)] != actual[user] ? 1 : 0;
            }
        }
        return wrong;
    }

    /** The run is over: what is still waited for was never told, and what is held has to be so. */
    public void close() {
        for (int cell = 0; cell < awaited.length; cell++) {
            counts.lost += settle(cell) ? 1 : 0;
        }
        counts.wrong += wrong();
    }

    /** Waits no longer; whether it did. */
    private boolean settle(final int cell) {
        final boolean waited = awaited[cell] != UNKNOWN;
        awaited[cell] = UNKNOWN;
        open -= waited ? 1 : 0;
        return waited;
    }

    private int cell(final int watcher, final int user) {
        return watcher * size + user % size;
    }
}
