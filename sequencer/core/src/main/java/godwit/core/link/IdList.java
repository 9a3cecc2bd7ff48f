package godwit.core.link;

import java.util.Arrays;

/** Interned user ids in an order. Reused. */
public final class IdList {
    private int[] ids = new int[16];
    private int count;

    /** How many. */
    public int count() {
        return count;
    }

    /** One of them. */
    public int id(final int index) {
        return ids[index];
    }

    /** Whether one is among them. */
    public boolean contains(final int id) {
        for (int index = 0; index < count; index++) {
            if (ids[index] == id) {
                return true;
            }
        }
        return false;
    }

    /** Forgets all. */
    public void clear() {
        count = 0;
    }

    /** Adds one. */
    public void add(final int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, count * 2);
        }
        ids[count++] = id;
    }
}
