package godwit.core;

import org.agrona.DirectBuffer;

/** An entry as its chat's owner sends it to another shard; valid during the call. */
public interface LinkedEntry extends EntryView {
    /** The sender's partition. */
    int senderPartition();

    /** The hash of the device that sent it; 0: none did. */
    long deviceHash();

    /** Of a change: one of {@link Changes}; of a message 0. */
    int changeKind();

    /** Of a change of role: the new one, of {@link ChatView}. */
    int role();

    /** Of a change: whether the chat is so large from here on that receipts are not pushed. */
    boolean isWide();

    /** Of a change: the chat's version after it. */
    long version();

    /** Of a change: how many members the chat has after it. */
    int memberCount();

    /** Of a change of the title: the new one. */
    DirectBuffer title();
}
