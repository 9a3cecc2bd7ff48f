package godwit.sequencer.cluster;

import io.aeron.cluster.client.ClusterEvent;

/**
 * Tells Aeron's noise from errors. A new leader's first heartbeat computes the quorum before it notes its own position
 * (ConsensusModuleAgent.updateLeaderPosition evaluates its last argument first), and a member whose position was noted
 * longer ago than the heartbeat time-out, as after every replay at a start, counts for nothing: the quorum is 0 once. The
 * commit position never falls (it is proposed as a maximum), so there is nothing that anybody could do about it. Any
 * other quorum that falls is told.
 */
final class AeronNoise {
    private AeronNoise() {
    }

    static boolean is(final Throwable error) {
        final String message = error.getMessage();
        return error instanceof ClusterEvent && message != null
            && message.contains("quorum position went backwards") && message.endsWith(" quorumPosition=0");
    }
}
