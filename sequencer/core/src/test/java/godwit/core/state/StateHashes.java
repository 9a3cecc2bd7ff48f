package godwit.core.state;

/** Lets tests outside of this package say what a state's hash would be. */
public final class StateHashes {
    private StateHashes() {
    }

    /** What the hash grows by when a word of a record becomes another. */
    public static long change(
        final int tableId, final int words, final int slot, final int word, final long from, final long to) {
        return StateHash.change(((long) tableId << 48) + (long) slot * words + word, from, to);
    }
}
