package godwit.core.inbox;

import godwit.core.Receipts;
import godwit.core.directory.Topology;
import godwit.core.entries.Entries;
import godwit.core.link.ChatEntries;
import godwit.core.link.UserCursors;
import godwit.core.numbers.ShardContext;
import godwit.core.presence.Presence;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Fence;
import godwit.core.sessions.Sessions;
import godwit.core.users.FeedView;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;

/** The owner of users: takes the fenced commands of their devices, and what chats' owners send. */
public final class UserOwner {
    private final ShardContext shard;
    private final UserTables tables;
    private final Edges edges;
    private final Sessions sessions;
    private final Fence fence;
    private final Grace grace;
    private final InboxRows rows;
    private final Push push;
    private final Redelivery redelivery;
    private final Roster roster;
    private final Arrivals arrivals;
    private final Acknowledgements acknowledgements;
    private final Attachments attachments;
    private final DeviceLists deviceLists;
    private final ChatLists chatLists;
    private final Presence presence;
    private final TypingNotices typing;

    /** Puts the parts together; {@code chats} is the way to the chats' owners. */
    public UserOwner(
        final ShardContext shard, final UserTables tables, final Entries entries, final Edges edges,
        final Sessions sessions, final Topology topology, final UserCursors chats, final Presence presence) {
        this.shard = shard;
        this.tables = tables;
        this.edges = edges;
        this.sessions = sessions;
        this.presence = presence;
        fence = new Fence(edges, sessions, shard.listener());
        final Fanout fanout = new Fanout(sessions);
        grace = new Grace(shard, tables);
        redelivery = new Redelivery(shard, tables, sessions);
        final Progress progress = new Progress(shard, tables, sessions, entries, grace, redelivery);
        rows = new InboxRows(shard, tables, entries, progress, grace, redelivery);
        final Announcements announcements =
            new Announcements(
                shard.listener(), edges, sessions, tables, new FeedView(tables, shard.names()));
        final ReceiptNotices notices = new ReceiptNotices(shard, tables, edges, sessions);
        typing = new TypingNotices(shard.listener(), tables, edges, notices, new Fanout(sessions));
        final Followers followers = new Followers(shard, tables, edges, sessions, progress, redelivery, rows);
        push = new Push(
            shard, tables, edges, sessions, entries,
            new Push.Parts(progress, announcements, redelivery, followers));
        roster = new Roster(shard, tables, rows, push, followers, chats);
        arrivals = new Arrivals(
            shard, tables, entries, topology, fanout, new Arrivals.Parts(push, progress, rows, announcements, notices, roster,
            new PeerMarks(shard, tables, entries, notices, fanout), followers));
        acknowledgements = new Acknowledgements(
            shard, tables, edges, sessions, entries, topology, fanout,
            new Acknowledgements.Parts(push, progress, redelivery, rows, notices, chats));
        attachments = new Attachments(
            shard, tables, edges, sessions, new Attachments.Parts(push, progress, rows, notices, chats, presence));
        deviceLists = new DeviceLists(shard.listener(), tables, edges, sessions, attachments);
        chatLists = new ChatLists(shard, tables, edges, sessions, entries);
    }

    /** Lays what a new shard needs. */
    public void lay() {
        grace.lay();
        redelivery.lay();
    }

    /** Where chats' owners send to. */
    public ChatEntries arrivals() {
        return arrivals;
    }

    /** Tells members who types. */
    public TypingNotices typing() {
        return typing;
    }

    /** Before each entry of the log. */
    public void onTime() {
        rows.onTime();
    }

    /** Some time passed. */
    public void onTick() {
        edges.expire();
        presence.onTick();
        attachments.onTick();
        redelivery.onTick(push);
        rows.onTick();
        roster.onTick();
    }

    /** A device connected. */
    public void onAttach(
        final long edgeId, final long epoch, final long correlationId, final long connectionId, final long previousSession,
        final int waitedMs, final int partition, final DirectBuffer userId, final DirectBuffer deviceId) {
        final int edge = fence.edge(edgeId, epoch, correlationId, 0);
        if (edge != 0) {
            attachments.attach(
                edge, correlationId, connectionId, previousSession, waitedMs, partition, userId, deviceId);
        }
    }

    /** A connection is gone. */
    public void onDetach(final long edgeId, final long epoch, final long session, final boolean away) {
        final int edge = edges.current(edgeId, epoch);
        final int slot = edge == 0 ? 0 : sessions.find(edge, session);
        if (slot != 0) {
            attachments.detach(slot, away);
        }
    }

    /** A session may have missed something. */
    public void onResync(final long edgeId, final long epoch, final long session, final long changeSeen) {
        final int slot = fence.session(edgeId, epoch, 0, session);
        if (slot != 0) {
            attachments.resync(slot, changeSeen);
        }
    }

    /** A session does not follow a chat's subscription any more. */
    public void onLagging(
        final long edgeId, final long epoch, final long session, final long chatId, final long sequence) {
        final int slot = fence.session(edgeId, epoch, 0, session);
        if (slot != 0) {
            push.onLagging(slot, chatId, sequence);
        }
    }

    /** A device acknowledged something. */
    public void onAcknowledge(
        final long edgeId, final long epoch, final long correlationId, final long session, final long chatId,
        final long sequence, final long msgId, final long senderOrdinal, final int status) {
        final int slot = fence.session(edgeId, epoch, correlationId, session);
        if (slot != 0 && status == Receipts.SEEN) {
            tables.devices().onSeen(sessions.device(slot), shard.clocks().idTime() - Math.max(0, sequence));
        } else if (slot != 0) {
            acknowledgements.onAcknowledge(slot, correlationId, chatId, sequence, msgId, senderOrdinal, status);
        }
    }

    /** A page of a user's chats. */
    public void onListChats(
        final long edgeId, final long epoch, final long correlationId, final long session, final long since,
        final long cursor, final int pageLimit) {
        final int slot = fence.session(edgeId, epoch, correlationId, session);
        if (slot != 0) {
            onSeen(slot);
            chatLists.list(slot, correlationId, since, cursor, pageLimit);
        }
    }

    /** The devices of a user. */
    public void onListDevices(final long edgeId, final long epoch, final long correlationId, final long session) {
        final int slot = fence.session(edgeId, epoch, correlationId, session);
        if (slot != 0) {
            onSeen(slot);
            deviceLists.list(slot, correlationId);
        }
    }

    /** A device is to be forgotten. */
    public void onRemoveDevice(
        final long edgeId, final long epoch, final long correlationId, final long session,
        final DirectBuffer deviceId) {
        final int slot = fence.session(edgeId, epoch, correlationId, session);
        if (slot != 0) {
            onSeen(slot);
            deviceLists.remove(slot, correlationId, deviceId);
        }
    }

    private void onSeen(final int session) {
        tables.devices().onSeen(sessions.device(session), shard.clocks().idTime());
    }
}
