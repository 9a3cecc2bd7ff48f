package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Edges, sessions, presence and devices come and go in any order: nothing throws, and a restored core goes on as the same. */
class RandomSessionsTest {
    private static final int STEPS = 1_500;
    private static final int EDGES = 3;
    private static final String[] USERS = {"alice", "bob", "carol"};

    private Random random;
    private Recording out;
    private Core core;
    private long now;
    private long correlation;
    private final long[] epochs = new long[EDGES + 1];
    /** Each with its edge and epoch. */
    private final List<long[]> sessions = new ArrayList<>();
    private final List<Long> chats = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("godwit.random.seeds", 50));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGoOnWhoeverComesAndGoes(final long seed) {
        start(seed);
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(4) == 0 ? random.nextInt(12_000) : random.nextInt(200);
            core.onTime(now);
            step(pick(USERS), pick(USERS), "d" + random.nextInt(10));
            out.take();
        }
        assertThat(core.stateHash()).isEqualTo(core.recomputeStateHash());
    }

    private void start(final long seed) {
        random = new Random(seed);
        out = new Recording();
        core = new Core(3, out, Shard.KEY);
        now = Shard.START_MS;
        core.onTime(now);
        Shard.ownAll(core);
        core.onConfigure(Limits.of(CoreLimits.DEFAULT).presence(1 + random.nextInt(4)).users(2 + random.nextInt(3))
            .window(1 + random.nextInt(4)).fanout(2 + random.nextInt(3)).inbox(1 + random.nextInt(6))
            .groupMembers(3 + random.nextInt(2)).payloadBytes(1 << 20).build());
        sessions.add(new long[] {1, 1, 1});
        chats.add(1L);
    }

    private void step(final String user, final String other, final String device) {
        final int edge = 1 + random.nextInt(EDGES);
        final int kind = random.nextInt(22);
        if (kind < 4) {
            edges(kind, edge);
        } else if (kind < 12) {
            devices(kind, edge, user, device);
        } else if (kind < 15) {
            watch(kind, edge, user, other);
        } else if (kind < 20) {
            chats(kind, edge, user, other, device);
        } else {
            shard();
        }
    }

    private void edges(final int kind, final int edge) {
        if (kind == 0) {
            core.onEdgeOpen(edge, 1, 4700 + edge, Shard.bytes("aeron:ipc"));
            epochs[edge] = out.lastEpoch;
        } else if (kind == 1) {
            core.onEdgeClose(edge, epochs[edge]);
        } else {
            for (int each = 1; each <= EDGES; each++) {
                if (random.nextInt(3) > 0) {
                    core.onEdgeKeepAlive(each, epochs[each]);
                }
            }
            core.onTick();
        }
    }

    private void devices(final int kind, final int edge, final String user, final String device) {
        final long[] one = sessions.get(random.nextInt(sessions.size()));
        switch (kind) {
            case 4 -> core.onDetach(one[0], one[1], one[2], random.nextBoolean());
            case 5 -> core.onResync(one[0], one[1], one[2], random.nextInt(20));
            case 6 -> core.onRemoveDevice(one[0], one[1], 5, one[2], Shard.bytes(device));
            case 7 -> core.onSetPrivacy(one[0], one[1], 5, one[2], 1 + random.nextInt(2));
            case 8 -> core.onLagging(one[0], one[1], one[2], chat(), random.nextInt(60) - 2);
            default -> {
                final long previous = random.nextInt(4) == 0 ? one[2] : 0;
                core.onAttach(edge, epochs[edge], ++correlation, correlation, previous, 0, Shard.partition(user), Shard.bytes(user),
                    Shard.bytes(device));
                sessions.add(new long[] {edge, epochs[edge], out.lastSession});
            }
        }
    }

    private void watch(final int kind, final int edge, final String user, final String other) {
        if (kind < 14) {
            core.onPresenceSubscribe(edge, epochs[edge], 9, Shard.bytes(user), Shard.bytes(other));
        } else {
            core.onPresenceUnsubscribe(edge, epochs[edge], Shard.bytes(other));
        }
    }

    private void chats(final int kind, final int edge, final String user, final String other, final String device) {
        final long[] one = sessions.get(random.nextInt(sessions.size()));
        switch (kind) {
            case 15 -> create(edge, user, other, device);
            case 16 -> core.onAcknowledge(one[0], one[1], 7, one[2], chat(), random.nextInt(60) - 2, random.nextInt(3) - 1,
                random.nextInt(30), random.nextInt(8) - 1);
            case 17 -> {
                core.onParticipant(Shard.partition(other), Shard.bytes(other));
                core.onChangeChat(edge, ++correlation, chat(), 1 + random.nextInt(5), random.nextInt(4), Shard.bytes(user),
                    Shard.bytes("t"));
            }
            default -> core.onSend(edge, ++correlation, random.nextBoolean() ? 0 : one[2], chat(), Content.TEXT, Shard.bytes(user),
                Shard.bytes(device), Shard.bytes("k" + random.nextInt(400)), Shard.bytes(""), Shard.bytes("x"));
        }
    }

    private void create(final int edge, final String user, final String other, final String device) {
        final boolean group = random.nextBoolean();
        core.onParticipant(Shard.partition(other), Shard.bytes(other));
        for (final String each : group ? USERS : new String[0]) {
            core.onParticipant(Shard.partition(each), Shard.bytes(each));
        }
        core.onCreateChat(edge, 1, Shard.partition(user), Shard.bytes(user), Shard.bytes(device), Shard.bytes(group ? "g" : ""),
            Shard.bytes(""));
        if (!chats.contains(out.lastChatId)) {
            chats.add(out.lastChatId);
        }
    }

    private void shard() {
        switch (random.nextInt(5)) {
            case 0 -> core.onNewTerm(1, now);
            case 1 -> core.onJournalAdvance(core.incarnation(), random.nextInt((int) core.outputSequence() + 2));
            case 2 -> {
                final long hash = core.stateHash();
                core = Shard.restore(snapshot(), out);
                assertThat(core.stateHash()).isEqualTo(hash);
            }
            default -> core.onTick();
        }
    }

    private List<byte[]> snapshot() {
        final List<byte[]> chunks = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        });
        return chunks;
    }

    private long chat() {
        return chats.get(random.nextInt(chats.size()));
    }

    private String pick(final String[] from) {
        return from[random.nextInt(from.length)];
    }
}
