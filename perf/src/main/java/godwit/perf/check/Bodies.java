package godwit.perf.check;

/** The text of every message, made from (seed, chat, side, number) alone, so that a receiver can make it again. */
public final class Bodies {
    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray();

    private final long seed;
    private final int length;

    /**
     * Bodies of one run.
     *
     * @param seed   the run's.
     * @param length of each body, in characters of ASCII; longer when its head alone is.
     */
    public Bodies(final long seed, final int length) {
        this.seed = seed;
        this.length = length;
    }

    /**
     * The body of a message.
     *
     * @param chat   index of the chat.
     * @param side   0 or 1: which of the two wrote it.
     * @param number its number among that side's, from 0.
     * @return ASCII without anything that JSON escapes.
     */
    public String of(final int chat, final int side, final long number) {
        final StringBuilder text = new StringBuilder(length);
        text.append(chat).append('.').append(side).append('.').append(number).append(' ');
        long state = seed ^ (((long) chat << 33) + ((long) side << 32) + number);
        while (text.length() < length) {
            state += 0x9e3779b97f4a7c15L;
            long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            z ^= z >>> 31;
            for (int i = 0; i < 8 && text.length() < length; i++) {
                text.append(DIGITS[(int) ((z >>> (i * 8)) & 31)]);
            }
        }
        return text.toString();
    }
}
