package godwit.core.shards;

import godwit.core.ChatView;
import godwit.core.CoreListener;
import godwit.core.chats.Chats;
import godwit.core.chats.Members;
import godwit.core.directory.Topology;
import godwit.core.directory.UserIds;
import godwit.core.inbox.TypingNotices;
import org.agrona.DirectBuffer;

/**
 * Who types in a chat of this shard: told to the other members here, and to the shards of the others. It stands in no log,
 * so it may change nothing.
 */
public final class Typing {
    private final CoreListener listener;
    private final UserIds ids;
    private final Chats chats;
    private final Members members;
    private final Topology topology;
    private final Links links;
    private final Destinations destinations;
    private final TypingNotices notices;

    Typing(
        final CoreListener listener, final UserIds ids, final Chats chats, final Members members,
        final Topology topology, final Links links, final Destinations destinations, final TypingNotices notices) {
        this.listener = listener;
        this.ids = ids;
        this.chats = chats;
        this.members = members;
        this.topology = topology;
        this.links = links;
        this.destinations = destinations;
        this.notices = notices;
    }

    /** See {@link godwit.core.Core#onTyping}. */
    public void onTyping(final long chatId, final DirectBuffer userId, final boolean starts) {
        final int chat = chats.find(chatId);
        final int id = chat == 0 || !UserIds.isValid(userId) ? 0 : ids.find(userId);
        final int member = id == 0 ? 0 : members.find(chat, id);
        if (member == 0 || !members.isPresent(member) || chats.isWide(chat)) {
            return;
        }
        notices.tell(chatId, id, userId, starts);
        if (!topology.isAlone()) {
            forward(chat, id, userId, starts);
        }
    }

    /** See {@link godwit.core.Core#onLinkTyping}. */
    public void onLinkTyping(final long chatId, final DirectBuffer userId, final boolean starts) {
        if (UserIds.isValid(userId)) {
            notices.tell(chatId, ids.find(userId), userId, starts);
        }
    }

    private void forward(final int chat, final int typerId, final DirectBuffer userId, final boolean starts) {
        final long chatId = chats.id(chat);
        if (chats.kind(chat) == ChatView.DIRECT) {
            final int first = members.ofChat().first(chat);
            final int other =
                members.id(first) == typerId ? members.id(members.ofChat().next(first)) : members.id(first);
            final int shard = topology.shardOf(ids.partition(other));
            if (shard != topology.ownShard()) {
                listener.onLinkTyping(shard, chatId, userId, starts);
            }
            return;
        }
        int destination = destinations.ofChat().first(chat);
        while (destination != 0) {
            listener.onLinkTyping(links.shard(destinations.link(destination)), chatId, userId, starts);
            destination = destinations.ofChat().next(destination);
        }
    }
}
