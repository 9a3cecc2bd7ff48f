package godwit.simulation.shard;

import godwit.core.Core;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A member of a shard over all its lives: what it recorded and the snapshots it took outlive its process. */
final class Replica {
    /** Makes its process. */
    @FunctionalInterface
    interface Birth {
        /** From a snapshot, or null. */
        Member member(Supplier<Standing> standing, Member.Records records, Snapshot snapshot);
    }

    private final int number;
    private final Birth birth;
    private final ImageWork images;
    private final Spool spool = new Spool();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Member.Records records;
    private Member member;
    private Standing standing = Standing.FOLLOWER;
    private int applied;
    private boolean paused;
    private long lagsUntilMs;

    /**
     * A member without a process.
     *
     * @param number  within its shard.
     * @param birth   makes its processes.
     * @param images  writes those of its processes.
     * @param records hears of journal records.
     */
    Replica(final int number, final Birth birth, final ImageWork images, final Member.Records records) {
        this.images = images;
        this.number = number;
        this.birth = birth;
        this.records = records;
    }

    /** Its process begins, from a snapshot or null. */
    void start(final Snapshot snapshot) {
        spool.continueAfter(snapshot == null ? 0 : snapshot.outputSequence());
        standing = Standing.FOLLOWER;
        paused = false;
        lagsUntilMs = 0;
        applied = snapshot == null ? 0 : (int) snapshot.position();
        member = birth.member(() -> standing, this::onRecord, snapshot);
    }

    /** As a node's start does: the newest whose journal records the spool or the journal has; null: from the beginning. */
    Snapshot choose() {
        long journaled = 0;
        for (int i = snapshots.size() - 1; i >= 0; i--) {
            final Snapshot snapshot = snapshots.get(i);
            journaled = Math.max(journaled, snapshot.journaled());
            if (snapshot.outputSequence() <= Math.max(spool.lastSequence(), journaled)) {
                return snapshot;
            }
        }
        return null;
    }

    private void onRecord(final long outputSequence, final byte[] record) {
        spool.append(outputSequence, record);
        records.onRecord(outputSequence, record);
    }

    void die() {
        member = null;
        standing = Standing.FOLLOWER;
    }

    void lead(final long termId) {
        standing = Standing.LEADER;
        member.role(true, termId);
    }

    void follow(final long termId) {
        if (standing == Standing.LEADER) {
            standing = Standing.FORMER_LEADER;
        }
        member.role(false, termId);
    }

    /** Its next entry of the log. */
    void step(final LogEntry entry) {
        applied++;
        if (entry.kind() == LogEntry.Kind.TERM && standing != Standing.LEADER) {
            follow(entry.termId());
        }
        member.apply(entry);
        if (entry.kind() != LogEntry.Kind.SNAPSHOT) {
            images.step(member.core());
        }
    }

    void onTyping(final byte[] message) {
        member.onTyping(message);
    }

    /** Keeps one of its state as it is now. */
    void add(final Snapshot snapshot) {
        snapshots.add(images.taken(member.core(), snapshot));
    }

    Snapshot newest() {
        return snapshots.isEmpty() ? null : snapshots.get(snapshots.size() - 1);
    }

    void doWork() {
        member.doWork(spool);
    }

    int number() {
        return number;
    }

    Core core() {
        return member.core();
    }

    Spool spool() {
        return spool;
    }

    /** How many entries of the log it came to. */
    int applied() {
        return applied;
    }

    boolean lives() {
        return member != null;
    }

    /** Whether it takes part: it lives and does not stand still. */
    boolean isThere() {
        return member != null && !paused;
    }

    void pause(final boolean stands) {
        paused = stands;
    }

    void lagUntil(final long timeMs) {
        lagsUntilMs = timeMs;
    }

    long lagsUntilMs() {
        return lagsUntilMs;
    }
}
