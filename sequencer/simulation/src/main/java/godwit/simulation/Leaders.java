package godwit.simulation;

import godwit.simulation.edge.Edges;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What happens to the leading members of shards; whoever is connected to them loses a part of what is under way. */
final class Leaders {
    private final Clock clock;
    private final Edges edges;
    private final List<JournalLife> journals;

    /**
     * Of the shards of a run.
     *
     * @param clock    the time.
     * @param edges    that are connected to them.
     * @param journals that are, by the numbers of their shards.
     */
    Leaders(final Clock clock, final Edges edges, final List<JournalLife> journals) {
        this.clock = clock;
        this.edges = edges;
        this.journals = journals;
    }

    /** The leading member dies, and comes back. */
    void die(final Shard shard, final long awayMs) {
        lose(shard, taken -> shard.crash(taken, awayMs));
    }

    /** All members die, and come back. */
    void dieAll(final Shard shard, final long awayMs) {
        if (shard.leads()) {
            lose(shard, taken -> shard.crashAll(taken, awayMs));
        } else {
            shard.crashAll(List.of(), awayMs);
        }
    }

    /** The leading member stands still; that is noticed after a while, if it did not end otherwise by then. */
    void pause(final Shard shard, final long noticedMs, final long forMs) {
        if (!shard.leads()) {
            return;
        }
        final long term = shard.termId();
        shard.stallLeader();
        clock.after(noticedMs, () -> {
            if (shard.leads() && shard.termId() == term) {
                lose(shard, taken -> shard.pauseLeader(taken, forMs));
            }
        });
    }

    /** The leading member leads no more. */
    void resign(final Shard shard) {
        lose(shard, shard::resign);
    }

    /** A member that does not lead dies; with too few left nobody leads. */
    void killFollower(final Shard shard, final long awayMs) {
        if (shard.isFragile()) {
            resign(shard);
        }
        shard.killFollower(awayMs);
    }

    private void lose(final Shard shard, final Consumer<List<byte[]>> loss) {
        if (shard.leads()) {
            final List<byte[]> taken = new ArrayList<>();
            edges.living().forEach(edge -> taken.addAll(edge.shardLink(shard.number()).onLeaderDied()));
            taken.addAll(journals.get(shard.number()).link().onLeaderDied());
            loss.accept(taken);
        }
    }
}
