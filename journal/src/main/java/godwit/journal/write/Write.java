package godwit.journal.write;

import java.util.List;

/**
 * One statement to be executed.
 *
 * @param table       what it does.
 * @param partition   statements with the same one may go in one batch.
 * @param writeTimeUs of the record it comes from.
 * @param values      in the order of the table's sentence; an element may be null.
 */
public record Write(Table table, String partition, long writeTimeUs, List<Object> values) {
    private static final int BYTES_BASE = 64;

    /** About how many bytes it takes in a batch; never far too few. */
    int bytes() {
        int bytes = BYTES_BASE;
        for (final Object value : values) {
            if (value instanceof String text) {
                bytes += text.length() * 3;
            } else if (value instanceof byte[] blob) {
                bytes += blob.length;
            } else {
                bytes += Long.BYTES;
            }
        }
        return bytes;
    }
}
