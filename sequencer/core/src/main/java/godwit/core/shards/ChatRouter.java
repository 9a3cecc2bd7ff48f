package godwit.core.shards;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.chats.Chats;
import godwit.core.chats.Members;
import godwit.core.directory.Topology;
import godwit.core.directory.UserIds;
import godwit.core.link.ChatChange;
import godwit.core.link.ChatEntries;
import godwit.core.link.ChatNews;
import godwit.core.link.MemberList;

/** From the owner of chats to the owners of their members' users: of this shard in the same step, of others by their links. */
final class ChatRouter implements ChatEntries {
    private final ChatEntries own;
    private final UserIds ids;
    private final Chats chats;
    private final Members members;
    private final Topology topology;
    private final Links links;
    private final Destinations destinations;
    private final Outbox outbox;

    ChatRouter(
        final ChatEntries own, final UserIds ids, final Chats chats, final Members members, final Topology topology,
        final Links links, final Destinations destinations, final Outbox outbox) {
        this.own = own;
        this.ids = ids;
        this.chats = chats;
        this.members = members;
        this.topology = topology;
        this.links = links;
        this.destinations = destinations;
        this.outbox = outbox;
    }

    @Override
    public void onChat(final ChatNews chat, final MemberList list) {
        own.onChat(chat, list);
        if (topology.isAlone()) {
            return;
        }
        final int slot = chats.find(chat.chatId);
        for (int i = 0; i < list.count(); i++) {
            final int link = link(list.id(i));
            if (link != 0 && (chat.kind == ChatView.DIRECT || destinations.add(slot, link))) {
                outbox.onChat(slot, link, chat.deviceId);
            }
        }
    }

    @Override
    public void onComing(final long chatId, final int step) {
        own.onComing(chatId, step);
    }

    @Override
    public void onEntry(final long chatId, final long sequence, final int entry) {
        own.onEntry(chatId, sequence, entry);
        if (!topology.isAlone()) {
            queue(chats.find(chatId), sequence);
        }
    }

    private void queue(final int chat, final long sequence) {
        if (chats.kind(chat) == ChatView.DIRECT) {
            final int first = members.ofChat().first(chat);
            queueFor(chat, first, sequence);
            queueFor(chat, members.ofChat().next(first), sequence);
            return;
        }
        int destination = destinations.ofChat().first(chat);
        while (destination != 0) {
            outbox.onEntry(chat, destinations.link(destination), sequence);
            destination = destinations.ofChat().next(destination);
        }
    }

    private void queueFor(final int chat, final int member, final long sequence) {
        final int link = link(members.id(member));
        if (link != 0) {
            outbox.onEntry(chat, link, sequence);
        }
    }

    @Override
    public void onChange(final long chatId, final long sequence, final int entry, final ChatChange change) {
        own.onChange(chatId, sequence, entry, change);
        if (topology.isAlone()) {
            return;
        }
        final int chat = chats.find(chatId);
        final boolean gone = change.kind == Changes.REMOVED || change.kind == Changes.LEFT;
        if (gone || change.kind == Changes.ADDED) {
            outbox.onMoved(chat, sequence, change.ids);
        }
        for (int i = 0; change.kind == Changes.ADDED && i < change.ids.count(); i++) {
            final int link = link(change.ids.id(i));
            if (link != 0 && destinations.add(chat, link)) {
                outbox.onFirst(chat, link, sequence, change);
            }
        }
        queue(chat, sequence);
        for (int i = 0; gone && i < change.ids.count(); i++) {
            final int link = link(change.ids.id(i));
            if (link != 0) {
                destinations.remove(chat, link);
            }
        }
    }

    @Override
    public void onMemberCursor(
        final long chatId, final int member, final long deliveredSequence, final long readSequence,
        final long deliveredBefore, final long readBefore, final long msgId, final int status) {
        own.onMemberCursor(
            chatId, member, deliveredSequence, readSequence, deliveredBefore, readBefore, msgId, status);
        if (topology.isAlone()) {
            return;
        }
        final int chat = chats.find(chatId);
        final int slot = members.find(chat, member);
        if (chats.kind(chat) == ChatView.DIRECT) {
            final int first = members.ofChat().first(chat);
            markFor(slot, first, msgId, status);
            markFor(slot, members.ofChat().next(first), msgId, status);
            return;
        }
        int destination = destinations.ofChat().first(chat);
        while (destination != 0) {
            outbox.onMark(Items.PEER, slot, destinations.link(destination), msgId, status);
            destination = destinations.ofChat().next(destination);
        }
    }

    private void markFor(final int slot, final int member, final long msgId, final int status) {
        final int link = link(members.id(member));
        if (link != 0) {
            outbox.onMark(Items.PEER, slot, link, msgId, status);
        }
    }

    @Override
    public boolean hasRoomForChat(final int member) {
        return own.hasRoomForChat(member);
    }

    @Override
    public boolean expects(final long chatId, final long sequence) {
        return own.expects(chatId, sequence);
    }

    @Override
    public void onMemberForgotten(final int member) {
        outbox.forget(Items.PEER, member);
    }

    private int link(final int id) {
        final int partition = ids.partition(id);
        return topology.isOwn(partition) ? 0 : links.of(topology.shardOf(partition));
    }
}
