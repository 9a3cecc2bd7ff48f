package godwit.simulation.journal;

import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import godwit.journal.write.StoredMessage;
import godwit.journal.write.Write;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ContentKind;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Cassandra from outside: answers after a while, in any order, or fails, having done it or not. */
public final class Cassandra implements EntryStore {
    private static final long DELAY_MAX_MS = 30;
    private static final long TIMEOUT_MS = 3_000;

    private final Clock clock;
    private final Draw draw;
    private final Sabotage sabotage;
    private final Tables tables = new Tables();
    private final Map<Long, Long> failsUntilMs = new HashMap<>();
    private long awayUntilMs;
    private int failuresPerMille;

    /** With its tables empty. */
    public Cassandra(final Clock clock, final Draw draw, final int failuresPerMille, final Sabotage sabotage) {
        this.sabotage = sabotage;
        this.clock = clock;
        this.draw = draw;
        this.failuresPerMille = failuresPerMille;
    }

    /** Nothing is answered for a while. */
    public void goAway(final long durationMs) {
        awayUntilMs = Math.max(awayUntilMs, clock.nowMs() + durationMs);
    }

    /** All is well from now on. */
    public void heal() {
        awayUntilMs = clock.nowMs();
        failuresPerMille = 0;
    }

    /** Until when a connection's edge waits on its behalf for something that it is not given; in the past: it does not. */
    public long failsUntilMs(final long connectionId) {
        return failsUntilMs.getOrDefault(connectionId, Long.MIN_VALUE);
    }

    /** The rows. */
    public Tables tables() {
        return tables;
    }

    private boolean away() {
        return clock.nowMs() < awayUntilMs;
    }

    void write(final List<Write> writes, final Consumer<Boolean> answer) {
        final boolean fails = away() || draw.perMille(failuresPerMille);
        final boolean done = !fails || draw.oneIn(2);
        clock.after(draw.between(1, DELAY_MAX_MS), () -> {
            if (done) {
                sabotage.writes(writes).forEach(tables::apply);
            }
        });
        clock.after(fails ? TIMEOUT_MS / 10 : DELAY_MAX_MS + draw.between(0, DELAY_MAX_MS), () -> answer.accept(!fails));
    }

    void saveProgress(final int shard, final long outputSequence, final Consumer<Boolean> answer) {
        final boolean fails = away() || draw.perMille(failuresPerMille);
        if (!fails || draw.oneIn(2)) {
            tables.progress(shard, sabotage.progress(outputSequence));
        }
        clock.after(draw.between(1, DELAY_MAX_MS), () -> answer.accept(!fails));
    }

    void senders(
        final long chatId, final long from, final long to, final Consumer<List<StoredMessage>> answer,
        final Runnable failure) {
        final boolean fails = away() || draw.perMille(failuresPerMille);
        clock.after(draw.between(1, DELAY_MAX_MS), () -> {
            if (fails) {
                failure.run();
            } else {
                answer.accept(tables.messages(ChatIds.format(chatId), from, to).stream()
                    .map(row -> new StoredMessage(row.sequence(), row.msgId(), (String) row.values().get(4))).toList());
            }
        });
    }

    @Override
    public CompletionStage<List<StoredEntry>> read(
        final long connectionId, final long chatId, final long fromSequence, final long toSequence) {
        return answered(connectionId, () -> tables.messages(ChatIds.format(chatId), fromSequence, toSequence).stream()
            .map(row -> entry(chatId, row)).toList());
    }

    @Override
    public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
        return answered(connectionId, () -> tables.messages(ChatIds.format(chatId), 1, Long.MAX_VALUE).stream()
            .filter(row -> row.msgId() == msgId).map(row -> entry(chatId, row)).findFirst().orElse(null));
    }

    private <T> CompletionStage<T> answered(final long connectionId, final Supplier<T> read) {
        final CompletableFuture<T> future = new CompletableFuture<>();
        final boolean fails = away() || draw.perMille(failuresPerMille);
        final long takesMs = draw.between(0, fails ? TIMEOUT_MS : DELAY_MAX_MS);
        if (fails) {
            failsUntilMs.merge(connectionId, clock.nowMs() + takesMs, Math::max);
        }
        clock.after(takesMs, () -> {
            if (fails) {
                future.completeExceptionally(new IllegalStateException("Cassandra is away"));
            } else {
                future.complete(read.get());
            }
        });
        return future;
    }

    private static StoredEntry entry(final long chatId, final Tables.Message row) {
        final List<Object> v = row.values();
        final byte[] body = v.get(9) == null ? (byte[]) v.get(10) : ((String) v.get(9)).getBytes(StandardCharsets.UTF_8);
        return new StoredEntry(chatId, row.msgId(), row.sequence(), (Long) v.get(11), (Long) v.get(7),
            v.get(13) == null ? row.sequence() : (Long) v.get(13),
            ContentKind.get((short) (int) (Integer) v.get(8)), (String) v.get(4), (String) v.get(5), (String) v.get(6),
            body);
    }
}
