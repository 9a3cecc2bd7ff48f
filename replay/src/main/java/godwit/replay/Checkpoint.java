package godwit.replay;

/**
 * What the state was at a position, as somebody kept it.
 *
 * @param position  of the log.
 * @param stateHash there.
 * @param source    who kept it.
 */
record Checkpoint(long position, long stateHash, String source) {
    static final String SNAPSHOT = "snapshot";

    boolean isSnapshot() {
        return SNAPSHOT.equals(source);
    }
}
