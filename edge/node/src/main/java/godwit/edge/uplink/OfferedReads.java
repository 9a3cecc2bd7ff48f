package godwit.edge.uplink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients read and the shard was told, but may not have heard: lost with a leader, nothing would bring it again, for
 * what is delivered is not pushed once more. The shard answers the last of each command. Single-threaded.
 */
final class OfferedReads {
    private record Batch(long correlationId, List<Acknowledgement> reads) {
    }

    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private int count;

    /**
     * A command is on its way.
     *
     * @param correlationId under which it is answered; higher than that of all before it.
     * @param reads         those of its acknowledgements that are about reading.
     */
    void add(final long correlationId, final List<Acknowledgement> reads) {
        batches.add(new Batch(correlationId, reads));
        count += reads.size();
    }

    /** The shard answered: what it was told up to there it heard. False: that is no answer to one of these. */
    boolean answered(final long correlationId) {
        if (!awaits(correlationId)) {
            return false;
        }
        while (!batches.isEmpty() && batches.peek().correlationId <= correlationId) {
            dropOldest();
        }
        return true;
    }

    /** Whether a command is unanswered that is answered under this name. */
    boolean awaits(final long correlationId) {
        return batches.stream().anyMatch(batch -> batch.correlationId == correlationId);
    }

    /** Leaves out the oldest command; how many acknowledgements it had. */
    int dropOldest() {
        final int dropped = batches.remove().reads.size();
        count -= dropped;
        return dropped;
    }

    /** All that is not answered, the oldest first; it is to be offered again. */
    List<Acknowledgement> takeAll() {
        final List<Acknowledgement> all = new ArrayList<>(count);
        batches.forEach(batch -> all.addAll(batch.reads));
        batches.clear();
        count = 0;
        return all;
    }

    /** How many acknowledgements are under way. */
    int count() {
        return count;
    }
}
