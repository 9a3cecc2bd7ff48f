package godwit.core.shards;

import godwit.core.directory.Partitions;
import godwit.core.directory.Topology;
import godwit.core.link.MarkMove;
import godwit.core.link.UserCursors;
import org.agrona.DirectBuffer;

/** From the owner of users to the owners of their chats: of this shard in the same step, of others by their links. */
final class MarkRouter implements UserCursors {
    private final UserCursors own;
    private final Topology topology;
    private final Links links;
    private final Outbox outbox;

    MarkRouter(final UserCursors own, final Topology topology, final Links links, final Outbox outbox) {
        this.own = own;
        this.topology = topology;
        this.links = links;
        this.outbox = outbox;
    }

    @Override
    public void onCursor(final long chatId, final int member, final int membership, final MarkMove move) {
        final int partition = Partitions.ofChat(chatId);
        if (topology.isOwn(partition)) {
            own.onCursor(chatId, member, membership, move);
        } else {
            outbox.onMark(Items.MARK, membership, links.of(topology.shardOf(partition)), move.msgId, move.status);
        }
    }

    /** The keys of other shards go when they are 30 days old. */
    @Override
    public void onDeviceGone(final int userId, final DirectBuffer deviceId) {
        own.onDeviceGone(userId, deviceId);
    }

    @Override
    public void onMembershipForgotten(final int membership) {
        outbox.forget(Items.MARK, membership);
    }
}
