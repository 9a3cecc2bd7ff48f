package godwit.core.state;

/** Doubly linked lists that run through a table's records: one word of each item, one word of each owner of a list. */
public final class RecordList {
    private final Table items;
    private final int linkWord;
    private final Table owners;
    private final int headWord;

    /** Lists of items, linked by a word of theirs, whose ends are in a word of their owners. */
    public RecordList(final Table items, final int linkWord, final Table owners, final int headWord) {
        this.items = items;
        this.linkWord = linkWord;
        this.owners = owners;
        this.headWord = headWord;
    }

    /** The first item; 0: none. */
    public int first(final int owner) {
        return owners.low(owner, headWord);
    }

    /** The last item; 0: none. */
    public int last(final int owner) {
        return owners.high(owner, headWord);
    }

    /** The item after another; 0: none. */
    public int next(final int item) {
        return items.high(item, linkWord);
    }

    /** The item before another; 0: none. */
    public int previous(final int item) {
        return items.low(item, linkWord);
    }

    /** Puts an item at the end. */
    public void append(final int owner, final int item) {
        final int last = last(owner);
        items.set(item, linkWord, Table.pack(last, 0));
        if (last == 0) {
            owners.set(owner, headWord, Table.pack(item, item));
        } else {
            items.setHigh(last, linkWord, item);
            owners.setHigh(owner, headWord, item);
        }
    }

    /** Puts an item at the beginning. */
    public void prepend(final int owner, final int item) {
        final int first = first(owner);
        items.set(item, linkWord, Table.pack(0, first));
        if (first == 0) {
            owners.set(owner, headWord, Table.pack(item, item));
        } else {
            items.setLow(first, linkWord, item);
            owners.setLow(owner, headWord, item);
        }
    }

    /** Takes an item out. */
    public void remove(final int owner, final int item) {
        final int previous = previous(item);
        final int next = next(item);
        if (previous == 0) {
            Invariants.same("first of list", first(owner), item);
            owners.setLow(owner, headWord, next);
        } else {
            items.setHigh(previous, linkWord, next);
        }
        if (next == 0) {
            Invariants.same("last of list", last(owner), item);
            owners.setHigh(owner, headWord, previous);
        } else {
            items.setLow(next, linkWord, previous);
        }
        items.set(item, linkWord, 0);
    }

    /** Puts an item that is in the list at its end. */
    public void moveToEnd(final int owner, final int item) {
        if (last(owner) != item) {
            remove(owner, item);
            append(owner, item);
        }
    }

    /** Puts all items of an owner's list behind those of another list through the same word, at once. */
    public void moveAll(final int owner, final RecordList to, final int toOwner) {
        Invariants.holds(items == to.items && linkWord == to.linkWord, "lists expected through the same word");
        final int first = first(owner);
        if (first == 0) {
            return;
        }
        final int last = to.last(toOwner);
        if (last == 0) {
            to.owners.set(toOwner, to.headWord, owners.get(owner, headWord));
        } else {
            items.setHigh(last, linkWord, first);
            items.setLow(first, linkWord, last);
            to.owners.setHigh(toOwner, to.headWord, last(owner));
        }
        owners.set(owner, headWord, 0);
    }
}
