package godwit.sequencer;

import godwit.sequencer.snapshot.Snapshots;
import java.util.List;

/**
 * How a node stands.
 *
 * @param shard            the shard's number.
 * @param memberId         this member.
 * @param role             LEADER, FOLLOWER or CANDIDATE.
 * @param leadershipTermId the term; -1: none yet.
 * @param commitPosition   the log's position that a majority has.
 * @param servicePosition  the log's position that the core is at.
 * @param snapshotAgeS     seconds since the newest snapshot was taken, here or before the start; -1: there is none.
 * @param endpoint         where members talk to this one; {@code aeron:ipc}: it is the only one and has no port.
 * @param outputSequence   the last journal record.
 * @param journalPosition  the last journal record that is stored.
 * @param spoolBytes       bytes of the spool.
 * @param logBytes         bytes of the log.
 * @param snapshots        snapshots taken since the start.
 * @param snapshotCost     what the last of them cost this member.
 * @param refusedShards    other shards whose links stand still, because this one cannot read what they send.
 */
public record SequencerStatus(
    int shard,
    int memberId,
    String role,
    long leadershipTermId,
    long commitPosition,
    long servicePosition,
    long snapshotAgeS,
    String endpoint,
    long outputSequence,
    long journalPosition,
    long spoolBytes,
    long logBytes,
    long snapshots,
    Snapshots.Cost snapshotCost,
    List<Integer> refusedShards) {
}
