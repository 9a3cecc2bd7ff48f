package godwit.sequencer;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.AttachedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.EdgeOpenedDecoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedDecoder;
import godwit.protocol.codecs.SentDecoder;
import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.logbuffer.FragmentHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/** Users and chats put into a real shard as fast as it takes them, and sends at a rate. One thread. */
final class Population implements AutoCloseable {
    private static final long EDGE = 78;
    private static final int CLIENT = 950;
    private static final int KNOWN_CHATS = 10_000;
    private static final int UNDER_WAY_MAX = 20_000;
    private static final long KEEP_ALIVE_NS = TimeUnit.SECONDS.toNanos(1);
    /** Fewer than a stream parks answers of, so that none is dropped. */
    private static final int UNANSWERED_MAX = 2_000;
    private static final long ANSWERS_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final TestShard shard;
    private final Aeron aeron;
    private final Subscription deliveries;
    private final AeronCluster cluster;
    private final FragmentHandler handler = new FragmentAssembler((bytes, offset, length, header) ->
        Delivered.of(bytes, offset, length).forEach(this::onDelivered));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final Commands commands = new Commands(EDGE, buffer);
    /** Its own: what is offered meanwhile lies in the other. */
    private final UnsafeBuffer keepAlive = new UnsafeBuffer(new byte[64]);
    private final Commands keepAlives = new Commands(EDGE, keepAlive);
    private final long[] chats = new long[KNOWN_CHATS];
    private final long[] dueNs = new long[UNDER_WAY_MAX];
    private final byte[] body = new byte[100];
    private int knownChats;
    private long epoch;
    private RefusalCode refusal;
    private long correlationId;
    private long lastAnswered;
    private long sends;
    private long answeredSends;
    private long nextKeepAliveNs = System.nanoTime();
    private Histogram latenciesUs = new Histogram(3);

    Population(final TestShard shard) {
        this.shard = shard;
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(shard.node().aeronDirectory()));
        deliveries = aeron.addSubscription("aeron:ipc", StreamIds.delivery(1, 0));
        cluster = shard.connect("aeron:ipc?term-length=16m", CLIENT);
        offer(commands.open(++correlationId, StreamIds.delivery(1, 0), "aeron:ipc", "population"));
        await(() -> epoch != 0, "the edge");
    }

    /** Each connects once. */
    void addUsers(final int count) {
        for (int i = 0; i < count; i++) {
            offer(commands.attach(epoch, ++correlationId, i & 4095, user(i), "phone"));
            awaitAnswers();
        }
    }

    /** Each with another pair. */
    void addChats(final int users, final int count) {
        for (int i = 0; i < count; i++) {
            final int creator = i % users;
            addChat(creator, (int) ((creator + 1 + i / users * 7919L) % users));
            awaitAnswers();
        }
        await(() -> lastAnswered == correlationId, "chats");
    }

    private void awaitAnswers() {
        if (correlationId % (UNANSWERED_MAX / 2) == 0) {
            await(() -> lastAnswered > correlationId - UNANSWERED_MAX, "all but the last");
        }
    }

    private void addChat(final int creator, final int other) {
        offer(commands.createChat(++correlationId, creator & 4095, user(creator), other & 4095, user(other), ""));
    }

    /**
     * So many a second to chats in turn, for as long as a thread lives, and a second more. What the shard gave up of its
     * answers after a long pause it does not give again: an edge would ask.
     *
     * @return how many sends.
     */
    long sendWhile(final Thread other, final int perSecond) {
        final long sendsBefore = sends;
        latenciesUs = new Histogram(3);
        final long startNs = System.nanoTime();
        long endNs = Long.MAX_VALUE;
        for (long i = 0; System.nanoTime() - endNs < 0; i++) {
            final long nextNs = startNs + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() - nextNs < 0) {
                work();
            }
            send(nextNs);
            endNs = endNs == Long.MAX_VALUE && !other.isAlive() ? System.nanoTime() + TimeUnit.SECONDS.toNanos(1) : endNs;
        }
        final long sentNs = System.nanoTime();
        await(() -> answeredSends == sends || System.nanoTime() - sentNs > ANSWERS_NS, "sends");
        answeredSends = sends;
        return sends - sendsBefore;
    }

    private void send(final long nowNs) {
        final int chat = (int) (sends * 7919 % knownChats);
        dueNs[(int) (sends % UNDER_WAY_MAX)] = nowNs;
        final long number = sends++;
        offer(commands.send(-number - 1, chats[chat], user(chat), "k" + number, body));
    }

    /** From when a send was due to its answer, in microseconds. */
    Histogram latenciesUs() {
        return latenciesUs;
    }

    private static String user(final int number) {
        return String.valueOf(100_000_000_000L + number);
    }

    private void offer(final int length) {
        final long startNs = System.nanoTime();
        while (cluster.offer(buffer, 0, length) <= 0) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("the shard takes nothing, failures=" + shard.failures());
            }
            work();
        }
        if ((correlationId & 31) == 0) {
            work();
        }
    }

    private void work() {
        final long nowNs = System.nanoTime();
        if (epoch != 0 && nowNs - nextKeepAliveNs >= 0) {
            final int length = keepAlives.keepAlive(epoch);
            // The log may take nothing while it is filled; a lease that none of these came for is over, and nothing is answered.
            nextKeepAliveNs = nowNs + (cluster.offer(keepAlive, 0, length) > 0 ? KEEP_ALIVE_NS : 0);
            shard.journalAdvance(shard.node().outputSequence());
            shard.keepSession();
        }
        cluster.pollEgress();
        if (deliveries.poll(handler, 10) == 0) {
            LockSupport.parkNanos(20_000);
        }
    }

    private void await(final BooleanSupplier condition, final String what) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE_NS || refusal != null) {
                throw new IllegalStateException("no answer: " + what + ", refused as " + refusal + ", failures=" + shard.failures());
            }
            work();
        }
    }

    private void onDelivered(final Delivered one) {
        if (one.decoder() instanceof EdgeOpenedDecoder opened) {
            epoch = opened.epoch();
        } else if (one.decoder() instanceof AttachedDecoder attached) {
            lastAnswered = Math.max(lastAnswered, attached.correlationId());
        } else if (one.decoder() instanceof ChatCreatedDecoder created) {
            lastAnswered = Math.max(lastAnswered, created.correlationId());
            if (knownChats < KNOWN_CHATS && created.correlationId() > 0) {
                chats[knownChats++] = created.chatId();
            }
        } else if (one.decoder() instanceof SentDecoder sent) {
            final long number = -sent.correlationId() - 1;
            latenciesUs.recordValue((System.nanoTime() - dueNs[(int) (number % UNDER_WAY_MAX)]) / 1_000);
            answeredSends++;
        } else if (one.decoder() instanceof RefusedDecoder refused) {
            refusal = refusal == null ? refused.code() : refusal;
        }
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(cluster, deliveries, aeron);
    }
}
