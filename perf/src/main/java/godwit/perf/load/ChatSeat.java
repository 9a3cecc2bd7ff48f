package godwit.perf.load;

/**
 * A place in a direct chat of the load.
 *
 * @param chat  index of the chat.
 * @param side  0 or 1.
 * @param chats how many chats there are.
 */
record ChatSeat(int chat, int side, int chats) {
    /** The number among the whole run's of a message, from its number among those of one side; see {@link Schedule}. */
    long message(final int writer, final long number) {
        return (number * 2 + writer) * chats + chat;
    }
}
