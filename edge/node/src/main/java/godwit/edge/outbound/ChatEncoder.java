package godwit.edge.outbound;

import godwit.protocol.codecs.Role;

/**
 * Writes a CHAT: one chat and a page of its participants. Reused; one frame at a time; single-threaded.
 */
public final class ChatEncoder {
    private static final byte[] CHAT = Names.type("CHAT");

    private final FrameSink sink = new FrameSink();
    private boolean empty;

    /**
     * Begins the frame.
     *
     * @param reqId or null.
     * @param chat  what to tell of the chat itself.
     */
    public void begin(final String reqId, final ChatFields chat) {
        Frames.chat(Frames.optional(sink.begin().raw(CHAT), Names.REQ_ID, reqId).raw(','), chat);
        if (chat.lastMessage != null) {
            Frames.entry(sink.raw(Names.LAST_MESSAGE), chat.lastMessage.status(MessageFields.NO_STATUS));
        }
        sink.raw(Names.PARTICIPANTS).raw('[');
        empty = true;
    }

    /**
     * Adds a participant, of which a page has at most 500.
     *
     * @param userId            who.
     * @param role              what.
     * @param deliveredSequence how far received.
     * @param readSequence      how far read.
     */
    public void add(final String userId, final Role role, final long deliveredSequence, final long readSequence) {
        if (!empty) {
            sink.raw(',');
        }
        empty = false;
        sink.raw('{').raw(Names.USER_ID_FIRST).text(userId)
            .raw(Names.ROLE).text(Frames.role(role))
            .raw(Names.DELIVERED_SEQ).number(deliveredSequence)
            .raw(Names.READ_SEQ).number(readSequence)
            .raw('}');
    }

    /**
     * Ends the frame.
     *
     * @param next where the next page of participants begins, or -1.
     * @return the frame, valid until the next begin.
     */
    public FrameSink end(final long next) {
        return Frames.stamp(sink.raw(']'), Names.NEXT, next).raw('}');
    }
}
