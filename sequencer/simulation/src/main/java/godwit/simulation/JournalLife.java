package godwit.simulation;

import godwit.edge.uplink.OfferResult;
import godwit.protocol.codecs.JournalAdvanceEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.simulation.edge.ShardLink;
import godwit.simulation.journal.Journal;
import godwit.simulation.shard.Shard;
import org.agrona.concurrent.UnsafeBuffer;

/** The journal over its deaths, with its connection to the shard. */
final class JournalLife implements ShardLink.Listener {
    private static final long CYCLE_MS = 10;
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + JournalAdvanceEncoder.BLOCK_LENGTH;

    private final World world;
    private final Shard shard;
    private final ShardLink link;
    private Journal journal;

    JournalLife(final World world, final Shard shard) {
        this.shard = shard;
        this.world = world;
        this.link = new ShardLink(world.clock, world.draw.split(), shard, 0, this);
        begin();
        world.clock.every(CYCLE_MS, () -> {
            if (journal != null) {
                journal.doWork();
            }
        });
    }

    private void begin() {
        journal = new Journal(shard.number(), world.clock, () -> World.EPOCH_MS + world.clock.nowMs(), shard::record,
            world.cassandra, world.plan.limits().inboxRetentionMs(), this::advance);
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
            world.clock.after(awayMs, this::begin);
        }
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
