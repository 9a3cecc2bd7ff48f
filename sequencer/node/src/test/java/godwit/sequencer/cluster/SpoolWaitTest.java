package godwit.sequencer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.sequencer.NodeCounters;
import godwit.sequencer.snapshot.Snapshots;
import godwit.sequencer.spool.SpoolStage;
import io.aeron.cluster.client.ClusterException;
import io.aeron.cluster.service.Cluster;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

/** A snapshot waits for the spool, for a bounded time. */
class SpoolWaitTest implements IdleStrategy {
    private long spooled;
    private long nowNs;
    private int idled;
    private final SpoolWait wait = new SpoolWait(() -> spooled, () -> nowNs);

    @Test
    void shouldWaitUntilTheSpoolHasTheLastRecordOfTheState() {
        wait.await(3, this);
        assertThat(spooled).isEqualTo(3);
        assertThat(idled).isEqualTo(3);
        wait.await(3, this);
        wait.await(2, this);
        assertThat(idled).isEqualTo(3);
    }

    @Test
    void shouldWaitOutAStallThatTheSpoolStageWaitsOut() {
        final long stallNs = TimeUnit.SECONDS.toNanos(SpoolStage.STUCK_S);
        new SpoolWait(() -> nowNs < stallNs ? 2 : 3, () -> nowNs).await(3, this);
        assertThat(nowNs).isBetween(stallNs, stallNs + SpoolWait.LONGEST_NS / 100);
    }

    @Test
    void shouldGiveUpAfterSomeTime() {
        spooled = Long.MIN_VALUE;
        assertThatThrownBy(() -> wait.await(3, this)).isInstanceOf(ClusterException.class)
            .hasMessageContaining("output_sequence=3");
        assertThat(nowNs).isBetween(SpoolWait.LONGEST_NS, 2 * SpoolWait.LONGEST_NS);
    }

    @Test
    void shouldEndTheNodeRatherThanWriteASnapshotAheadOfItsSpool() {
        final List<Throwable> fatal = new ArrayList<>();
        final SpoolWait never = new SpoolWait(() -> Long.MIN_VALUE, () -> nowNs);
        final OutputsIgnored outputs = new OutputsIgnored();
        final ShardService service =
            new ShardService(0, outputs.pipeline(), never, new Snapshots(0, (place, core) -> { }), null, new NodeCounters(),
                new ShardClock(System::currentTimeMillis), (sequence, position) -> { }, fatal::add);
        service.onStart((Cluster) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> method.getName().equals("idleStrategy") ? this : 0L), null);
        // no publication: writing anything before the wait is over would be another failure
        assertThatThrownBy(() -> service.onTakeSnapshot(null)).isInstanceOf(RuntimeException.class);
        assertThat(fatal).singleElement().isInstanceOf(ClusterException.class);
        outputs.close();
    }

    @Override
    public void idle(final int workCount) {
        idle();
    }

    @Override
    public void idle() {
        idled++;
        spooled++;
        nowNs += SpoolWait.LONGEST_NS / 100;
    }

    @Override
    public void reset() {
        // nothing to forget
    }
}
