package godwit.core;

import org.agrona.DirectBuffer;

/** A chat as its owner tells another shard of it, as it was after an entry; valid during the call. */
public interface LinkedChat {
    /** The chat's id. */
    long chatId();

    /** Of {@link ChatView}. */
    int kind();

    /** Whether it is so large that receipts are not pushed. */
    boolean isWide();

    /** The entry after which it is so; 0: it was just created. */
    long sequence();

    /** How many of the entries up to that are messages. */
    long messages();

    /** Grows by 1 with each change. */
    long version();

    /** Whether these are the last of the members; else more follow in the next record, and it counts with the last one. */
    boolean isLast();

    /** How many members it has on all shards. */
    int memberCount();

    /** The creator's partition. */
    int creatorPartition();

    /** Who created it. */
    DirectBuffer createdBy();

    /** The creator's device, which got the answer; length 0: none. */
    DirectBuffer deviceId();

    /** The creator's key for it; length 0: none. */
    DirectBuffer clientChatId();

    /** Its title; length 0: none. */
    DirectBuffer title();
}
