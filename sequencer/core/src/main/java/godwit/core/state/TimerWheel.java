package godwit.core.state;

/**
 * Calls records back at or soon after a time, in O(1): a ring of buckets of 64 ms, 8,192 of them (8.7 minutes); what is
 * due later comes early and is to be scheduled again. Each record is in the wheel at most once.
 */
public final class TimerWheel {
    /** So many bits of a record's word say in which bucket it is. */
    public static final int BUCKET_BITS = 14;

    private static final int TICK_BITS = 6;
    private static final int BUCKETS = 8192;
    private static final int LIST = 0;
    /** Of the number of a bucket, which is never 0. */
    private static final long BUCKET_MASK = (1 << BUCKET_BITS) - 1;

    private final Table buckets;
    private final Place place;
    private final RecordList lists;
    private final Table clock;
    private final int clockWord;

    /**
     * Where records have what a wheel keeps in them.
     *
     * @param items       the records.
     * @param linkWord    their word for links.
     * @param bucketWord  the word that says in which bucket they are; 0: in none.
     * @param bucketShift the lowest of the {@link #BUCKET_BITS} bits of that word that are meant.
     */
    public record Place(Table items, int linkWord, int bucketWord, int bucketShift) {
        private int bucket(final int item) {
            return (int) (items.get(item, bucketWord) >>> bucketShift & BUCKET_MASK);
        }

        private void bucket(final int item, final long bucket) {
            final long others = items.get(item, bucketWord) & ~(BUCKET_MASK << bucketShift);
            items.set(item, bucketWord, others | bucket << bucketShift);
        }
    }

    /**
     * A wheel over some records.
     *
     * @param clock keeps the wheel's position in a word of slot 1.
     */
    public TimerWheel(
        final Tables registry, final String name, final Place place, final Table clock, final int clockWord) {
        this.buckets = registry.table(name, 1);
        this.place = place;
        this.buckets.setFixed();
        this.lists = new RecordList(place.items, place.linkWord, buckets, LIST);
        this.clock = clock;
        this.clockWord = clockWord;
    }

    /** The table of buckets. */
    public Table table() {
        return buckets;
    }

    /** Lays the buckets of a new shard. */
    public void lay() {
        buckets.extend(BUCKETS);
    }

    /** Whether a record waits. */
    public boolean isScheduled(final int item) {
        return place.bucket(item) != 0;
    }

    /** Schedules a record that does not wait. */
    public void schedule(final int item, final long dueMs) {
        Invariants.same("bucket", place.bucket(item), 0);
        final long position = clock.get(1, clockWord);
        long tick = (dueMs + (1 << TICK_BITS) - 1) >>> TICK_BITS;
        tick = Math.min(Math.max(tick, position + 1), position + BUCKETS - 1);
        final int bucket = (int) (tick & (BUCKETS - 1)) + 1;
        place.bucket(item, bucket);
        lists.append(bucket, item);
    }

    /** Takes a record out, if it waits. */
    public void cancel(final int item) {
        final int bucket = place.bucket(item);
        if (bucket != 0) {
            lists.remove(bucket, item);
            place.bucket(item, 0);
        }
    }

    /** Takes the next record that is due out; 0: none is. */
    public int poll(final long nowMs) {
        final long now = nowMs >>> TICK_BITS;
        final long polled = clock.get(1, clockWord);
        long position = Math.max(polled, now - BUCKETS);
        int item = 0;
        while (item == 0 && position < now) {
            item = lists.first((int) ((position + 1) & (BUCKETS - 1)) + 1);
            if (item == 0) {
                position++;
            }
        }
        if (position != polled) {
            clock.set(1, clockWord, position);
        }
        if (item != 0) {
            cancel(item);
        }
        return item;
    }

    /** What is due by the time that this gives was taken out once none is due any more. */
    public static long polledTo(final long nowMs) {
        return nowMs >>> TICK_BITS << TICK_BITS;
    }
}
