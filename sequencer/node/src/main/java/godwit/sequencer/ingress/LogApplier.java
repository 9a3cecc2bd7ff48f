package godwit.sequencer.ingress;

import godwit.core.CoreCommands;
import godwit.sequencer.NodeCounters;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/**
 * The entries of a shard's log, of every kind, given to a core in order; the same for a member that runs and for a
 * replay. Times come in microseconds of the cluster's clock.
 */
public final class LogApplier {
    private final CoreCommands core;
    private final CommandAdapter commands;

    /**
     * An applier in front of a core.
     *
     * @param core     gets the calls.
     * @param counters count what was skipped.
     * @param onAudit  gets the id of each audit entry, after the core's state is as of it.
     */
    public LogApplier(final CoreCommands core, final NodeCounters counters, final LongConsumer onAudit) {
        this.core = core;
        this.commands = new CommandAdapter(core, counters, onAudit);
    }

    /** A command of an edge, the journal or a node. */
    public void onCommand(final long timestampUs, final DirectBuffer buffer, final int offset, final int length) {
        commands.onEntry(TimeUnit.MICROSECONDS.toMillis(timestampUs), buffer, offset, length);
    }

    /** The shard's one timer went off. */
    public void onTimer(final long timestampUs) {
        core.onTime(TimeUnit.MICROSECONDS.toMillis(timestampUs));
        core.onTick();
    }

    /** A leadership term began. */
    public void onNewTerm(final long leadershipTermId, final long timestampUs) {
        core.onNewTerm(leadershipTermId, TimeUnit.MICROSECONDS.toMillis(timestampUs));
    }
}
