package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A core with a clock and one edge, spoken to in the words of a test; every step compares the state's hash. */
final class Shard {
    static final long EDGE = 7;
    static final long START_MS = 1_750_000_000_000L;
    static final IndexKey KEY = new IndexKey(1, 2);
    /** Of what is restored: state and answers are the same whatever the key. */
    static final IndexKey OTHER_KEY = new IndexKey(0x1234_5678_9ABC_DEF0L, 77);

    final Recording out = new Recording();
    Core core = new Core(3, out, KEY);
    long now = START_MS;
    long epoch;
    boolean isHashChecked = true;
    private long correlation;

    Shard() {
        core.onTime(now);
        ownAll(core);
        core.onEdgeOpen(EDGE, 1, 4701, bytes("aeron:ipc"));
        epoch = out.lastEpoch;
        out.take();
    }

    /** It is the only shard. */
    static void ownAll(final Core core) {
        core.onRange(0, core.shard());
        core.onTopology();
    }

    static DirectBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    static int partition(final String user) {
        return Math.abs(user.hashCode()) % 4096;
    }

    CoreLimits limits() {
        return core.limits();
    }

    void configure(final CoreLimits limits) {
        core.onConfigure(limits);
        assertThat(core.limits()).isEqualTo(limits);
    }

    void step() {
        now++;
        core.onTime(now);
    }

    void check() {
        if (isHashChecked) {
            assertThat(core.stateHash()).isEqualTo(core.recomputeStateHash());
        }
    }

    /** Some time passes, the edge keeping its lease. */
    void pass(final long ms) {
        final long end = now + ms;
        while (now < end) {
            now = Math.min(end, now + 500);
            core.onTime(now);
            core.onEdgeKeepAlive(EDGE, epoch);
            core.onTick();
        }
        check();
    }

    /** Much time passes without a leader: no lease ends. */
    void outage(final long ms) {
        now += ms;
        core.onNewTerm(2, now);
        core.onTime(now);
        check();
    }

    long attach(final String user, final String device) {
        step();
        core.onAttach(EDGE, epoch, ++correlation, 100 + correlation, 0, 0, partition(user), bytes(user), bytes(device));
        check();
        return out.lastSession;
    }

    /** A device connects, or is said again to have, through any edge and under a name of that edge's; it waited there. */
    long attach(
        final long edge, final long edgeEpoch, final long name, final int waitedMs, final String user, final String device) {
        step();
        core.onAttach(edge, edgeEpoch, name, 100 + name, 0, waitedMs, partition(user), bytes(user), bytes(device));
        check();
        return out.lastSession;
    }

    /** The edge attaches a connection again that had a session. */
    long attachAgain(final long previousSession, final long connectionId, final String user, final String device) {
        step();
        core.onAttach(
            EDGE, epoch, ++correlation, connectionId, previousSession, 0, partition(user), bytes(user), bytes(device));
        check();
        return out.lastSession;
    }

    void detach(final long session) {
        step();
        out.subscribers.forget(session);
        core.onDetach(EDGE, epoch, session, false);
        check();
    }

    void sendAway(final long session) {
        step();
        out.subscribers.forget(session);
        core.onDetach(EDGE, epoch, session, true);
        check();
    }

    /** Another edge introduces itself; its epoch. */
    long open(final long edgeId) {
        step();
        core.onEdgeOpen(edgeId, 1, 4702, bytes("aeron:ipc"));
        check();
        return out.lastEpoch;
    }

    /** What the edge is answered that asks for a user on behalf of another. */
    List<String> ask(final String asker, final String user) {
        return ask(EDGE, epoch, asker, user);
    }

    List<String> ask(final long edgeId, final long itsEpoch, final String asker, final String user) {
        step();
        out.take();
        core.onPresenceSubscribe(edgeId, itsEpoch, 9, bytes(asker), bytes(user));
        check();
        return out.take();
    }

    void forgo(final String user) {
        step();
        core.onPresenceUnsubscribe(EDGE, epoch, bytes(user));
        check();
    }

    void privacy(final long session, final int visibility) {
        step();
        core.onSetPrivacy(EDGE, epoch, 0, session, visibility);
        check();
    }

    void resync(final long session, final long changeSeen) {
        step();
        out.subscribers.forget(session);
        core.onResync(EDGE, epoch, session, changeSeen);
        check();
    }

