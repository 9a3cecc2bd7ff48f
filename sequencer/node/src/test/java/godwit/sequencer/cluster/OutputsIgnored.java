package godwit.sequencer.cluster;

import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.OutputPipeline;
import godwit.sequencer.pipeline.Stage;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** A pipeline whose stages do nothing. */
final class OutputsIgnored implements AutoCloseable {
    private final OutputPipeline pipeline = new OutputPipeline(256, new Ignoring(), new Ignoring(), null, new NodeCounters(),
        new SleepingMillisIdleStrategy(1), failure -> { });

    OutputPipeline pipeline() {
        return pipeline;
    }

    @Override
    public void close() {
        pipeline.close();
    }

    private static final class Ignoring implements Stage {
        @Override
        public String name() {
            return "ignoring";
        }

        @Override
        public void onEvent(final Output slot, final long sequence, final boolean endOfBatch) {
            // nobody wants it
        }
    }
}
