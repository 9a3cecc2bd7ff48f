package godwit.edge.inbound;

/**
 * Reads a client's frame and makes exactly one call of it, whatever the bytes are. One instance an event loop.
 */
public final class FrameParser {
    private final FrameLimits limits;

    /**
     * A parser.
     *
     * @param limits what a frame may hold.
     */
    public FrameParser(final FrameLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads one frame.
     *
     * @param utf8     holds it; not kept.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @param listener hears of it, once.
     */
    public void parse(
        final byte[] utf8, final int offset, final int length, final ClientFrameListener listener) {
        throw new UnsupportedOperationException("limits=" + limits);
    }
}
