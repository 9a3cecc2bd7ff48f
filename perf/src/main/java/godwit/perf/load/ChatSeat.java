package godwit.perf.load;

/**
 * A place in a direct chat of the load.
 *
 * @param chat index of the chat.
 * @param side 0 or 1.
 */
record ChatSeat(int chat, int side) {
}
