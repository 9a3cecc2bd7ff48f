package godwit.edge.accept;

import java.util.Arrays;

/**
 * Puts a message together from its fragments, within bounds of bytes and of fragments, and counts what it keeps of one
 * whose end did not come. Single-threaded.
 */
final class TextAssembler {
    /** A message of more fragments is taken for an attack, whatever its length. */
    static final int FRAGMENTS_MAX = 1_024;

    private static final byte[] NOTHING = new byte[0];

    private final int bytesMax;
    private final Unfinished unfinished;
    private final Unfinished.Holder holder;
    private byte[] bytes = NOTHING;
    private int length;
    private int fragments;

    /**
     * An assembler for one connection.
     *
     * @param bytesMax   of a message.
     * @param unfinished what connections keep of messages.
     * @param holder     the connection.
     */
    TextAssembler(final int bytesMax, final Unfinished unfinished, final Unfinished.Holder holder) {
        this.bytesMax = bytesMax;
        this.unfinished = unfinished;
        this.holder = holder;
    }

    /** Whether this many bytes more are within the bounds. */
    boolean fits(final int more) {
        return length + more <= bytesMax && fragments < FRAGMENTS_MAX;
    }

    /** Makes room for a fragment that fits, to be written at {@link #offset()} minus its length. */
    byte[] extend(final int more) {
        if (!fits(more)) {
            throw new IllegalStateException("length=" + length + " more=" + more + ", expected at most " + bytesMax);
        }
        if (bytes.length < length + more) {
            bytes = Arrays.copyOf(bytes, Math.min(bytesMax, Math.max(length + more, bytes.length * 2)));
        }
        length += more;
        fragments++;
        return bytes;
    }

    /** The message goes on: for so long it is kept, unless the connection has to go for it. */
    void keep() {
        unfinished.hold(holder, bytes.length);
    }

    /** Where the next fragment will begin. */
    int offset() {
        return length;
    }

    /** The whole message; the next one begins. */
    byte[] take() {
        final byte[] whole = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        release();
        return whole;
    }

    /** Nobody waits for the message's end any more. */
    void release() {
        unfinished.hold(holder, 0);
        bytes = NOTHING;
        length = 0;
        fragments = 0;
    }
}
