package godwit.sequencer.pipeline;

/** Which entries of a chat are to be read back from the spool, and for whom. */
public final class Reread {
    /** The session they are pushed to; 0: none. */
    public long session;
    /** The history page they are for; 0: none. */
    public long correlationId;
    /** The chat. */
    public long chatId;
    /** The first one's sequence. */
    public long fromSequence;
    /** The last one's sequence. */
    public long toSequence;
    /** No journal record before this one is needed. */
    public long fromOutputSequence;

    void set(
        final long forSession, final long forCorrelationId, final long chat, final long from, final long to,
        final long outputSequence) {
        session = forSession;
        correlationId = forCorrelationId;
        chatId = chat;
        fromSequence = from;
        toSequence = to;
        fromOutputSequence = outputSequence;
    }

    /** A copy that stays. */
    public Reread copy() {
        final Reread copy = new Reread();
        copy.set(session, correlationId, chatId, fromSequence, toSequence, fromOutputSequence);
        return copy;
    }
}
