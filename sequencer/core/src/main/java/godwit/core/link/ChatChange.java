package godwit.core.link;

import org.agrona.DirectBuffer;

/** What an entry changes about its chat. Reused; valid during the call. */
public final class ChatChange {
    /** One of {@link godwit.core.Changes}. */
    public int kind;
    /** Of a change of role: the new one; of members that join: theirs. */
    public int role;
    /** Whether the chat is wide from this entry on: so large that receipts are not pushed. */
    public boolean isWide;
    /** The chat's version after it. */
    public long version;
    /** How many members the chat has after it. */
    public int memberCount;
    /** Of a change of the title: the new one. */
    public DirectBuffer title;
    /** Whom it is about. */
    public final IdList ids = new IdList();
}
