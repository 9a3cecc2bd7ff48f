package godwit.core.link;

import godwit.core.Changes;
import java.util.Arrays;
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
    /** How many members a chat of this shard has after it. */
    public int memberCount;
    /** How many it is about, of whom not all need be named. */
    public int count;
    /** Of a change of the title: the new one. */
    public DirectBuffer title;
    /** Whom it is about. */
    public final IdList ids = new IdList();

    private long[] written = new long[16];

    /** Of another shard's chat, of one who joins: how many messages that user wrote there before; 0: none, or not known. */
    public long written(final int index) {
        return written[index];
    }

    /** Says so. */
    public void written(final int index, final long messages) {
        if (index >= written.length) {
            written = Arrays.copyOf(written, index * 2);
        }
        written[index] = messages;
    }

    /** By how many members the chat has more after it, or fewer. */
    public int growth() {
        switch (kind) {
            case Changes.ADDED:
                return count;
            case Changes.REMOVED, Changes.LEFT:
                return -count;
            default:
                return 0;
        }
    }
}
