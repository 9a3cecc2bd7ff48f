package godwit.core.snapshot;

/** The layout of a snapshot's slices. All numbers are little-endian. */
final class Format {
    /** The longest slice. */
    static final int SLICE_LENGTH_MAX = 64 * 1024;
    /** "GWSN". */
    static final int MAGIC = 0x4E53_5747;
    /** Grows with each change of a record's words or of this layout; others are refused. */
    static final int VERSION = 8;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int KIND_OFFSET = 8;
    static final int SECTION_OFFSET = 12;
    static final int NUMBER_OFFSET = 16;
    static final int LENGTH_OFFSET = 20;
    static final int CRC_OFFSET = 24;
    static final int HEADER_LENGTH = 32;

    /**
     * Who and when: shard, output sequence, journal position, incarnation, state hash, sizes of all tables and of their lists
     * of free slots, the image if there is one, the shard's own record.
     */
    static final int HEADER = 1;
    /** Records of one partition. */
    static final int PARTITION = 2;
    /** Records and free lists of the whole shard. */
    static final int SHARD = 3;
    /** How many slices and records there were. */
    static final int FOOTER = 4;
    /** Runs of records, of an image: the section is the shard. */
    static final int IMAGE = 5;
    /** The same, in a snapshot: what changed since. */
    static final int CHANGED = 6;

    private Format() {
    }
}
