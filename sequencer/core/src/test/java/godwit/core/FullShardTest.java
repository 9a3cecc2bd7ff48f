package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fills a core to all its bounds at once: each is reached, is answered, and what they bound fits into its heap. */
final class FullShardTest {
    private static final long STATE_BYTES = 48L << 20;
    private static final long EDGE = 7;
    private static final int GROUPS = 20;

    private final Silence out = new Silence().expectRefusals();
    private final CoreLimits limits = CoreLimits.DEFAULT.fittingInto(STATE_BYTES);
    private final UnsafeBuffer key = new UnsafeBuffer(new byte[36]);
    /** So long that payloads reach their bound too. */
    private final DirectBuffer body = Shard.bytes("a message of some length ".repeat(5));
    private final DirectBuffer phone = device(0);

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldReachEveryBoundWithinItsHeap(final int devices) {
        final long before = usedBytes();
        final Core core = new Core(0, out, Shard.KEY);
        core.onTime(Shard.START_MS);
        Shard.ownAll(core);
        core.onConfigure(limits);
        core.onEdgeOpen(EDGE, 1, 1, Shard.bytes("aeron:ipc"));
        final long epoch = out.lastEpoch;
        for (int i = 0; i < limits.usersMax(); i++) {
            for (int device = 0; device < devices; device++) {
                core.onAttach(EDGE, epoch, (long) i * devices + device + 1, i, 0, 0, i & 4095, user(i), device(device));
            }
        }
        assertThat(out.refusals).isZero();
        core.onAttach(EDGE, epoch, Long.MAX_VALUE, 1, 0, 0, 1, user(-1), phone);
        assertThat(out.refusals).as("one user more").isEqualTo(1);
        final long[] chats = chats(core);
        long sent = members(core, chats);
        for (; out.refusals == 3; sent++) {
            key.putLong(0, sent);
            final int chat = (int) (sent % chats.length);
            core.onSend(EDGE, 1, 0, chats[chat], Content.TEXT, user(chat % (int) limits.usersMax()), phone, key, Shard.bytes(""), body);
        }
        assertThat(sent - 1).as("entries that wait for the journal").isEqualTo(limits.unjournaledEntriesMax());
        assertThat(sent - 1).as("more than keys").isGreaterThan(limits.keysMax());
        watch(core, epoch, chats.length);
        assertThat(usedBytes() - before).as("bytes of heap").isLessThan(STATE_BYTES);
        assertThat(core.stateHash()).isEqualTo(core.recomputeStateHash());
    }

    /** Each chat's creator is watched on behalf of the other one, and from as many edges as it takes. */
    private void watch(final Core core, final long firstEpoch, final int chats) {
        final int users = (int) limits.usersMax();
        final long refused = out.refusals;
        long epoch = firstEpoch;
        long watched = 0;
        for (int edge = 0; out.refusals == refused; edge++) {
            for (int i = GROUPS; i < Math.min(users, chats) && out.refusals == refused; i++) {
                core.onPresenceSubscribe(EDGE + edge, epoch, 1, user((i + 1) % users), user(i));
                watched++;
            }
            core.onEdgeOpen(EDGE + edge + 1, 1, 1, Shard.bytes("aeron:ipc"));
            epoch = out.lastEpoch;
        }
        assertThat(watched - 1).as("users times edges").isEqualTo(limits.presenceMax());
    }

    private long[] chats(final Core core) {
        final int users = (int) limits.usersMax();
        final long[] chats = new long[(int) limits.chatsMax()];
        for (int i = 0; i < chats.length; i++) {
            core.onParticipant(0, user((i % users + 1 + i / users) % users));
            if (i < GROUPS) {
                core.onParticipant(0, user((i + 3) % users));
            }
            core.onCreateChat(EDGE, 1, 0, user(i % users), phone, Shard.bytes(""), Shard.bytes(""));
            chats[i] = out.lastChatId;
        }
        assertThat(out.refusals).isEqualTo(1);
        core.onParticipant(0, user(users / 2));
        core.onCreateChat(EDGE, 1, 0, user(0), phone, Shard.bytes(""), Shard.bytes(""));
        assertThat(out.refusals).as("one chat more").isEqualTo(2);
        return chats;
    }

    /** As many as all chats may have together, in the first of them; how many entries that takes. */
    private long members(final Core core, final long[] chats) {
        final int users = (int) limits.usersMax();
        long members = 2L * chats.length + GROUPS;
        for (int i = 0; i < users && out.refusals == 2; i++) {
            for (int group = 0; group < GROUPS && out.refusals == 2; group++) {
                final int user = (group + 4 + i) % users;
                core.onParticipant(0, user(user));
                core.onChangeChat(EDGE, members, chats[group], Changes.ADDED, 0, user(group % users), Shard.bytes(""));
                members++;
            }
        }
        assertThat(members - 1).as("members").isEqualTo(limits.membersMax());
        return members - 1 - 2L * chats.length - GROUPS;
    }

    private static DirectBuffer device(final int number) {
        return Shard.bytes("device-of-some-length-" + number);
    }

    private static DirectBuffer user(final int number) {
        return Shard.bytes("a-user-of-some-length-" + number);
    }

    private static long usedBytes() {
        final Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
