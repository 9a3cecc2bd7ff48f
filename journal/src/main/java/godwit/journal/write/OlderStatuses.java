package godwit.journal.write;

import godwit.journal.follow.ReceiptRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves the status of messages that are no longer remembered (the journal restarted, or they are old): their ids are
 * read from the table first, bucket by bucket. A read that fails is tried again after a growing pause. Single-threaded;
 * bounded by the records under way.
 */
final class OlderStatuses {
    private static final int READS_MAX = 16;

    private final Planner planner;
    private final WriteSink sink;
    private final ArrayDeque<Search> waiting = new ArrayDeque<>();
    private final Map<Long, Search> reading = new HashMap<>();
    private long nextReadId;

    OlderStatuses(final Planner planner, final WriteSink sink) {
        this.planner = planner;
        this.sink = sink;
    }

    void onReceipt(final ReceiptRecord receipt, final Pending pending) {
        if (!receipt.isDirect()) {
            return;
        }
        for (final MovedRange range : MovedRange.of(receipt)) {
            final long last = planner.firstRemembered(range) - 1;
            if (last >= range.first()) {
                pending.add();
                waiting.add(new Search(receipt, pending, range.first(), last));
            }
        }
    }

    int doWork(final long nowNs) {
        int workCount = 0;
        final int count = waiting.size();
        for (int i = 0; i < count && reading.size() < READS_MAX; i++) {
            final Search search = waiting.poll();
            if (nowNs - search.dueNs < 0 && search.failures > 0) {
                waiting.add(search);
            } else {
                final long readId = nextReadId++;
                reading.put(readId, search);
                sink.read(readId, search.receipt.chatId(), search.next, search.bucketEnd());
                workCount++;
            }
        }
        return workCount;
    }

    /** The writes that a read comes to; the search goes on when there is more. */
    Found onRead(final long readId, final List<StoredMessage> messages) {
        final Search search = reading.remove(readId);
        final List<Write> writes = new ArrayList<>();
        for (final StoredMessage message : messages) {
            planner.status(search.receipt, message.sequence(), message.msgId(), message.senderId(), writes);
        }
        search.next = search.bucketEnd() + 1;
        search.failures = 0;
        final boolean isOver = search.next > search.last;
        if (!isOver) {
            waiting.addFirst(search);
        }
        return new Found(search.pending, writes, isOver);
    }

    void onFailed(final long readId, final long nowNs) {
        final Search search = reading.remove(readId);
        search.dueNs = nowNs + RetryPause.afterNs(search.failures++);
        waiting.add(search);
    }

    /** What a read came to, and whether it was the record's last. */
    record Found(Pending pending, List<Write> writes, boolean isOver) {
    }

    private static final class Search {
        private final ReceiptRecord receipt;
        private final Pending pending;
        private final long last;
        private long next;
        private int failures;
        private long dueNs;

        Search(final ReceiptRecord receipt, final Pending pending, final long first, final long last) {
            this.receipt = receipt;
            this.pending = pending;
            this.last = last;
            this.next = first;
        }

        long bucketEnd() {
            return Math.min(last, (Buckets.of(next) + 1) * Buckets.LENGTH);
        }
    }
}
