package godwit.core;

/**
 * How the heap that payloads leave is dealt out to what is kept in it. Each is served in turn, and has its hundredths of
 * the whole; what it does not need is there for those after it, as their own hundredths are to each other's.
 */
final class HeapShares {
    /** What is kept, in the order in which it is served, with what one of it takes at most: its shares of tables, indexes and names. */
    enum Share {
        /** Messages that wait for the journal: most of it, for all that is sent while the journal is away. */
        ENTRIES(38, 168),
        /** Idempotency keys: beyond them, those of who sent nothing for longest go. */
        KEYS(8, 48),
        /** Subscriptions to presence: beyond them, nothing but presence is refused. */
        PRESENCE(5, 80),
        /** Users, of two devices each, with their keys' owners, and of one who is only named. */
        USERS(15, 940),
        /** Chats, each with the members that it stands for; they are served last, and have all that is left. */
        CHATS(20, 1_460);

        private final int hundredths;
        private final long eachBytes;

        Share(final int hundredths, final long eachBytes) {
            this.hundredths = hundredths;
            this.eachBytes = eachBytes;
        }
    }

    /** The other 14 are for cursors, for what other shards are to be told, and for what grows while it is copied. */
    private static final int DEALT_HUNDREDTHS = 86;

    private long leftBytes;
    private int leftHundredths = DEALT_HUNDREDTHS;

    /** Of so many bytes. */
    HeapShares(final long bytes) {
        leftBytes = bytes / 100 * DEALT_HUNDREDTHS;
    }

    /** How many there may be of one whose turn it is: as many as are wanted or fit, at least one. */
    long serve(final Share share, final long wanted) {
        final boolean isLast = leftHundredths == share.hundredths;
        final long bytes = isLast ? leftBytes : leftBytes / leftHundredths * share.hundredths;
        final long count = Math.max(1, Math.min(wanted, bytes / share.eachBytes));
        leftBytes -= count * share.eachBytes;
        leftHundredths -= share.hundredths;
        return count;
    }
}
