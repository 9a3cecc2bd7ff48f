package godwit.core.link;

import org.agrona.DirectBuffer;

/** A chat as its owner tells the owner of users of it, as it was after an entry. Reused; valid during the call. */
public final class ChatNews {
    /** The chat's id. */
    public long chatId;
    /** Of {@link godwit.core.ChatView}. */
    public int kind;
    /** Whether it is so large that receipts are not pushed. */
    public boolean isWide;
    /** The entry after which it is so; 0: it was just created. */
    public long sequence;
    /** How many of the entries up to that are messages. */
    public long messages;
    /** Grows by 1 with each change. */
    public long version;
    /** How many members it has on all shards. */
    public int memberCount;
    /** The creator's interned id. */
    public int creator;
    /** The creator's device, which got the answer and no push. */
    public DirectBuffer deviceId;
    /** The creator's key. */
    public DirectBuffer clientChatId;
    /** Its title. */
    public DirectBuffer title;
}
