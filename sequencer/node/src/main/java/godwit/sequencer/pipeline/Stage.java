package godwit.sequencer.pipeline;

import com.lmax.disruptor.EventHandler;

/** A consumer of the output ring, on a thread of its own. A throw ends the node. */
public interface Stage extends EventHandler<Output> {
    /** The thread's name. */
    String name();
}
