package godwit.core.state;

import java.util.ArrayList;
import java.util.List;

/** The register of a shard's tables: whoever makes one here is part of the hash and of the snapshot. */
public final class Tables {
    private final List<Table> all = new ArrayList<>();

    /** A new table; ids are given in the order of construction, which is the same in every replica. */
    public Table table(final String name, final int words) {
        final Table table = new Table(all.size() + 1, name, words);
        all.add(table);
        return table;
    }

    /** All tables, table n at index n - 1. */
    public List<Table> all() {
        return all;
    }

    /** The hash of everything. */
    public long hash() {
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).hash();
        }
        return sum;
    }

    /** The same, from all words anew. */
    public long recompute() {
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).recompute();
        }
        return sum;
    }

    /** Makes the hash anew from all words, after a snapshot was loaded past it. */
    public void rehash() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).rehash();
        }
    }

    /** Forgets everything, before a snapshot is loaded. */
    public void reset() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).reset();
        }
    }
}
