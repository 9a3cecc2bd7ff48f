package godwit.journal.write;

import java.util.List;

/** Where writes are executed. */
public interface WriteSink {
    /**
     * Executes statements of one partition; answered by {@link WritePipeline#onStored} or
     * {@link WritePipeline#onFailed}, on the journal's thread.
     *
     * @param batchId names them in the answer.
     * @param writes  at least one.
     */
    void execute(long batchId, List<Write> writes);

    /**
     * Reads which messages of one bucket were sent by whom; answered by {@link WritePipeline#onRead} or
     * {@link WritePipeline#onReadFailed}, on the journal's thread.
     *
     * @param readId       names it in the answer.
     * @param chatId       the chat.
     * @param fromSequence the first, included.
     * @param toSequence   the last, included, of the same bucket.
     */
    void read(long readId, long chatId, long fromSequence, long toSequence);
}
