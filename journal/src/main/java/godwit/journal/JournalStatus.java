package godwit.journal;

/**
 * How a journal stands.
 *
 * @param shard    whose.
 * @param position every record up to it is stored.
 * @param accepted the last record taken from the spool.
 * @param lagMs    age of the oldest record that is not stored; 0: all are.
 * @param retries  batches tried again since the start.
 * @param holes    holes refused since the start.
 */
public record JournalStatus(int shard, long position, long accepted, long lagMs, long retries, long holes) {
}
