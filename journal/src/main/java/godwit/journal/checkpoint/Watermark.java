package godwit.journal.checkpoint;

/**
 * The low watermark of contiguous successes: records are accepted in order, stored in any order.
 * <p>
 * Single-threaded. Bounded: {@link #hasRoom} says whether more may be accepted.
 */
public final class Watermark {
    private final boolean[] stored;
    private final long[] writeTimesUs;
    private final int mask;
    private long low;
    private long high;
    private long lowWriteTimeUs;

    /**
     * Begins where an earlier journal ended.
     *
     * @param lastSequence the last record that is stored; 0: none.
     * @param capacity     records accepted and not below the watermark yet; a power of two.
     */
    public Watermark(final long lastSequence, final int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " is no power of two");
        }
        this.stored = new boolean[capacity];
        this.writeTimesUs = new long[capacity];
        this.mask = capacity - 1;
        this.low = lastSequence;
        this.high = lastSequence;
    }

    /**
     * Whether so many more records may be accepted.
     *
     * @param count at least 1.
     * @return false when they would not all fit.
     */
    public boolean hasRoom(final int count) {
        return high - low + count <= stored.length;
    }

    /**
     * How many records are accepted at most above {@link #low()}.
     *
     * @return a power of two.
     */
    public int capacity() {
        return stored.length;
    }

    /**
     * A record is on its way.
     *
     * @param sequence    one above the one before.
     * @param writeTimeUs of the record.
     */
    public void onAccepted(final long sequence, final long writeTimeUs) {
        if (sequence != high + 1 || !hasRoom(1)) {
            throw new IllegalStateException("accepted sequence=" + sequence + ", high=" + high + ", low=" + low);
        }
        high = sequence;
        stored[index(sequence)] = false;
        writeTimesUs[index(sequence)] = writeTimeUs;
    }

    /**
     * A record is stored.
     *
     * @param sequence accepted before.
     */
    public void onStored(final long sequence) {
        if (sequence <= low || sequence > high || stored[index(sequence)]) {
            throw new IllegalStateException("stored sequence=" + sequence + ", high=" + high + ", low=" + low);
        }
        stored[index(sequence)] = true;
        while (low < high && stored[index(low + 1)]) {
            low++;
            lowWriteTimeUs = writeTimesUs[index(low)];
        }
    }

    private int index(final long sequence) {
        return (int) sequence & mask;
    }

    /**
     * Every record up to this one is stored.
     *
     * @return an output sequence.
     */
    public long low() {
        return low;
    }

    /**
     * The write time of the record at {@link #low()}.
     *
     * @return in microseconds; 0 before the first.
     */
    public long lowWriteTimeUs() {
        return lowWriteTimeUs;
    }

    /**
     * The newest record accepted.
     *
     * @return an output sequence.
     */
    public long high() {
        return high;
    }

    /**
     * The write time of the oldest record that is not stored.
     *
     * @return in microseconds; 0 when all are.
     */
    public long oldestPendingWriteTimeUs() {
        return low == high ? 0 : writeTimesUs[index(low + 1)];
    }
}
