package godwit.edge.fanout;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * Of each chat the local connections that follow its subscription at one shard: what this says to them all, it says once.
 * Single-threaded.
 */
public final class Followers {
    private final Long2ObjectHashMap<ChatFollowers> byChat = new Long2ObjectHashMap<>();

    /** Those of a chat, or null if nobody follows it. */
    public ChatFollowers of(final long chatId) {
        return byChat.get(chatId);
    }

    /**
     * A connection was handed a chat's entry, and with it that it follows the subscription from the next one on. One of
     * which a resync was asked for, and the shard does not know yet, does not: the shard said so before it knew.
     *
     * @param link     the connection.
     * @param chatId   the chat.
     * @param sequence of the entry.
     */
    public void follow(final Link link, final long chatId, final long sequence) {
        link.live().end(chatId);
        if (!link.live().isResyncAsked()) {
            final ChatFollowers known = byChat.get(chatId);
            final ChatFollowers chat = known == null ? new ChatFollowers(this, chatId) : known;
            byChat.put(chatId, chat);
            link.live().begin(chat, sequence);
        }
    }

    void remove(final ChatFollowers chat) {
        byChat.remove(chat.chatId());
    }

    /** How many chats are followed. */
    public int count() {
        return byChat.size();
    }
}
