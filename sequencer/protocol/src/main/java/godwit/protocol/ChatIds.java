package godwit.protocol;

import java.util.Arrays;

/**
 * The layout of a chat id (12 bits of partition, 51 bits of a number counted within it) and its text as clients see it:
 * 13 characters of Crockford's base 32 in lower case, most significant first.
 * <p>
 * Stateless; any thread.
 */
public final class ChatIds {
    /** Bits of the number within the partition. */
    public static final int NUMBER_BITS = 51;
    /** Characters of the text. */
    public static final int TEXT_LENGTH = 13;
    /** What {@link #parse} answers to a text that is no chat id. */
    public static final long NULL_ID = -1;

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final byte[] VALUES = values();

    private ChatIds() {
    }

    /**
     * The partition that owns a chat.
     *
     * @param chatId a chat id.
     * @return 0 to {@link Partitions#COUNT} - 1.
     */
    public static int partition(final long chatId) {
        return (int) (chatId >>> NUMBER_BITS);
    }

    /**
     * A chat id as clients see it.
     *
     * @param chatId not negative.
     * @return {@value #TEXT_LENGTH} characters.
     */
    public static String format(final long chatId) {
        final char[] text = new char[TEXT_LENGTH];
        long rest = chatId;
        for (int i = TEXT_LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        return new String(text);
    }

    /**
     * A chat id from what a client sent.
     *
     * @param text anything.
     * @return the id, or {@link #NULL_ID} when the text is none, not in the one form that {@link #format} gives.
     */
    public static long parse(final CharSequence text) {
        if (text.length() != TEXT_LENGTH || text.charAt(0) > '7') {
            return NULL_ID;
        }
        long id = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            final char c = text.charAt(i);
            if (c >= VALUES.length || VALUES[c] < 0) {
                return NULL_ID;
            }
            id = (id << 5) | VALUES[c];
        }
        return id;
    }

    private static byte[] values() {
        final byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length(); i++) {
            values[DIGITS.charAt(i)] = (byte) i;
        }
        return values;
    }
}
