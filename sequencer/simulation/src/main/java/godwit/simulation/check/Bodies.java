package godwit.simulation.check;

import godwit.simulation.world.Draw;
import java.nio.charset.StandardCharsets;

/** What a message says follows from the seed, its sender and its key: so that nothing that was not sent can pass. */
public final class Bodies {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz 0123456789 äöü € \"\\\n";

    /** Of an entry in a frame beside opaque bytes: a text is shorter than this, and whom a change names, too. */
    private static final int AROUND_LENGTH_MAX = 2_000;

    private final long seed;
    private final int opaqueBytes;

    /**
     * Bodies of a run.
     *
     * @param seed        of the run.
     * @param opaqueBytes the longest opaque one; 0: all are texts.
     */
    public Bodies(final long seed, final int opaqueBytes) {
        this.seed = seed;
        this.opaqueBytes = opaqueBytes;
    }

    /** Whether so much is said that entries leave the shards' memory. */
    public boolean areLarge() {
        return opaqueBytes > 0;
    }

    /** What one message of them takes in a frame at most, with all that stands beside what it says. */
    public int lengthInFrameMax() {
        return AROUND_LENGTH_MAX + (opaqueBytes + 2) / 3 * 4;
    }

    /** Whether a message is opaque bytes, not text. */
    public boolean isOpaque(final String sender, final String key) {
        return opaqueBytes > 0 && (hash(sender, key) & 3) != 0;
    }

    /** The body. */
    public byte[] of(final String sender, final String key) {
        final Draw draw = new Draw(hash(sender, key));
        if (isOpaque(sender, key)) {
            final byte[] bytes = new byte[(int) draw.between(1, opaqueBytes)];
            for (int i = 0; i < bytes.length; i += 8) {
                bytes[i] = (byte) draw.any();
            }
            return bytes;
        }
        final StringBuilder text = new StringBuilder(sender).append(' ').append(key).append(' ');
        for (int i = draw.below(30); i > 0; i--) {
            text.append(LETTERS.charAt(draw.below(LETTERS.length())));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long hash(final String sender, final String key) {
        return seed * 31 + sender.hashCode() * 1_000_003L + key.hashCode();
    }
}
