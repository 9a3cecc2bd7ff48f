package godwit.sequencer.log;

/** Says that a recording is damaged, and where. */
public final class DamagedLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long position;

    /**
     * A damage.
     *
     * @param position of the first byte that cannot be trusted.
     * @param reason   what is wrong there.
     */
    public DamagedLogException(final long position, final String reason) {
        super(reason + " position=" + position);
        this.position = position;
    }

    /**
     * A damage that somebody can do something about.
     *
     * @param position of the first byte that cannot be trusted.
     * @param reason   what is wrong there.
     * @param remedy   what to do.
     */
    public DamagedLogException(final long position, final String reason, final String remedy) {
        super(reason + " position=" + position + remedy);
        this.position = position;
    }

    /** The position of the first byte that cannot be trusted. */
    public long position() {
        return position;
    }
}
