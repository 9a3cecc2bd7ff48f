package godwit.journal;

/**
 * How a journal stands.
 *
 * @param shard      whose.
 * @param position   every record up to it is stored.
 * @param accepted   the last record taken from the spool.
 * @param lagMs      age of the oldest record that is not stored; 0: all are.
 * @param retries    batches tried again since the start.
 * @param holes      holes refused since the start, one that stays once for each look.
 * @param unreadable records of an unknown kind or version refused since the start, likewise.
 * @param repeats    records that came again and were skipped since the start.
 * @param stopped    whether it stands before such a hole or record now.
 */
public record JournalStatus(
    int shard, long position, long accepted, long lagMs, long retries, long holes, long unreadable, long repeats,
    boolean stopped) {
}
