package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;

/** How many records a core has of one kind, as the header of its snapshot says: for what no answer shows. */
final class Records {
    /** Behind the slice's header, the shard's number, three sequences and the state hash. */
    private static final int TABLES_OFFSET = 32 + Integer.BYTES + 4 * Long.BYTES;
    private static final int TABLE_LENGTH = 3 * Integer.BYTES;

    private final Shard shard;
    private final int table;

    /** Those of the only kind of which there are so many. */
    Records(final Shard shard, final int count) {
        this.shard = shard;
        final int[] found = IntStream.range(0, header().getInt(TABLES_OFFSET)).filter(i -> count(i) == count).toArray();
        assertThat(found).as("kinds of which there are %d", count).hasSize(1);
        table = found[0];
    }

    int count() {
        return count(table);
    }

    private int count(final int index) {
        final UnsafeBuffer header = header();
        final int at = TABLES_OFFSET + Integer.BYTES + index * TABLE_LENGTH;
        return header.getInt(at + Integer.BYTES) - header.getInt(at + 2 * Integer.BYTES);
    }

    private UnsafeBuffer header() {
        return new UnsafeBuffer(shard.snapshot().get(0));
    }
}