    long chat(final String creator, final String... others) {
        return chat(creator, "phone", others);
    }

    long chat(final String creator, final String device, final String[] others) {
        step();
        for (final String other : others) {
            core.onParticipant(partition(other), bytes(other));
        }
        core.onCreateChat(
            EDGE, ++correlation, partition(creator), bytes(creator), bytes(device), bytes(""), bytes(""));
        check();
        return out.lastChatId;
    }

    long group(final String creator, final String key, final String... others) {
        step();
        for (final String other : others) {
            core.onParticipant(partition(other), bytes(other));
        }
        core.onCreateChat(EDGE, ++correlation, partition(creator), bytes(creator), bytes("phone"), bytes(key),
            bytes("Crew"));
        check();
        return out.lastChatId;
    }

    void change(final long chat, final int kind, final String asker, final String... ids) {
        change(chat, kind, ChatView.MEMBER, asker, "", ids);
    }

    void change(
        final long chat, final int kind, final int role, final String asker, final String title,
        final String... ids) {
        step();
        for (final String id : ids) {
            core.onParticipant(partition(id), bytes(id));
        }
        core.onChangeChat(EDGE, ++correlation, chat, kind, role, bytes(asker), bytes(title));
        check();
    }

    /** The edge's name for the latest request. */
    long lastCorrelation() {
        return correlation;
    }

    /** The edge offers a change again. */
    List<String> changeAgain(
        final long correlationId, final long chat, final int kind, final int role, final String asker, final String title,
        final String... ids) {
        step();
        out.take();
        for (final String id : ids) {
            core.onParticipant(partition(id), bytes(id));
        }
        core.onChangeChat(EDGE, correlationId, chat, kind, role, bytes(asker), bytes(title));
        check();
        return out.take();
    }

    long send(final long chat, final String sender, final String device, final String key, final String body) {
        return sendAfter("", chat, sender, device, key, body);
    }

    long sendAfter(
        final String after, final long chat, final String sender, final String device, final String key,
        final String body) {
        return send(0, after, chat, sender, device, key, body);
    }

    long send(
        final long session, final String after, final long chat, final String sender, final String device,
        final String key, final String body) {
        step();
        core.onSend(EDGE, ++correlation, session, chat, Content.TEXT, bytes(sender), bytes(device), bytes(key), bytes(after),
            bytes(body));
        check();
        return out.lastMsgId;
    }

    void acknowledge(final long session, final long chat, final long sequence, final int status) {
        acknowledge(session, chat, sequence, status, 0, 0, 0);
    }

    void acknowledge(
        final long session, final long chat, final long sequence, final int status, final long correlationId,
        final long msgId, final long messageOrdinal) {
        step();
        core.onAcknowledge(EDGE, epoch, correlationId, session, chat, sequence, msgId, messageOrdinal, status);
        check();
    }

    void delivered(final long session, final long chat, final long sequence) {
        acknowledge(session, chat, sequence, Receipts.DELIVERED);
    }

    void read(final long session, final long chat, final long sequence) {
        acknowledge(session, chat, sequence, Receipts.READ);
    }

    List<String> list(final long session, final long since, final long cursor, final int limit) {
        step();
        out.take();
        core.onListChats(EDGE, epoch, 5, session, since, cursor, limit);
        check();
        return out.take();
    }

    List<String> history(final String user, final long chat, final long before, final long after, final int limit) {
        step();
        out.take();
        core.onReadHistory(EDGE, 6, chat, before, after, limit, bytes(user));
        check();
        return out.take();
    }

    List<String> getChat(final String user, final long chat) {
        step();
        out.take();
        core.onGetChat(EDGE, 8, chat, -1, 0, bytes(user));
        return out.take();
    }

    void journaled(final long outputSequence) {
        step();
        core.onJournalAdvance(core.incarnation(), outputSequence);
        check();
    }

    List<byte[]> snapshot() {
        final List<byte[]> chunks = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        });
        return chunks;
    }

    static Core restore(final List<byte[]> chunks, final CoreListener listener) {
        final Core restored = new Core(3, listener, OTHER_KEY);
        boolean done = false;
        for (final byte[] chunk : chunks) {
            assertThat(done).isFalse();
            done = restored.onSnapshotChunk(new UnsafeBuffer(chunk), 0, chunk.length);
        }
        assertThat(done).isTrue();
        return restored;
    }
}
