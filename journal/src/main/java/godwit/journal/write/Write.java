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
}
