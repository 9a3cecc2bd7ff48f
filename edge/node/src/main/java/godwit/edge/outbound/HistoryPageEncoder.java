package godwit.edge.outbound;

/**
 * Writes a HISTORY_PAGE entry by entry, never over {@link FrameEncoder#FRAME_BYTES_MAX}. Reused; one page at a time;
 * single-threaded.
 */
public final class HistoryPageEncoder {
    private static final byte[] HISTORY_PAGE = Names.type("HISTORY_PAGE");
    /** What {@link #end} adds. */
    private static final int END_LENGTH_MAX = 32;

    private final FrameSink sink = new FrameSink();
    private boolean empty;

    /**
     * Begins a page.
     *
     * @param reqId  or null.
     * @param chatId which chat.
     */
    public void begin(final String reqId, final long chatId) {
        Frames.optional(sink.begin().raw(HISTORY_PAGE), Names.REQ_ID, reqId)
            .raw(Names.CHAT_ID).chatId(chatId)
            .raw(Names.MESSAGES).raw('[');
        empty = true;
    }

    /**
     * Adds an entry.
     *
     * @param message with its status.
     * @return false if it does not fit: the page is unchanged, and has to end with {@code more}.
     */
    public boolean add(final MessageFields message) {
        final int start = sink.length();
        if (!empty) {
            sink.raw(',');
        }
        Frames.entry(sink, message);
        if (sink.length() + END_LENGTH_MAX > FrameEncoder.FRAME_BYTES_MAX) {
            sink.truncate(start);
            return false;
        }
        empty = false;
        return true;
    }

    /**
     * Ends the page.
     *
     * @param more whether there is more in that direction.
     * @return the frame, valid until the next begin.
     */
    public FrameSink end(final boolean more) {
        return sink.raw(']').raw(Names.MORE).bool(more).raw('}');
    }
}
