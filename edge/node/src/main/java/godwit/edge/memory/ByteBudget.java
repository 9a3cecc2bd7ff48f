package godwit.edge.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that many holders share up to a bound. Any thread; never waits.
 */
public final class ByteBudget {
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    /**
     * A budget of which nothing is taken.
     *
     * @param bytesMax its bound.
     */
    public ByteBudget(final long bytesMax) {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("bytesMax=" + bytesMax + ", expected at least 1");
        }
        this.bytesMax = bytesMax;
    }

    /** One that is never used up. */
    public static ByteBudget unbounded() {
        return new ByteBudget(Long.MAX_VALUE);
    }

    /**
     * Takes bytes if they are there.
     *
     * @param bytes how many; none are always there.
     * @return whether they were taken.
     */
    public boolean tryTake(final long bytes) {
        return tryTake(bytes, bytesMax);
    }

    /**
     * Takes bytes if no more than a part of the budget is taken then.
     *
     * @param bytes how many; none are always there.
     * @param limit that part, in bytes.
     * @return whether they were taken.
     */
    public boolean tryTake(final long bytes, final long limit) {
        long before = taken.get();
        while (bytes == 0 || before <= limit - bytes) {
            if (bytes == 0 || taken.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    /** Takes bytes, whether they are there or not. */
    public void take(final long bytes) {
        taken.addAndGet(bytes);
    }

    /**
     * Gives bytes back.
     *
     * @param bytes that were taken.
     */
    public void giveBack(final long bytes) {
        if (taken.addAndGet(-bytes) < 0) {
            throw new IllegalStateException("bytes=" + bytes + ", expected no more than were taken");
        }
    }

    /** Whether so many more could be taken now. */
    public boolean hasRoom(final long bytes) {
        return bytes == 0 || taken.get() <= bytesMax - bytes;
    }

    /** How many are taken. */
    public long taken() {
        return taken.get();
    }

    /** How many there are. */
    public long bytesMax() {
        return bytesMax;
    }
}
