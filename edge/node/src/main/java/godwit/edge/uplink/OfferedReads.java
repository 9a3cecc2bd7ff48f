package godwit.edge.uplink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients read and the shard was told, but may not have heard: lost with a leader, nothing would bring it again, for
 * what is delivered is not pushed once more. The shard answers the last of each command, and each that may come too early:
 * a batch ends there. Single-threaded.
 */
final class OfferedReads {
    private record Batch(long correlationId, List<Acknowledgement> reads) {
    }

    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private int count;

    /**
     * A command is on its way, or a part of it.
     *
     * @param correlationId under which its last one is answered; higher than that of all before it.
     * @param reads         those of its acknowledgements that are about reading, as far as they end there.
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

    /** The one that the shard answered came too early; null: it is none of these. All before it was heard. */
    Acknowledgement early(final long correlationId) {
        if (!awaits(correlationId)) {
            return null;
        }
        while (batches.element().correlationId < correlationId) {
            dropOldest();
        }
        final List<Acknowledgement> reads = batches.element().reads;
        dropOldest();
        return reads.isEmpty() ? null : reads.get(reads.size() - 1);
    }

    /** Those that were offered in a session, of which the shard hears nothing; their batches stay, for the others in them. */
    List<Acknowledgement> takeOf(final long session) {
        final List<Acknowledgement> taken = new ArrayList<>();
        for (final Batch batch : batches) {
            batch.reads.removeIf(read -> read.sessionOffered == session && taken.add(read));
        }
        count -= taken.size();
        return taken;
    }

    /** Whether a batch is unanswered that is answered under this name. */
    boolean awaits(final long correlationId) {
        return batches.stream().takeWhile(batch -> batch.correlationId <= correlationId)
            .anyMatch(batch -> batch.correlationId == correlationId);
    }

    /** Leaves out the oldest batch, and gives its acknowledgements. */
    List<Acknowledgement> dropOldest() {
        final List<Acknowledgement> dropped = batches.remove().reads;
        count -= dropped.size();
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
