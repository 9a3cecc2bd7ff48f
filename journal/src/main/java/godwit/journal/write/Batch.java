package godwit.journal.write;

import java.util.ArrayList;
import java.util.List;

/** Writes of one partition that go together, at most one for each row, and the records that they come from. */
final class Batch {
    /** Above, nothing is gained. */
    static final int WRITES_MAX = 32;
    /** Cassandra refuses batches over 50 KiB; one statement alone is no batch and may be larger. */
    static final int BYTES_MAX = 24 * 1024;

    /** About what a write takes in memory beside its values, alone in its batch. */
    private static final int WRITE_OVERHEAD_BYTES = 640;

    private final long id;
    private final RowWrites writes = new RowWrites();
    private final List<Pending> records = new ArrayList<>(2);
    private int failures;
    private long send;
    private long dueNs;

    Batch(final long id) {
        this.id = id;
    }

    boolean hasRoom(final Write write) {
        return writes.count() == 0 || writes.bytes() + write.bytes() <= BYTES_MAX
            && (writes.count() < WRITES_MAX || writes.replaces(write));
    }

    void add(final Write write, final Pending record) {
        writes.add(write);
        if (records.isEmpty() || records.get(records.size() - 1) != record) {
            records.add(record);
            record.add();
        }
    }

    /** About what it takes in memory. */
    long heldBytes() {
        return writes.bytes() + (long) writes.count() * WRITE_OVERHEAD_BYTES;
    }

    void pause(final long nowNs) {
        dueNs = nowNs + RetryPause.afterNs(failures++);
    }

    void sentAs(final long number) {
        send = number;
    }

    long send() {
        return send;
    }

    long id() {
        return id;
    }

    List<Write> writes() {
        return writes.list();
    }

    List<Pending> records() {
        return records;
    }

    long dueNs() {
        return dueNs;
    }
}
