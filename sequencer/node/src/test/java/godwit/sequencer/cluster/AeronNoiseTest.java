package godwit.sequencer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.client.ClusterEvent;
import org.junit.jupiter.api.Test;

class AeronNoiseTest {
    @Test
    void shouldPassOverTheQuorumThatANewLeaderDoesNotCountItselfIn() {
        assertThat(AeronNoise.is(new ClusterEvent(
            "quorum position went backwards: leaderCommitPosition=4096 quorumPosition=0"))).isTrue();
    }

    @Test
    void shouldTellEverythingElse() {
        assertThat(AeronNoise.is(new ClusterEvent(
            "quorum position went backwards: leaderCommitPosition=4096 quorumPosition=2048"))).isFalse();
        assertThat(AeronNoise.is(new ClusterEvent("leader heartbeat timeout"))).isFalse();
        assertThat(AeronNoise.is(new IllegalStateException("quorumPosition=0"))).isFalse();
        assertThat(AeronNoise.is(new IllegalStateException((String) null))).isFalse();
    }
}
