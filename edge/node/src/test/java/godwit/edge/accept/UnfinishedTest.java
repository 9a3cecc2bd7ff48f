package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.memory.ByteBudget;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has to go when all together keep too much. */
final class UnfinishedTest {
    private static final int BYTES_MAX = 800;

    private final ByteBudget budget = new ByteBudget(BYTES_MAX);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Holder> evicted = new ArrayList<>();
    private final List<Holder> holders = new ArrayList<>();
    private int askedOthers;
    private final Unfinished unfinished =
        new Unfinished(channel.eventLoop(), budget, holders::size, () -> askedOthers++);

    private final class Holder extends Unfinished.Holder {
        private final boolean authenticated;

        private Holder(final boolean authenticated) {
            this.authenticated = authenticated;
            holders.add(this);
        }

        @Override
        boolean authenticated() {
            return authenticated;
        }

        @Override
        void evict() {
            evicted.add(this);
        }
    }

    private Holder holding(final boolean authenticated, final long bytes) {
        final Holder holder = new Holder(authenticated);
        unfinished.hold(holder, bytes);
        return holder;
    }

    @AfterEach
    void shouldHaveAllBack() {
        holders.forEach(holder -> unfinished.hold(holder, 0));
        assertThat(budget.taken()).isZero();
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldEvictTheLargestOfTheUnauthenticatedFirst() {
        final Holder user = holding(true, 250);
        final Holder small = holding(false, 40);
        final Holder large = holding(false, 200);
        final Holder middle = holding(false, 110);
        assertThat(evicted).as("at three quarters").isEmpty();
        final Holder last = holding(false, 60);
        assertThat(evicted).containsExactly(large, middle);
        assertThat(budget.taken()).isEqualTo(350);
        assertThat(user.bytes()).isEqualTo(250);
        assertThat(small.bytes() + last.bytes()).isEqualTo(100);
        assertThat(askedOthers).isZero();
    }

    @Test
    void shouldEvictThoseWithASessionOnlyOverSevenEighths() {
        final Holder user = holding(true, 500);
        holding(true, 190);
        assertThat(evicted).as("over three quarters").isEmpty();
        assertThat(askedOthers).as("others may have some without a session").isEqualTo(1);
        final Holder small = holding(true, 120);
        assertThat(evicted).containsExactly(user);
        assertThat(small.bytes()).isEqualTo(120);
    }

    @Test
    void shouldEvictTheOneForWhichNobodyMadeRoom() {
        budget.take(BYTES_MAX);
        final Holder holder = holding(true, 1);
        assertThat(evicted).containsExactly(holder);
        assertThat(holder.bytes()).isZero();
        unfinished.hold(holder, 10);
        assertThat(holder.bytes()).as("it is going").isZero();
        budget.giveBack(BYTES_MAX);
    }

    @Test
    void shouldMakeRoomForOtherLoops() {
        final Holder hoarder = holding(false, 600);
        unfinished.askRelief();
        unfinished.askRelief();
        channel.runPendingTasks();
        assertThat(evicted).containsExactly(hoarder);
    }

    @Test
    void shouldNotEvictWhoHoldsLittle() {
        final Holder little = holding(false, 10);
        budget.take(600);
        unfinished.askRelief();
        channel.runPendingTasks();
        assertThat(evicted).as("others hold it").isEmpty();
        assertThat(little.bytes()).isEqualTo(10);
        budget.giveBack(600);
    }
}
