package godwit.core.link;

/** How far a member of a chat came, and by what. Reused; valid during the call. */
public final class MarkMove {
    /** How far the member received; never less than before. */
    public long delivered;
    /** How far a device of the member said that it read; 0: none ever did, and the mark is where it began. */
    public long read;
    /** How many messages of others are among the read ones. */
    public long readOthers;
    /** Whether these marks stand in the record of the chat's owner already; then it had those before. */
    public boolean isWritten;
    /** How far the member had received before; said only if that was written. */
    public long deliveredBefore;
    /** How far the member had read before; said only if that was written. */
    public long readBefore;
    /** The entry that moved it; 0: not known, and nobody is told. */
    public long msgId;
    /** Which of the two moved. */
    public int status;
}
