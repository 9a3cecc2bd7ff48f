package godwit.core.state;

/**
 * Short lists that run through a table's records in one direction: half a word of each item and of each owner. Whoever is
 * added or taken out is found by walking, so this is for lists of which the longest has a handful of items.
 */
public final class Chain {
    private final Table items;
    private final int linkWord;
    private final Table owners;
    private final int headWord;

    /** Lists of items, linked by the lower half of a word of theirs, that begin in the lower half of a word of their owners. */
    public Chain(final Table items, final int linkWord, final Table owners, final int headWord) {
        this.items = items;
        this.linkWord = linkWord;
        this.owners = owners;
        this.headWord = headWord;
    }

    /** The first item; 0: none. */
    public int first(final int owner) {
        return owners.low(owner, headWord);
    }

    /** The item after another; 0: none. */
    public int next(final int item) {
        return items.low(item, linkWord);
    }

    /** Puts an item that is in no list at the end. */
    public void append(final int owner, final int item) {
        Invariants.same("next of chain", next(item), 0);
        int last = 0;
        for (int at = first(owner); at != 0; at = next(at)) {
            last = at;
        }
        link(owner, last, item);
    }

    /** Takes an item out. */
    public void remove(final int owner, final int item) {
        int previous = 0;
        int at = first(owner);
        while (at != 0 && at != item) {
            previous = at;
            at = next(at);
        }
        Invariants.same("item of chain", at, item);
        link(owner, previous, next(item));
        items.setLow(item, linkWord, 0);
    }

    private void link(final int owner, final int previous, final int item) {
        if (previous == 0) {
            owners.setLow(owner, headWord, item);
        } else {
            items.setLow(previous, linkWord, item);
        }
    }
}
