package godwit.journal.write;

import java.util.concurrent.CompletionStage;

/** Where writes are executed, and how far a journal is, kept. */
public interface JournalSink extends WriteSink {
    /**
     * Stores how far the journal of a shard is.
     *
     * @param shard          the shard.
     * @param outputSequence every record up to it is stored.
     * @param writeTimeUs    of that record.
     * @return completed on any thread.
     */
    CompletionStage<?> saveProgress(int shard, long outputSequence, long writeTimeUs);

    /**
     * How far the journal of a shard was. Blocks.
     *
     * @param shard the shard.
     * @return an output sequence; 0: never begun.
     */
    long progress(int shard);
}
