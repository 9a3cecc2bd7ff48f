package godwit.journal.write;

/** A record that is stored when nothing of it is under way any more. */
final class Pending {
    private final long outputSequence;
    private int parts;

    Pending(final long outputSequence) {
        this.outputSequence = outputSequence;
    }

    long outputSequence() {
        return outputSequence;
    }

    void add() {
        parts++;
    }

    /** Whether that was the last part. */
    boolean remove() {
        if (parts <= 0) {
            throw new IllegalStateException("record outputSequence=" + outputSequence + " has no part under way");
        }
        return --parts == 0;
    }
}
