package godwit.journal.write;

/** Which partition of messages an entry is in: a fixed range of sequences, so that none outgrows 100 MB. */
public final class Buckets {
    /** Entries of a bucket. */
    public static final int LENGTH = 256;

    private Buckets() {
    }

    /** The bucket of a sequence, from 0. */
    public static long of(final long sequence) {
        return (sequence - 1) / LENGTH;
    }
}
