package godwit.core.inbox;

/** Keeps the items with the highest stamps of all that it is shown, the highest first. Reused. */
final class Latest {
    private final long[] stamps;
    private final int[] items;
    private int max;
    private int count;

    Latest(final int countMax) {
        stamps = new long[countMax];
        items = new int[countMax];
    }

    /** Forgets all and keeps so many from here on. */
    void begin(final int countMax) {
        max = countMax;
        count = 0;
    }

    void add(final long stamp, final int item) {
        if (count == max && stamp <= stamps[count - 1]) {
            return;
        }
        int at = count < max ? count++ : count - 1;
        while (at > 0 && stamps[at - 1] < stamp) {
            stamps[at] = stamps[at - 1];
            items[at] = items[at - 1];
            at--;
        }
        stamps[at] = stamp;
        items[at] = item;
    }

    int count() {
        return count;
    }

    long stamp(final int index) {
        return stamps[index];
    }

    int item(final int index) {
        return items[index];
    }
}
