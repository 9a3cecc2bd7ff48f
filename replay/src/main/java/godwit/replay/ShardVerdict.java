package godwit.replay;

import java.util.List;

/**
 * What a replay of one shard's log found.
 *
 * @param shard      the shard's number.
 * @param from       the position that the replay began at.
 * @param entries    replayed.
 * @param position   behind the last entry that was replayed.
 * @param stateHash  there.
 * @param compared   what was compared with hashes that were kept.
 * @param members    what each member published last.
 * @param mismatches places where hashes differ, the first few.
 * @param damage     what is damaged; null: nothing.
 * @param damagedAt  the position of it; -1: none.
 */
public record ShardVerdict(
    int shard, long from, long entries, long position, long stateHash, Compared compared, List<Member> members,
    List<Mismatch> mismatches, String damage, long damagedAt) {

    /**
     * The last state that a member published, at or before the replay's end.
     *
     * @param id        of the member.
     * @param position  of the log.
     * @param stateHash there.
     */
    public record Member(int id, long position, long stateHash) {
    }

    /** Whether the log is whole and every hash equal. */
    public boolean isOk() {
        return damage == null && mismatches.isEmpty();
    }
}
