package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded runs of random commands, sensible and senseless. After each the hash is what a recomputation says; at random
 * points a twin is restored from a snapshot, with an image or without, and both go on saying the same. More seeds, more steps:
 * {@code -Dgodwit.random.seeds=}, {@code -Dgodwit.random.steps=}.
 */
class RandomRunTest {
    private static final int STEPS = Integer.getInteger("godwit.random.steps", 1_200);

    private Random random;
    private Recording out;
    private Core core;
    private Recording twinOut;
    private Core twin;
    private Images images;
    private long now;
    private final List<Long> epochs = new ArrayList<>();
    private final List<Long> sessions = new ArrayList<>();
    private final List<Long> chats = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("godwit.random.seeds", 50));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldStayTheSameAfterARestoreAtAnyPoint(final long seed) {
        start(seed);
        for (int step = 0; step < STEPS; step++) {
            apply(random.nextLong());
            compare(seed, step);
            images.step(core);
            if (random.nextInt(150) == 0) {
                restoreTwin();
            }
        }
    }

    private void start(final long seed) {
        random = new Random(seed);
        out = new Recording();
        core = new Core(3, out, Shard.KEY);
        now = Shard.START_MS;
        images = new Images(random);
        twin = null;
        onCore(core -> core.onTime(now));
        onCore(Shard::ownAll);
        onCore(core -> core.onConfigure(new CoreLimits(
            1 + random.nextInt(3), 1 + random.nextInt(6), 1 << 20, 200, 1 << 22, 1 + random.nextInt(30), 100_000,
            10_000, 5_000, 10_000, 16_384, 12, 30, 8, 200, 2 + random.nextInt(5), 2 + random.nextInt(3),
            1 + random.nextInt(5))));
        sessions.add(1L);
        chats.add(1L);
        epochs.add(1L);
    }

    private void compare(final long seed, final int step) {
        final String where = "seed=" + seed + " step=" + step;
        assertThat(core.stateHash()).as(where).isEqualTo(core.recomputeStateHash());
        final List<String> lines = out.take();
        if (twin != null) {
            assertThat(twinOut.take()).as(where).isEqualTo(lines);
            assertThat(twin.stateHash()).as(where).isEqualTo(core.stateHash());
        }
        sessions.add(out.lastSession);
        chats.add(out.lastChatId);
        epochs.add(out.lastEpoch);
    }

    private void restoreTwin() {
        final List<byte[]> snapshot = chunks(core);
        twinOut = new Recording();
        twin = images.hasSome(core) ? images.restore(core, twinOut) : Shard.restore(snapshot, twinOut);
        assertThat(twin.stateHash()).isEqualTo(core.stateHash());
        assertThat(chunks(twin)).containsExactlyElementsOf(snapshot);
    }

    private static List<byte[]> chunks(final Core core) {
        final List<byte[]> chunks = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        });
        return chunks;
    }

    /** One command, the same on both; everything it needs is drawn from the seed given. */
    private void apply(final long seed) {
        final Random draw = new Random(seed);
        now += draw.nextInt(4) == 0 ? draw.nextInt(3_000) - 200 : draw.nextInt(20);
        onCore(core -> core.onTime(now));
        final long edge = 1 + draw.nextInt(2);
        final long epoch = pick(epochs, draw);
        final long session = pick(sessions, draw);
        final long chat = pick(chats, draw);
        final DirectBuffer user = name(draw, "u", 6);
        final DirectBuffer device = name(draw, "d", 10);
        final int number = draw.nextInt(20);
        final long odd = odd(draw);
        final int kind = draw.nextInt(82);
        onCore(core -> command(core, kind, edge, epoch, session, chat, user, device, number, odd));
    }

    private void command(
        final Core to, final int kind, final long edge, final long epoch, final long session, final long chat,
        final DirectBuffer user, final DirectBuffer device, final int number, final long odd) {
        if (kind < 18) {
            to.onSend(edge, 1, number % 2 * session, chat, 1 + number / 15, user, device, key(number, odd),
                (odd & 7) == 0 ? key(number, odd - 1) : body(0), body(number));
        } else if (kind < 28) {
            final long sequence = number == 0 ? odd : 1 + (odd & 15);
            to.onAcknowledge(edge, epoch, number, session, chat, sequence, 0, odd, 1 + number % 3);
        } else if (kind < 34) {
            // Some were judged before, some waited.
            to.onAttach(edge, epoch, 2 * now - number % 3, number, number % 3 == 0 ? session : 0, number * 50,
                number == 0 ? (int) odd : number, user, device);
        } else if (kind < 38) {
            to.onParticipant(number, name(new Random(odd), "u", 6));
            to.onCreateChat(edge, 1, number, user, device, key(number, odd), body(0));
        } else if (kind < 40) {
            to.onEdgeOpen(number == 0 ? odd : edge, 1, number, Shard.bytes("aeron:ipc"));
        } else {
            rest(to, kind, edge, epoch, session, chat, user, device, number, odd);
        }
    }

    private void rest(
        final Core to, final int kind, final long edge, final long epoch, final long session, final long chat,
        final DirectBuffer user, final DirectBuffer device, final int number, final long odd) {
        switch (kind) {
            case 40 -> to.onEdgeClose(edge, number == 0 ? epoch : odd);
            case 41, 42 -> to.onDetach(edge, epoch, session, number < 3);
            case 43 -> to.onResync(edge, epoch, session, odd);
            case 44 -> to.onLagging(edge, epoch, session, chat, number == 0 ? odd : number < 4 ? -1 : odd & 15);
            case 45 -> to.onListChats(edge, epoch, 1, session, number < 10 ? -1 : odd, number < 10 ? -1 : odd, number);
            case 46 -> to.onGetChat(edge, 1, chat, number < 10 ? -1 : odd, number, user);
            case 47 -> to.onReadHistory(edge, 1, chat, number < 10 ? -1 : odd, number > 5 ? -1 : odd, number, user);
            case 48 -> to.onListDevices(edge, epoch, 1, session);
            case 49 -> to.onRemoveDevice(edge, epoch, 1, session, device);
            case 50, 51 -> to.onJournalAdvance(1, number < 3 ? odd : to.outputSequence() - number);
            case 52 -> to.onNewTerm(odd, now + 5);
            case 53 -> to.onTime(number == 0 ? now + 110_000 : now);
            case 54, 55 -> to.onEdgeKeepAlive(edge, epoch);
            case 56, 57, 58, 59 -> to.onTick();
            case 60, 61, 62, 63, 64 -> to.onPresenceSubscribe(
                edge, epoch, 1, name(new Random(odd), "u", 6), user);
            case 65 -> to.onPresenceUnsubscribe(edge, epoch, user);
            case 66, 67 -> to.onSetPrivacy(edge, epoch, number % 3, session, number == 0 ? (int) odd : 1 + number % 2);
            default -> groups(to, kind, edge, chat, user, device, number, odd);
        }
    }

    private void groups(
        final Core to, final int kind, final long edge, final long chat, final DirectBuffer user,
        final DirectBuffer device, final int number, final long odd) {
        final Random draw = new Random(odd);
        for (int i = 0; i < number % 5; i++) {
            to.onParticipant(number, name(draw, "u", 6));
        }
        if (kind < 70) {
            to.onCreateChat(edge, 1, number, user, device, number % 4 == 0 ? body(0) : key(number / 4, 0), body(number % 3));
        } else {
            to.onChangeChat(edge, odd, chat, number == 0 ? (int) odd : 1 + (int) (odd & 3) + number % 2, 1 + number % 2,
                user, body(number % 3));
        }
    }

    private void onCore(final java.util.function.Consumer<Core> command) {
        command.accept(core);
        if (twin != null) {
            command.accept(twin);
        }
    }

    private static long odd(final Random draw) {
        final long[] odds = {0, -1, 1, 5, 100, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, -7, draw.nextLong()};
        return draw.nextInt(3) == 0 ? odds[draw.nextInt(odds.length)] : draw.nextInt(20);
    }

    private static long pick(final List<Long> from, final Random draw) {
        final int back = 1 + Math.min(from.size() - 1, draw.nextInt(3) == 0 ? draw.nextInt(from.size()) : draw.nextInt(60));
        return draw.nextInt(50) == 0 ? draw.nextLong() : from.get(Math.max(0, from.size() - back));
    }

    private static DirectBuffer name(final Random draw, final String prefix, final int count) {
        final int choice = draw.nextInt(80);
        if (choice == 0) {
            return new UnsafeBuffer(new byte[draw.nextInt(200)]);
        }
        return Shard.bytes(prefix + draw.nextInt(count) + (choice < 30 ? "-a-longer-name-that-has-its-own-size" : ""));
    }

    private static DirectBuffer key(final int number, final long odd) {
        return Shard.bytes("k".repeat(1 + number * 3) + (odd & 255));
    }

    private static DirectBuffer body(final int number) {
        return Shard.bytes("x".repeat(number * number * number * 2));
    }
}
