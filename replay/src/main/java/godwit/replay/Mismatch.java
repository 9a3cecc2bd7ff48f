package godwit.replay;

/**
 * A place where the replayed state is another than the kept one.
 *
 * @param position of the log.
 * @param source   who kept the hash.
 * @param expected the kept hash.
 * @param actual   the replayed one.
 */
public record Mismatch(long position, String source, long expected, long actual) {
}
