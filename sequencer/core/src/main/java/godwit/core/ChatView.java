package godwit.core;

import org.agrona.DirectBuffer;

/** A chat as the listener sees it, valid during the call. */
public interface ChatView {
    /** A direct chat of two. */
    int DIRECT = 1;
    /** A group. */
    int GROUP = 2;
    /** An ordinary member's role. */
    int MEMBER = 1;
    /** An administrator's role. */
    int ADMIN = 2;

    /** The chat's id. */
    long chatId();

    /** {@link #DIRECT} or {@link #GROUP}. */
    int kind();

    /** Grows by 1 with each change. */
    long version();

    /** How many members it has. */
    int memberCount();

    /** How many of them can be asked for here. */
    int listedCount();

    /** A member's id; the view is good until the next call of this method. */
    DirectBuffer memberId(int index);

    /** A member's role. */
    int memberRole(int index);

    /** Who created it; good until the next call of a method of this view. */
    DirectBuffer createdBy();

    /** The creator's key for it; length 0: none. */
    DirectBuffer clientChatId();

    /** Its title; length 0: none. */
    DirectBuffer title();
}
