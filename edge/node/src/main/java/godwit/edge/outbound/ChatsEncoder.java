package godwit.edge.outbound;

import java.util.Collection;

/**
 * Writes a CHATS page row by row, never over {@link FrameEncoder#FRAME_BYTES_MAX}: a last message that would take the
 * room of a row to come is left out, since only the shard can say where the next page begins. Reused; one page at a time;
 * single-threaded.
 */
public final class ChatsEncoder {
    private static final byte[] CHATS = Names.type("CHATS");
    /** What ends a row. */
    private static final int BRACE_AND_COMMA_LENGTH = 2;
    /** The last row's brace, and what {@link #end} adds. */
    private static final int END_LENGTH_MAX = 128;

    private final FrameSink sink = new FrameSink();
    private int lengthToCome;
    private boolean empty;

    /**
     * Begins a page.
     *
     * @param reqId or null.
     * @param rows  what will be added, in any order, at most 100: without last messages they fit, whatever their titles.
     */
    public void begin(final String reqId, final Collection<ChatFields> rows) {
        lengthToCome = 0;
        for (final ChatFields row : rows) {
            lengthToCome += lengthWithout(row);
        }
        Frames.optional(sink.begin().raw(CHATS), Names.REQ_ID, reqId).raw(Names.CHATS).raw('[');
        empty = true;
    }

    /** What a row takes without its last message, with a comma. */
    private int lengthWithout(final ChatFields row) {
        Frames.chat(sink.begin().raw('{'), row);
        return sink.raw('}').raw(',').length();
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
        final int start = sink.length();
        Frames.chat(sink.raw('{'), chat);
        lengthToCome -= sink.length() - start + BRACE_AND_COMMA_LENGTH;
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
        if (sink.length() + lengthToCome + END_LENGTH_MAX > FrameEncoder.FRAME_BYTES_MAX) {
            sink.truncate(start);
            return false;
        }
        return true;
    }
}
