package godwit.perf.load;

/**
 * When each message is meant to leave and who sends it: message k at start + k / rate, round robin over the chats, the
 * two sides of a chat in turn. An open loop: no answer moves it.
 *
 * @param startNs    of message 0, by {@link System#nanoTime}.
 * @param rate       messages a second.
 * @param chats      how many chats.
 * @param warmupNs   messages meant for before start + this are not measured.
 * @param durationNs how long is measured after that.
 */
record Schedule(long startNs, double rate, int chats, long warmupNs, long durationNs) {
    long intendedNs(final long message) {
        return startNs + (long) (message * (1e9 / rate));
    }

    int chat(final long message) {
        return (int) (message % chats);
    }

    int side(final long message) {
        return (int) (message / chats % 2);
    }

    long number(final long message) {
        return message / chats / 2;
    }

    boolean measured(final long intendedNs) {
        return intendedNs - startNs >= warmupNs && intendedNs - startNs < warmupNs + durationNs;
    }

    boolean over(final long nowNs) {
        return nowNs - startNs >= warmupNs + durationNs;
    }
}
