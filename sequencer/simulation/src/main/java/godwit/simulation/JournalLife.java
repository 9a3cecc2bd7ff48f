package godwit.simulation;

import godwit.core.CoreLimits;
import godwit.edge.uplink.OfferResult;
import godwit.protocol.codecs.JournalAdvanceEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.simulation.check.Sight;
import godwit.simulation.edge.ShardLink;
import godwit.simulation.journal.Journal;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Draw;
import org.agrona.concurrent.UnsafeBuffer;

/** The journal over its deaths, with its connection to the shard. */
final class JournalLife implements ShardLink.Listener {
    private static final long CYCLE_MS = 10;
    private static final long AWAY_AGAIN_MAX_MS = 1_000;
    private static final long FOLLOWS_MAX_MS = 40;
    private static final int DEATHS_AGAIN_ONE_IN = 2;
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + JournalAdvanceEncoder.BLOCK_LENGTH;

    private final World world;
    private final Shard shard;
    private final ShardLink link;
    private final Draw nested;
    private Journal journal;
    private long missed;

    JournalLife(final World world, final Shard shard) {
        this.shard = shard;
        this.world = world;
        this.nested = world.plan.chance("journal " + shard.number());
        this.link = new ShardLink(world.clock, world.draw.split(), shard, 0, this);
        begin();
        world.clock.every(CYCLE_MS, () -> {
            if (journal != null) {
                journal.doWork();
            }
        });
    }

    /** Rows of inbox are stored for longer than a run takes, however short shards keep them. */
    private void begin() {
        missed = world.truth.lastOutputSequence(shard.number());
        journal = new Journal(shard.number(), world.clock, () -> World.EPOCH_MS + world.clock.nowMs(), shard::record,
            world.cassandra, CoreLimits.DEFAULT.inboxRetentionMs(), this::advance);
    }

    private boolean advance(final long outputSequence) {
        if (!shard.leads()) {
            return false;
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        new JournalAdvanceEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .incarnation(shard.core().incarnation()).outputSequence(outputSequence);
        return link.offer(buffer, 0, LENGTH) == OfferResult.OFFERED;
    }

    void die(final long awayMs) {
        if (journal != null) {
            journal.die();
            journal = null;
            world.clock.after(awayMs, this::comeBack);
        }
    }

    /** Now and then it dies again at once, while it follows what it missed. */
    private void comeBack() {
        begin();
        if (!world.isHealed() && nested.oneIn(DEATHS_AGAIN_ONE_IN)) {
            final long awayMs = nested.between(1, AWAY_AGAIN_MAX_MS);
            world.clock.after(nested.between(1, FOLLOWS_MAX_MS), () -> {
                world.sights.saw(Sight.JOURNAL_LOST_WHILE_BEHIND, isBehind() ? 1 : 0);
                die(awayMs);
            });
        }
    }

    /** Whether it is not yet done with what the shard said before it began. */
    boolean isBehind() {
        return journal != null && journal.position() < missed;
    }

    ShardLink link() {
        return link;
    }

    /** How far it is. */
    long position() {
        return journal == null ? 0 : journal.position();
    }

    /** Whether all that the shard said is stored, and the shard knows. */
    boolean isDone() {
        return journal != null && shard.leads()
            && journal.position() == world.truth.lastOutputSequence(shard.number())
            && shard.core().journalPosition() == world.truth.lastOutputSequence(shard.number());
    }

    @Override
    public void onConnected() {
        onShardLost();
    }

    @Override
    public void onDisconnected() {
        onShardLost();
    }

    @Override
    public void onNewLeader() {
        onShardLost();
    }

    private void onShardLost() {
        if (journal != null) {
            journal.onShardLost();
        }
    }
}
