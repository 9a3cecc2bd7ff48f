package godwit.edge.outbound;

/**
 * Writes a CHATS page row by row, never over {@link FrameEncoder#FRAME_BYTES_MAX}: a last message that would take the
 * room of a row to come is left out, since only the shard can say where the next page begins. Reused; one page at a time;
 * single-threaded.
 */
public final class ChatsEncoder {
    private static final byte[] CHATS = Names.type("CHATS");
    /** A row without last message: title and peer at their longest, every character escaped. */
    private static final int ROW_LENGTH_MAX = 2_600;
    /** What {@link #end} adds. */
    private static final int END_LENGTH_MAX = 128;

    private final FrameSink sink = new FrameSink();
    private int rowsToCome;
    private boolean empty;

    /**
     * Begins a page.
     *
     * @param reqId or null.
     * @param rows  how many will be added, at most 100.
     */
    public void begin(final String reqId, final int rows) {
        Frames.optional(sink.begin().raw(CHATS), Names.REQ_ID, reqId).raw(Names.CHATS).raw('[');
        rowsToCome = rows;
        empty = true;
    }

    /**
     * Adds a row.
     *
     * @param chat what to tell.
     * @return whether its last message, if it has one, is in the row.
     */
    public boolean add(final ChatFields chat) {
        if (!empty) {
            sink.raw(',');
        }
        empty = false;
        Frames.chat(sink.raw('{'), chat);
        rowsToCome--;
        final boolean told = chat.lastMessage == null || lastMessage(chat.lastMessage);
        sink.raw('}');
        return told;
    }

    /**
     * Ends the page.
     *
     * @param asOf what to ask {@code since} with later.
     * @param next where the next page begins, or -1.
     * @return the frame, valid until the next begin.
     */
    public FrameSink end(final long asOf, final long next) {
        Frames.stamp(sink.raw(']'), Names.AS_OF, asOf);
        return Frames.stamp(sink, Names.NEXT, next).raw('}');
    }

    private boolean lastMessage(final MessageFields message) {
        final int start = sink.length();
        Frames.entry(sink.raw(Names.LAST_MESSAGE), message.status(MessageFields.NO_STATUS));
        if (sink.length() + rowsToCome * ROW_LENGTH_MAX + END_LENGTH_MAX > FrameEncoder.FRAME_BYTES_MAX) {
            sink.truncate(start);
            return false;
        }
        return true;
    }
}
