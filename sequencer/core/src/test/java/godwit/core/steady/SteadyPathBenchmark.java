package godwit.core.steady;

import godwit.core.Content;
import godwit.core.Core;
import godwit.core.IndexKey;
import godwit.core.Receipts;
import godwit.core.Silence;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The steady path of a shard: pairs of connected users in no order, each message of 100 bytes sent, numbered and pushed; and
 * either acknowledged as READ at once, or some of a chat's together, as an edge does that waits 20 ms for more.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(value = 1, jvmArgsAppend = {
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseTransparentHugePages", "-Xms3g", "-Xmx3g"})
public class SteadyPathBenchmark {
    private static final long EDGE = 7;
    private static final long START_MS = 1_750_000_000_000L;
    private static final int OPERATIONS_PER_MS = 1000;
    private static final int OPERATIONS_PER_ADVANCE = 4096;
    private static final int COALESCED = 16;

    /** How many users talk, in pairs. */
    @Param({"10000"})
    public int users;

    private final Silence out = new Silence();
    private final UnsafeBuffer phone = bytes("phone");
    private final UnsafeBuffer key = bytes("00000000-0000-0000-0000-000000000000");
    private final UnsafeBuffer body = bytes("x".repeat(100));
    private final UnsafeBuffer none = bytes("");
    private Core core;
    private long epoch;
    private UnsafeBuffer[] ids;
    private long[] sessions;
    private long[] chats;
    private int[] unacknowledged;
    private long random = 88172645463325252L;
    private long now = START_MS;
    private long operations;

    /** Connects everybody and makes the chats; each receiver has acknowledged something. */
    @Setup(Level.Trial)
    public void connect() {
        core = new Core(0, out, new IndexKey(1, 2));
        core.onTime(now);
        core.onRange(0, 0);
        core.onTopology();
        core.onEdgeOpen(EDGE, 1, 1, bytes("aeron:ipc"));
        epoch = out.lastEpoch;
        ids = new UnsafeBuffer[users];
        sessions = new long[users];
        chats = new long[users / 2];
        unacknowledged = new int[users];
        for (int i = 0; i < users; i++) {
            ids[i] = bytes("user-" + i);
            core.onAttach(EDGE, epoch, i + 1, i, 0, 0, i & 4095, ids[i], phone);
            sessions[i] = out.lastSession;
        }
        for (int i = 0; i < users / 2; i++) {
            core.onParticipant(i & 4095, ids[2 * i + 1]);
            core.onCreateChat(EDGE, 1, i & 4095, ids[2 * i], phone, bytes(""), bytes(""));
            chats[i] = out.lastChatId;
        }
        grow();
    }

    /** So many messages that from here on as much is forgotten as is remembered: payloads, entries, and keys. */
    private void grow() {
        final long messages = (long) users * (4 * core.limits().inFlightMax() + 2)
            + core.limits().payloadBytesMax() / body.capacity();
        while (operations < messages) {
            sendAndRead();
        }
    }

    /** One message: Send, push, Acknowledge READ. */
    @Benchmark
    public long sendAndRead() {
        final int receiver = sendOne();
        unacknowledged[receiver] = 0;
        read(receiver);
        return out.pushes;
    }

    /** One message: Send, push; for each 16 of a chat and receiver one Acknowledge READ. */
    @Benchmark
    public long send() {
        final int receiver = sendOne();
        if (++unacknowledged[receiver] == COALESCED) {
            unacknowledged[receiver] = 0;
            read(receiver);
        }
        return out.pushes;
    }

    /** Who gets it. */
    private int sendOne() {
        tick();
        final int sender = (int) (next() % users);
        key.putLong(0, operations);
        core.onSend(EDGE, 1, sessions[sender], chats[sender / 2], Content.TEXT, ids[sender], phone, key, none, body);
        return sender ^ 1;
    }

    private void read(final int receiver) {
        core.onAcknowledge(EDGE, epoch, 0, sessions[receiver], chats[receiver / 2], out.lastSequence, out.lastMsgId, 1,
            Receipts.READ);
    }

    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random & Long.MAX_VALUE;
    }

    private void tick() {
        if (++operations % OPERATIONS_PER_MS == 0) {
            core.onTime(++now);
            if (now % 500 == 0) {
                core.onEdgeKeepAlive(EDGE, epoch);
                core.onTick();
            }
        }
        if (operations % OPERATIONS_PER_ADVANCE == 0) {
            core.onJournalAdvance(core.incarnation(), out.lastOutputSequence);
        }
    }

    private static UnsafeBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
