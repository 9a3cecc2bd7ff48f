package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Several shards, the links between which carry, lose, hold and repeat what a test wants; users live where their name says. */
final class Mesh {
    static final long EDGE = 7;
    private static final int PARTITIONS_PER_SHARD = 100;

    final List<Recording> outs = new ArrayList<>();
    final List<Core> cores = new ArrayList<>();
    final long[] epochs;
    long now = Shard.START_MS;
    boolean isCut;
    private final List<Deque<Consumer<Core>>> mail = new ArrayList<>();
    private long correlation;

    Mesh(final int shards, final CoreLimits limits) {
        epochs = new long[shards];
        for (int shard = 0; shard < shards; shard++) {
            mail.add(new ArrayDeque<>());
            final Recording out = new Recording();
            final int from = shard;
            out.links = (to, record) -> post(from, to, record);
            outs.add(out);
            final Core core = new Core(shard, out, Shard.KEY);
            cores.add(core);
            core.onTime(now);
            for (int each = 0; each < shards; each++) {
                core.onRange(each * PARTITIONS_PER_SHARD, each);
            }
            core.onTopology();
            core.onConfigure(limits);
            core.onEdgeOpen(EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
            epochs[shard] = out.lastEpoch;
        }
    }

    private void post(final int from, final int to, final BiConsumer<Core, Integer> record) {
        if (!isCut) {
            mail.get(to).add(core -> record.accept(core, from));
        }
    }

    /** A user "b2" lives on shard 2. */
    static int shardOf(final String user) {
        return user.charAt(user.length() - 1) - '0';
    }

    static int partition(final String user) {
        return shardOf(user) * PARTITIONS_PER_SHARD + Math.abs(user.hashCode()) % PARTITIONS_PER_SHARD;
    }

    static int shardOf(final long chatId) {
        return (int) (chatId >>> 51) / PARTITIONS_PER_SHARD;
    }

    Core core(final String user) {
        return cores.get(shardOf(user));
    }

    Recording out(final String user) {
        return outs.get(shardOf(user));
    }

    Core at(final int shard) {
        now++;
        cores.get(shard).onTime(now);
        return cores.get(shard);
    }

    /** Everything that is under way arrives, and what that makes, too. */
    void settle() {
        boolean any = true;
        while (any) {
            any = false;
            for (int shard = 0; shard < cores.size(); shard++) {
                any |= deliver(shard, Integer.MAX_VALUE);
            }
        }
    }

    boolean deliver(final int shard, final int count) {
        boolean any = false;
        for (int i = 0; i < count && !mail.get(shard).isEmpty(); i++) {
            mail.get(shard).poll().accept(at(shard));
            check(shard);
            any = true;
        }
        return any;
    }

    /** What arrives next at a shard, to be applied by who asks; null: nothing. */
    Consumer<Core> next(final int shard) {
        return mail.get(shard).poll();
    }

    int waiting(final int shard) {
        return mail.get(shard).size();
    }

    void lose(final int shard) {
        mail.get(shard).clear();
    }

    void lose(final int shard, final int index) {
        final List<Consumer<Core>> kept = new ArrayList<>(mail.get(shard));
        kept.remove(index);
        mail.get(shard).clear();
        mail.get(shard).addAll(kept);
    }

    void swap(final int shard, final int index) {
        final List<Consumer<Core>> kept = new ArrayList<>(mail.get(shard));
        kept.add(0, kept.remove(index));
        mail.get(shard).clear();
        mail.get(shard).addAll(kept);
    }

    void pass(final long ms) {
        final long end = now + ms;
        while (now < end) {
            now = Math.min(end, now + 100);
            for (int shard = 0; shard < cores.size(); shard++) {
                cores.get(shard).onTime(now);
                cores.get(shard).onEdgeKeepAlive(EDGE, epochs[shard]);
                cores.get(shard).onTick();
                check(shard);
            }
            settle();
        }
    }

    private void check(final int shard) {
        if (now % 7 == 0) {
            assertThat(cores.get(shard).stateHash()).isEqualTo(cores.get(shard).recomputeStateHash());
        }
    }

    long attach(final String user, final String device) {
        at(shardOf(user)).onAttach(EDGE, epochs[shardOf(user)], ++correlation, correlation, 0, 0, partition(user),
            Shard.bytes(user), Shard.bytes(device));
        return out(user).lastSession;
    }

    void resync(final String user, final long session) {
        at(shardOf(user)).onResync(EDGE, epochs[shardOf(user)], session, 0);
    }

    void detach(final String user, final long session) {
        out(user).subscribers.forget(session);
        at(shardOf(user)).onDetach(EDGE, epochs[shardOf(user)], session, false);
    }

    /** The creator's partition or, of a direct chat, the smaller one's says which shard makes it. */
    long create(final String creator, final String key, final String... others) {
        final boolean direct = others.length == 1;
        final int shard = direct && others[0].compareTo(creator) < 0 ? shardOf(others[0]) : shardOf(creator);
        final Core core = at(shard);
        for (final String other : others) {
            core.onParticipant(partition(other), Shard.bytes(other));
        }
        core.onCreateChat(EDGE, ++correlation, partition(creator), Shard.bytes(creator), Shard.bytes("phone"),
            Shard.bytes(key), Shard.bytes(direct ? "" : "Crew"));
        return outs.get(shard).lastChatId;
    }

    void change(final long chat, final int kind, final int role, final String asker, final String... ids) {
        final Core core = at(shardOf(chat));
        for (final String id : ids) {
            core.onParticipant(partition(id), Shard.bytes(id));
        }
        core.onChangeChat(EDGE, ++correlation, chat, kind, role, Shard.bytes(asker), Shard.bytes("T" + correlation));
    }

    void send(final long chat, final String sender, final String key, final String body) {
        at(shardOf(chat)).onSend(EDGE, ++correlation, 0, chat, Content.TEXT, Shard.bytes(sender),
            Shard.bytes("phone"), Shard.bytes(key), Shard.bytes(""), Shard.bytes(body));
    }

    void acknowledge(
        final String user, final long session, final long chat, final long sequence, final int status) {
        at(shardOf(user)).onAcknowledge(
            EDGE, epochs[shardOf(user)], 0, session, chat, sequence, 0, 0, status);
    }

    List<String> list(final String user, final long session) {
        out(user).take();
        at(shardOf(user)).onListChats(EDGE, epochs[shardOf(user)], 5, session, -1, -1, 100);
        return out(user).take("row");
    }

    List<String> getChat(final String user, final long chat) {
        final Recording out = outs.get(shardOf(chat));
        out.take();
        at(shardOf(chat)).onGetChat(EDGE, 8, chat, -1, 0, Shard.bytes(user));
        return out.take();
    }

    List<String> history(final String user, final long chat) {
        final Recording out = outs.get(shardOf(chat));
        out.take();
        at(shardOf(chat)).onReadHistory(EDGE, 6, chat, -1, 0, 100, Shard.bytes(user));
        return out.take();
    }

    void newTerm(final int shard) {
        cores.get(shard).onNewTerm(1, ++now);
    }

    void restore(final int shard) {
        final List<byte[]> chunks = new ArrayList<>();
        cores.get(shard).snapshotTo((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        });
        final Core restored = new Core(shard, outs.get(shard), Shard.OTHER_KEY);
        for (final byte[] chunk : chunks) {
            restored.onSnapshotChunk(new UnsafeBuffer(chunk), 0, chunk.length);
        }
        assertThat(restored.stateHash()).isEqualTo(cores.get(shard).stateHash());
        cores.set(shard, restored);
    }
}
