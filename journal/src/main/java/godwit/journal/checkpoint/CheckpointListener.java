package godwit.journal.checkpoint;

/**
 * Where a checkpoint goes: first to the table from which the next journal starts, then into the shard's log.
 */
public interface CheckpointListener {
    /**
     * Store the journal's progress; answered by {@link Checkpoint#onProgressStored} or
     * {@link Checkpoint#onProgressFailed}.
     *
     * @param outputSequence every record up to it is stored.
     * @param writeTimeUs    of that record.
     */
    void onStoreProgress(long outputSequence, long writeTimeUs);

    /**
     * Tell the shard.
     *
     * @param outputSequence every record up to it is stored, and so is the progress.
     * @return false when it could not be said now; it will be tried again.
     */
    boolean onAdvance(long outputSequence);
}
