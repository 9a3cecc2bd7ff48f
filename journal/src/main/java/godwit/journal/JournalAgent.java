package godwit.journal;

import godwit.journal.checkpoint.Checkpoint;
import godwit.journal.checkpoint.CheckpointListener;
import godwit.journal.checkpoint.Watermark;
import godwit.journal.checkpoint.aeron.ShardLog;
import godwit.journal.follow.FollowListener;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.RecordDecoder;
import godwit.journal.follow.RecordFollower;
import godwit.journal.follow.aeron.SpoolReplay;
import godwit.journal.write.JournalSink;
import godwit.journal.write.Planner;
import godwit.journal.write.RecentMessages;
import godwit.journal.write.StoredMessage;
import godwit.journal.write.WritePipeline;
import godwit.journal.write.cassandra.CassandraSink;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's one thread: polls the spool while there is room, sends statements, takes their answers, moves the
 * watermark, tells the shard. When Cassandra is away nothing is polled and the spool grows; nothing is dropped.
 */
final class JournalAgent implements Agent, FollowListener, CheckpointListener, CassandraSink.Answers {
    private static final Logger LOG = LoggerFactory.getLogger(JournalAgent.class);
    private static final int ROOM = 32_768;
    private static final int RECENT_MESSAGES = 65_536;
    private static final int IN_FLIGHT_MIN = 4;
    private static final int POLLS = 8;
    private static final long SEEK_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long HOLE_PAUSE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long PUBLISH_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long COMPLAINT_NS = TimeUnit.SECONDS.toNanos(10);

    private final JournalConfiguration configuration;
    private final ManyToOneConcurrentLinkedQueue<Runnable> answers = new ManyToOneConcurrentLinkedQueue<>();
    private final Watermark watermark;
    private final WritePipeline pipeline;
    private final RecordFollower follower;
    private final Checkpoint checkpoint;
    private final SpoolReplay replay;
    private final ShardLog shardLog;
    private final JournalSink sink;
    /** The last record stored when this journal began. */
    private final long begun;
    /** The last record that the shard believed stored then. */
    private final long journaled;
    private long nowNs;
    private long seekAtNs;
    private long complainAtNs;
    private long publishAtNs;
    /** Before a hole that nothing was read behind of yet: when the last record before it was made. */
    private long holeAfterUs;
    private volatile boolean paused;
    private volatile boolean caughtUp;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile JournalStatus status;

    JournalAgent(final JournalConfiguration configuration, final SinkFactory sinks) {
        this.configuration = configuration;
        nowNs = System.nanoTime();
        seekAtNs = nowNs;
        complainAtNs = nowNs;
        publishAtNs = nowNs;
        sink = sinks.make(this);
        final long lastSequence = sink.progress(configuration.shard());
        begun = lastSequence;
        final int remembered = RECENT_MESSAGES / configuration.shards();
        // No message is forgotten before it is stored.
        watermark = new Watermark(lastSequence, Math.min(ROOM, remembered));
        pipeline = new WritePipeline(new Planner(new RecentMessages(remembered),
            configuration.inboxRetentionMs()), watermark, sink, inFlightMax(configuration),
            TimeUnit.MILLISECONDS.toNanos(configuration.settings().lingerMs()),
            WritePipeline.HELD_BYTES_MAX / configuration.shards());
        follower = new RecordFollower(lastSequence, this);
        checkpoint = new Checkpoint(lastSequence, nowNs, this);
        replay = new SpoolReplay(configuration.aeronDirectory(), configuration.shard(), follower::onBytes);
        journaled = new StartCheck(configuration, lastSequence).check(replay);
        shardLog = new ShardLog(configuration.aeronDirectory(), configuration.shard(), configuration.incarnation(),
            checkpoint::onShardLost);
        status = new JournalStatus(configuration.shard(), lastSequence, lastSequence, 0, 0, 0, 0, 0, false);
    }

    private static int inFlightMax(final JournalConfiguration configuration) {
        final int max = configuration.settings().inFlightMax();
        return Math.min(max, Math.max(IN_FLIGHT_MIN, max / configuration.shards()));
    }

    /** Makes the sink that answers to the agent. */
    interface SinkFactory {
        /** The sink. */
        JournalSink make(CassandraSink.Answers answers);
    }

    /** Any thread. */
    private void answer(final Runnable answer) {
        answers.add(answer);
        configuration.bells().ringJournal();
    }

    @Override
    public String roleName() {
        return "journal";
    }

    @Override
    public int doWork() {
        try {
            return work();
        } catch (final RuntimeException e) {
            throw new AgentTerminationException(e);
        }
    }

