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
}
