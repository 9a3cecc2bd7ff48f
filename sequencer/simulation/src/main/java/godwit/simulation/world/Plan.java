package godwit.simulation.world;

import godwit.core.CoreLimits;

/**
 * What kind of run a seed makes.
 *
 * @param seed        of the run.
 * @param users       who talk with each other.
 * @param devicesMax  of one user.
 * @param edges       that phones connect to.
 * @param workMs      how long there is work and faults.
 * @param paceMs      between two things that a phone does, on average.
 * @param faultPaceMs between two faults, on average.
 * @param opaqueBytes the longest opaque body; 0: short texts only.
 * @param limits      of the shard.
 */
public record Plan(
    long seed, int users, int devicesMax, int edges, long workMs, long paceMs, long faultPaceMs, int opaqueBytes,
    CoreLimits limits) {

    private static final int PAYLOAD_BYTES = 1 << 20;
    /** So busy that a device falls behind by the whole of a wide window, and so short that it does not take long. */
    private static final long WIDE_PACE_MAX_MS = 60;
    private static final long WIDE_WORK_MAX_MS = 16_000;
    private static final int BODY_BYTES = 16_384;

    /** The plan of a seed: most are short and small, some long, some heavy enough that entries leave the memory. */
    public static Plan of(final long seed) {
        final Draw draw = new Draw(seed);
        final boolean heavy = draw.oneIn(4);
        final boolean narrow = draw.oneIn(3);
        final boolean wide = !narrow && draw.oneIn(3);
        final CoreLimits d = CoreLimits.DEFAULT;
        final CoreLimits limits = new CoreLimits(
            narrow ? 4 : 32, narrow ? (int) draw.between(1, 8) : wide ? d.unacknowledgedMax() : 64, PAYLOAD_BYTES,
            draw.oneIn(5) ? 20 : 10_000, d.unjournaledBytesMax(), d.inboxEntriesMax(), d.inboxRetentionMs(),
            d.leaseMs(), d.redeliverMs(), narrow ? 1_000 : d.inboxGraceMs(), BODY_BYTES, 1_000, 1_000,
            d.chatsPerUserMax(), d.keysMax(), d.groupMembersMax(), d.fanoutMax(), d.presenceMax());
        return new Plan(seed, (int) draw.between(2, 5), (int) draw.between(1, 3), (int) draw.between(1, 3),
            draw.between(5_000, wide ? WIDE_WORK_MAX_MS : draw.oneIn(8) ? 60_000 : 20_000),
            draw.between(20, wide ? WIDE_PACE_MAX_MS : 400), draw.between(300, 4_000), heavy ? 12_000 : 0, limits);
    }
}
