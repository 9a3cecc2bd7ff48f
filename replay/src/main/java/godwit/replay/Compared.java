package godwit.replay;

/**
 * How much of a replay was held against state hashes that were kept while the shard ran.
 *
 * @param audits    hashes that a member published, at audits and at snapshots.
 * @param snapshots hashes of snapshots.
 * @param upTo      the position of the last of them; the state of what lies behind it was made by the replay alone.
 *                  -1: there was none.
 * @param behind    entries behind it.
 */
public record Compared(int audits, int snapshots, long upTo, long behind) {
    /** Nothing was compared, of so many entries. */
    static Compared nothing(final long entries) {
        return new Compared(0, 0, -1, entries);
    }

    /** All hashes together. */
    public int hashes() {
        return audits + snapshots;
    }
}
