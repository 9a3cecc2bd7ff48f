package godwit.sequencer.pipeline;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A slot of the output ring, made once. A record longer than a slot takes several in a row: all but the last carry
 * {@link #LENGTH} bytes of it, and only the first carries the rest of the fields.
 */
public final class Output {
    /** Bytes of a record in one slot; a message of usual length fits. */
    public static final int LENGTH = 1024;

    /** The record's bytes in this slot. */
    public final UnsafeBuffer bytes = new UnsafeBuffer(new byte[LENGTH]);
    /** What the record is for. */
    public OutputKind kind;
    /** How many slots follow for the same record. */
    public int partsAfter;
    /** Bytes in this slot. */
    public int length;
    /** The edge, of a delivery and its like. */
    public long edgeId;
    /** The number of a journal record. */
    public long outputSequence;
    /** The stream of an edge that was opened. */
    public int streamId;
    /** The shard that a link's message goes to. */
    public int toShard;
    /** Whether this member led, and was not catching up, when the core said this. */
    public boolean live;
    /** The leadership term that the entry came in. */
    public long leadershipTermId;
    /** When the entry came to the core, by {@link System#nanoTime}. */
    public long appliedNs;
    /** How long the entry took from the leader's log to the core, in microseconds of the cluster's clock. */
    public long consensusUs;
    /** When the core was done with the record, by {@link System#nanoTime}. */
    public long saidNs;
    /** When the egress was done with it. Written by the egress stage. */
    public long sentNs;
    /** When the spool was done with it. Written by the spool stage. */
    public long spooledNs;
    /** What is to be read back. */
    public final Reread reread = new Reread();

    void put(final UnsafeBuffer source, final int offset, final int count) {
        bytes.putBytes(0, source, offset, count);
        length = count;
    }
}
