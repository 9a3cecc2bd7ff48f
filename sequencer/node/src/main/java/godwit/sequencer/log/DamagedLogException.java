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

    /** The position of the first byte that cannot be trusted. */
    public long position() {
        return position;
    }
}
