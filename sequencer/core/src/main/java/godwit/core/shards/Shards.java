package godwit.core.shards;

import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.core.chats.ChatOwner;
import godwit.core.chats.ChatTables;
import godwit.core.directory.Topology;
import godwit.core.entries.Entries;
import godwit.core.inbox.TypingNotices;
import godwit.core.joint.RareList;
import godwit.core.link.ChatEntries;
import godwit.core.link.UserCursors;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Table;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;

/** All that has to do with other shards: the outbox, what comes in, and the ways between the owners of chats and of users. */
public final class Shards {
    private final ShardContext shard;
    private final UserTables users;
    private final ChatTables chats;
    private final Entries entries;
    private final Topology topology;
    private final Links links;
    private final Items items;
    private final Destinations destinations;
    private final ToldMembers told;
    private final Outbox outbox;
    private Inbox inbox;

    /** Registers the tables of links. */
    public Shards(
        final ShardContext shard, final UserTables users, final ChatTables chats, final Entries entries,
        final Topology topology) {
        this.shard = shard;
        this.users = users;
        this.chats = chats;
        this.entries = entries;
        this.topology = topology;
        links = new Links(shard.registry(), shard.clocks(), shard.limits());
        items = new Items(shard.registry(), shard.names(), links);
        destinations = new Destinations(shard.registry(), chats.chats());
        told = new ToldMembers(shard.registry(), links);
        outbox = new Outbox(shard, users, chats.chats(), chats.members(), entries, topology, links, items);
    }

    /** The way from the owner of chats to all owners of users. */
    public ChatEntries toUsers(final ChatEntries own, final ChatOwner owner) {
        inbox = new Inbox(users.ids(), entries, links, told, outbox, own, owner);
        return new ChatRouter(
            own, users.ids(), chats.chats(), chats.members(), topology, links, destinations, outbox);
    }

    /** The way from the owner of users to all owners of chats. */
    public UserCursors toChats(final UserCursors own) {
        return new MarkRouter(own, topology, links, outbox);
    }

    /** Who types in this shard's chats, and where it is told. */
    public Typing typing(final TypingNotices notices) {
        return new Typing(shard.listener(), users.ids(), chats.chats(), chats.members(), topology, links, destinations,
            notices);
    }

    /** A new term began. */
    public void onNewTerm() {
        outbox.onNewTerm();
    }

    /** An entry of the log begins. */
    public void onTime() {
        outbox.onTime();
    }

    /** Some time passed. */
    public void onTick() {
        outbox.onTick();
    }

    /** A chat of another shard. */
    public void onLinkChat(
        final int fromShard, final long generation, final long number, final LinkedChat chat,
        final LinkedMembers members) {
        if (isOther(fromShard)) {
            inbox.onChat(fromShard, generation, number, chat, members);
        }
    }

    /** An entry of a chat of another shard. */
    public void onLinkEntry(
        final int fromShard, final long generation, final long number, final LinkedEntry entry,
        final LinkedMembers members) {
        if (isOther(fromShard)) {
            inbox.onEntry(fromShard, generation, number, entry, members);
        }
    }

    /** A mark of a user of another shard. */
    public void onLinkMark(
        final int fromShard, final long generation, final long number, final long chatId, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long readOthers, final long msgId,
        final int status) {
        if (isOther(fromShard)) {
            inbox.onMark(fromShard, generation, number, chatId, userId, deliveredSequence, readSequence, readOthers,
                msgId, status);
        }
    }

    /** A mark of a member of a chat of another shard. */
    public void onLinkPeer(
        final int fromShard, final long generation, final long number, final long chatId, final int partition,
        final DirectBuffer userId, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
        if (isOther(fromShard)) {
            inbox.onPeer(fromShard, generation, number, chatId, partition, userId, deliveredSequence, readSequence,
                msgId, status);
        }
    }

    /** Another shard applied records. */
    public void onLinkAck(final int fromShard, final long generation, final long number) {
        if (isOther(fromShard)) {
            inbox.onAck(fromShard, generation, number);
        }
    }

    /** The destinations of a chat, for snapshots. */
    public RareList destinationsOfChat() {
        return destinations.ofChat();
    }

    /** The table of destinations, for snapshots. */
    public Table destinations() {
        return destinations.table();
    }

    /** The table of links, for snapshots. */
    public Table links() {
        return links.table();
    }

    /** The table of what waits and is under way, for snapshots. */
    public Table items() {
        return items.table();
    }

    /** The reference of the title of a chat that is to be told with an item of that table; for snapshots. */
    public int titleOfItem(final int slot) {
        return items.toldTitle(slot);
    }

    /** The table of members that were told of by halves, for snapshots. */
    public Table told() {
        return told.table();
    }

    /** Makes anew what only finds, after a snapshot was loaded. */
    public void reindex() {
        topology.reindex();
        links.reindex();
        items.reindex();
    }

    private boolean isOther(final int fromShard) {
        return topology.knows(fromShard) && fromShard != topology.ownShard();
    }
}