    private int work() {
        nowNs = System.nanoTime();
        int workCount = 0;
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
            workCount++;
        }
        workCount += follow();
        caughtUp = caughtUp || hasCaughtUp();
        workCount += pipeline.doWork(nowNs);
        checkpoint.onWatermark(watermark.low(), watermark.lowWriteTimeUs());
        workCount += checkpoint.doWork(nowNs);
        workCount += shardLog.doWork(nowNs);
        // The lag grows while nothing is done, too.
        if (workCount > 0 || nowNs - publishAtNs >= 0) {
            publishAtNs = nowNs + PUBLISH_NS;
            publish();
        }
        return workCount;
    }

    private int follow() {
        if (!replay.isOpen()) {
            return seek();
        }
        int fragments = 0;
        for (int i = 0; i < POLLS && !paused && pipeline.hasRoom(SpoolReplay.FRAGMENTS) && !follower.isStopped(); i++) {
            final int polled = replay.poll();
            if (polled < 0) {
                replay.close();
                seekAtNs = nowNs + SEEK_PAUSE_NS;
                return fragments;
            }
            if (polled == 0) {
                break;
            }
            fragments += polled;
        }
        return fragments;
    }

    private int seek() {
        if (nowNs - seekAtNs < 0) {
            return 0;
        }
        seekAtNs = nowNs + SEEK_PAUSE_NS;
        if (replay.seek(follower.nextSequence())) {
            follower.onSeek();
        }
        return 1;
    }

    /** Whether it follows what is new, and has made good what Cassandra lacked. */
    private boolean hasCaughtUp() {
        return watermark.low() >= journaled && (watermark.high() > begun || replay.isCaughtUp());
    }

    @Override
    public void onRecord(final JournalRecord record) {
        holeAfterUs = 0;
        pipeline.onRecord(record, System.currentTimeMillis());
    }

    @Override
    public void onHole(final long expectedSequence, final long actualSequence) {
        LOG.error("the spool of shard {} has {} where record {} is expected: nothing is journaled until it is there",
            configuration.shard(), actualSequence == RecordDecoder.UNREADABLE
            ? "a record of an unknown kind or version" : "record " + actualSequence, expectedSequence);
        replay.close();
        seekAtNs = nowNs + HOLE_PAUSE_NS;
        if (holeAfterUs == 0) {
            holeAfterUs = watermark.lowWriteTimeUs() != 0
                ? watermark.lowWriteTimeUs() : TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        }
    }

    @Override
    public void onStoreProgress(final long outputSequence, final long writeTimeUs) {
        sink.saveProgress(configuration.shard(), outputSequence, writeTimeUs).whenComplete((result, failure) ->
            answer(failure == null ? () -> checkpoint.onProgressStored(outputSequence)
                : () -> checkpoint.onProgressFailed(nowNs)));
    }

    @Override
    public boolean onAdvance(final long outputSequence) {
        return shardLog.advance(outputSequence);
    }

    @Override
    public void onStored(final long batchId) {
        answer(() -> pipeline.onStored(batchId));
    }

    @Override
    public void onFailed(final long batchId, final Throwable failure) {
        answer(() -> {
            pipeline.onFailed(batchId, nowNs);
            complain(failure);
        });
    }

    @Override
    public void onRead(final long readId, final List<StoredMessage> messages) {
        answer(() -> pipeline.onRead(readId, messages));
    }

    @Override
    public void onReadFailed(final long readId, final Throwable failure) {
        answer(() -> {
            pipeline.onReadFailed(readId, nowNs);
            complain(failure);
        });
    }

    private void complain(final Throwable failure) {
        if (nowNs - complainAtNs >= 0) {
            complainAtNs = nowNs + COMPLAINT_NS;
            LOG.warn("Cassandra does not take writes, they are tried again, at most {} at once for now",
                pipeline.inFlightLimit(), failure);
        }
    }

    /** When the oldest record was made that is not stored, be it taken or not; 0: all are. */
    private long oldestUs() {
        final long takenUs = watermark.oldestPendingWriteTimeUs();
        if (takenUs != 0) {
            return takenUs;
        }
        if (holeAfterUs != 0) {
            return holeAfterUs;
        }
        return paused ? replay.oldestWriteTimeUs(follower.nextSequence()) : 0;
    }

    private void publish() {
        final long oldestUs = oldestUs();
        final long lagMs = oldestUs == 0
            ? 0 : Math.max(0, System.currentTimeMillis() - TimeUnit.MICROSECONDS.toMillis(oldestUs));
        status = new JournalStatus(configuration.shard(), watermark.low(), watermark.high(), lagMs,
            pipeline.retries(), follower.holes(), follower.unreadable(), follower.repeats(), holeAfterUs != 0);
    }

    JournalStatus status() {
        return status;
    }

    boolean isReady() {
        return notReadyReason() == null && shardLog.isConnected();
    }

    /** Why what is sent now may not be journaled; null: it will be, be it later. */
    String notReadyReason() {
        if (ended) {
            return "the journal has ended";
        }
        if (status.stopped()) {
            return "the journal stands before a hole in the spool";
        }
        return caughtUp ? null : "the journal catches up";
    }

    void pause(final boolean pause) {
        paused = pause;
    }

    /** It is about to be ended; whatever else ends it is a failure. Any thread. */
    void closing() {
        closing = true;
    }

    @Override
    public void onClose() {
        ended = true;
        if (!closing) {
            configuration.onFatal().accept(new AgentTerminationException("the journal's thread ended"));
        }
        replay.close();
        shardLog.close();
    }
}
