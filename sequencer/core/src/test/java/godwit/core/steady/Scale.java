package godwit.core.steady;

import godwit.core.Changes;
import godwit.core.Content;
import godwit.core.Core;
import godwit.core.CoreLimits;
import godwit.core.ImagePlace;
import godwit.core.IndexKey;
import godwit.core.Receipts;
import godwit.core.Silence;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How large a shard's state is and what a message costs as it grows; prints a line for each figure. Arguments: users, direct
 * chats, members of groups of 1,000; with a fourth one only how large it is. The heap is measured after a collection, so what is printed includes all that belongs to
 * the state: tables, indexes, names.
 */
public final class Scale {
    private static final long EDGE = 7;
    private static final long START_MS = 1_750_000_000_000L;
    private static final int GROUP = 1_000;
    private static final int WARM_OPERATIONS = 1_500_000;
    private static final int OPERATIONS = 600_000;
    /** About as many places does a message with its receipt touch that are in no cache. */
    private static final int TOUCHES = 24;
    private static final int BATCH = 64;
    /** So many messages of a chat a device acknowledges at once, as an edge does that waits 20 ms for more. */
    private static final int COALESCED = 16;
    private static final int GROUPS = 100;
    private static final int GROUP_MEMBERS = 100;
    private static final int GROUP_COALESCED = 64;

    private static final int SENDS_AFTER_IMAGE = 50_000;
    private static final int STEP_BYTES = 256 * 1024;

    private final Silence out = new Silence();
    private final UnsafeBuffer phone = bytes("phone");
    private final UnsafeBuffer none = bytes("");
    private final UnsafeBuffer body = bytes("x".repeat(100));
    private final UnsafeBuffer key = bytes("00000000-0000-0000-0000-000000000000");
    private final UnsafeBuffer name = new UnsafeBuffer(new byte[16]);
    private final Core core = new Core(0, out, new IndexKey(1, 2));
    private final int users;
    private final long[] sessions;
    private long epoch;
    private long now = START_MS;
    private long titles;
    private long operations;
    private long commands;
    private int[] unacknowledged = new int[0];
    private final int[] times = new int[OPERATIONS];
    private final long[] groups = new long[GROUPS];
    private long random = 88172645463325252L;

    private Scale(final int users) {
        this.users = users;
        this.sessions = new long[users];
    }

    /**
     * Prints the figures.
     *
     * @param arguments users, direct chats, members of groups; anything more: no messages are sent.
     */
    public static void main(final String[] arguments) {
        final Scale scale = new Scale(Integer.parseInt(arguments[0]));
        scale.run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), arguments.length > 3);
    }

    private void run(final int chats, final int members, final boolean sizeOnly) {
        core.onTime(now);
        final CoreLimits limits = CoreLimits.DEFAULT;
        core.onConfigure(new CoreLimits(limits.inFlightMax(), limits.unacknowledgedMax(), 1 << 20, 2_000_000, 4L << 30,
            limits.inboxEntriesMax(), limits.inboxRetentionMs(), Long.MAX_VALUE / 4, limits.redeliverMs(),
            limits.inboxGraceMs(), limits.bodyBytesMax(), 100_000_000, 100_000_000, 1_000_000, 64_000_000,
            limits.groupMembersMax(), limits.fanoutMax(), limits.presenceMax()));
        core.onRange(0, 0);
        core.onTopology();
        core.onEdgeOpen(EDGE, 1, 1, bytes("aeron:ipc"));
        epoch = out.lastEpoch;
        final long empty = heap();
        addUsers();
        long before = print("idle user with one device", users, empty);
        final long[] ids = addChats(chats);
        before = print("direct chat", chats, before);
        final long[] groupIds = addGroups(members);
        before = print("membership in a group of 1,000, nothing waits", members, before);
        changeTitles(groupIds);
        before = print("cursor at a change that waits for a device", members, before);
        for (int among = 1_000; among <= users && !sizeOnly; among *= 10) {
            cost(ids, among);
        }
        if (users >= 10_000 && !sizeOnly) {
            groupCost();
        }
        quiet();
        before = heap();
        System.out.printf(Locale.ROOT, "keys: %,d, state in all: %,d MiB%n", core.keys(), before - empty >> 20);
        snapshot(ids);
    }

    /** A minute in which nothing is sent: whoever has everything has no cursor any more. */
    private void quiet() {
        final int before = core.cursors();
        for (int i = 0; i < 600; i++) {
            now += 100;
            core.onTime(now);
            core.onTick();
        }
        System.out.printf(Locale.ROOT, "cursors: %,d, after a minute without messages %,d%n", before, core.cursors());
    }

    private void addUsers() {
        for (int i = 0; i < users; i++) {
            core.onAttach(EDGE, epoch, i + 1, i, 0, 0, i & 4095, user(i), phone);
            core.onDetach(EDGE, epoch, out.lastSession, false);
        }
    }

    private long[] addChats(final int chats) {
        final long[] ids = new long[chats];
        for (int i = 0; i < chats; i++) {
            final int creator = i < users / 2 ? 2 * i : (i - users / 2) % users;
            final int other = other(creator, i);
            core.onParticipant(other & 4095, user(other));
            core.onCreateChat(EDGE, 1, creator & 4095, user(creator), phone, none, none);
            ids[i] = out.lastChatId;
            collect();
        }
        return ids;
    }

    /** The first chats of all are between neighbours, so that the first n users have chats with each other; no pair comes twice. */
    private int other(final int user, final int chat) {
        final int round = (chat + users - users / 2) / users;
        return round == 0 ? user ^ 1 : (int) ((user + 1 + (long) round * 7919) % users);
    }

    private long[] addGroups(final int members) {
        final long[] ids = new long[members / GROUP];
        for (int group = 0; group < ids.length; group++) {
            for (int i = 0; i < GROUP - 1; i++) {
                final int member = groupMember(group, GROUP, i + 1);
                core.onParticipant(member & 4095, user(member));
            }
            core.onCreateChat(
                EDGE, 1, groupMember(group, GROUP, 0) & 4095, user(groupMember(group, GROUP, 0)), phone, key, none);
            ids[group] = out.lastChatId;
            key.putLong(0, ++operations);
            collect();
        }
        return ids;
    }

    private void changeTitles(final long[] groupIds) {
        for (int group = 0; group < groupIds.length; group++) {
            core.onChangeChat(EDGE, ++titles, groupIds[group], Changes.TITLE, 0, user(groupMember(group, GROUP, 0)), phone);
            collect();
        }
    }

    /** One message and its receipt READ, among so many users. */
    private void cost(final long[] chats, final int among) {
        for (int i = 0; i < among; i++) {
            if (sessions[i] == 0) {
                core.onAttach(EDGE, epoch, users + 1 + i, i, 0, 0, i & 4095, user(i), phone);
                sessions[i] = out.lastSession;
            }
        }
        unacknowledged = new int[among];
        send(chats, among, WARM_OPERATIONS, false);
        final long allocated = allocated();
        long start = System.nanoTime();
        send(chats, among, OPERATIONS, false);
        final long sends = (System.nanoTime() - start) / OPERATIONS;
        final double bytes = (double) (allocated() - allocated) / OPERATIONS;
        send(chats, among, OPERATIONS, true);
        talk(chats, among, WARM_OPERATIONS);
        start = System.nanoTime();
        talk(chats, among, OPERATIONS);
        final long both = (System.nanoTime() - start) / OPERATIONS;
        System.out.printf(Locale.ROOT, "among %,d users: a send %,d ns (%,d/s; a receipt READ for %d of them; %.3f B allocated), 999 of 1,000 "
            + "sends within %,d ns; a send and its receipt READ %,d ns; bare loop of %d touches %,d ns%n",
            among, sends, 1_000_000_000 / sends, COALESCED, bytes, percentile(), both, TOUCHES, floor(among));
    }

    /** Sends alone, to chats in no order; a device acknowledges some at once. */
    private void send(final long[] chats, final int among, final int count, final boolean timed) {
        for (int i = 0; i < count; i++) {
            final int sender = (int) (next() % (among & -2));
            final int partner = sender ^ 1;
            key.putLong(0, ++operations);
            final long start = timed ? System.nanoTime() : 0;
            core.onSend(EDGE, 1, sessions[sender], chats[sender >> 1], Content.TEXT, user(sender), phone, key, none, body);
            if (timed) {
                times[i] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - start);
            }
            if (++unacknowledged[partner] == COALESCED) {
                unacknowledged[partner] = 0;
                core.onAcknowledge(EDGE, epoch, 0, sessions[partner], chats[sender >> 1], out.lastSequence, out.lastMsgId,
                    1, Receipts.READ);
            }
            collect();
        }
    }

    /** Bytes of the heap that this thread ever took. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** In ns. */
    private int percentile() {
        Arrays.sort(times);
        return times[times.length - 1 - times.length / 1000];
    }

    /** Sends in groups of 100, of which all are connected; everybody acknowledges some at once. */
    private void groupCost() {
        for (int group = 0; group < GROUPS; group++) {
            for (int i = 1; i < GROUP_MEMBERS; i++) {
                core.onParticipant(groupMember(group, GROUP_MEMBERS, i) & 4095, user(groupMember(group, GROUP_MEMBERS, i)));
            }
            key.putLong(0, ++operations);
            core.onCreateChat(EDGE, 1, groupMember(group, GROUP_MEMBERS, 0) & 4095, user(groupMember(group, GROUP_MEMBERS, 0)), phone, key, none);
            groups[group] = out.lastChatId;
            collect();
        }
        unacknowledged = new int[GROUPS];
        sendToGroups(WARM_OPERATIONS);
        final long start = System.nanoTime();
        final long receipts = sendToGroups(OPERATIONS);
        final long each = (System.nanoTime() - start) / OPERATIONS;
        System.out.printf(Locale.ROOT, "a send in one of %d groups of %d: %,d ns with %,d receipts for %,d sends%n",
            GROUPS, GROUP_MEMBERS, each, receipts, OPERATIONS);
    }

    private long sendToGroups(final int count) {
        long receipts = 0;
        for (int i = 0; i < count; i++) {
            final int group = (int) (next() % GROUPS);
            final int sender = groupMember(group, GROUP_MEMBERS, (int) (next() % GROUP_MEMBERS));
            key.putLong(0, ++operations);
            core.onSend(EDGE, 1, sessions[sender], groups[group], Content.TEXT, user(sender), phone, key, none, body);
            if (++unacknowledged[group] == GROUP_COALESCED) {
                unacknowledged[group] = 0;
                for (int member = 0; member < GROUP_MEMBERS; member++) {
                    core.onAcknowledge(EDGE, epoch, 0, sessions[groupMember(group, GROUP_MEMBERS, member)], groups[group],
                        out.lastSequence, out.lastMsgId, out.lastSequence, Receipts.DELIVERED);
                    receipts++;
                }
            }
            collect();
        }
        return receipts;
    }

    private int groupMember(final int group, final int length, final int index) {
        return (int) (((long) group * length + index) % users);
    }

    private void talk(final long[] chats, final int among, final int count) {
        for (int i = 0; i < count; i++) {
            final int sender = (int) (next() % among);
            final int partner = sender ^ 1;
            if (partner >= among) {
                continue;
            }
            final long chat = chats[sender >> 1];
            key.putLong(0, ++operations);
            core.onSend(EDGE, 1, sessions[sender], chat, Content.TEXT, user(sender), phone, key, none, body);
            core.onAcknowledge(
                EDGE, epoch, 0, sessions[partner], chat, out.lastSequence, out.lastMsgId, 1, Receipts.READ);
            collect();
        }
    }

    private void collect() {
        if (++commands % BATCH == 0) {
            core.onTime(++now);
            core.onJournalAdvance(core.incarnation(), out.lastOutputSequence);
            if (now % 100 == 0) {
                core.onTick();
            }
        }
    }

    /** The same number of touches in as much memory as the state of so many users takes, each depending on the one before. */
    private long floor(final int among) {
        final long[] memory = new long[Integer.highestOneBit(Math.min(1 << 28, among * 256))];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = i;
        }
        long at = 1;
        long start = System.nanoTime();
        for (int round = 0; round < 2; round++) {
            start = System.nanoTime();
            for (int i = 0; i < OPERATIONS; i++) {
                for (int touch = 0; touch < TOUCHES; touch++) {
                    at = at * 6364136223846793005L + memory[(int) (at >>> 33) & memory.length - 1] + 1;
                }
            }
        }
        final long each = (System.nanoTime() - start) / OPERATIONS;
        return at == 0 ? 0 : each;
    }

    /** In full, and with an image, after which so many messages were sent. */
    private void snapshot(final long[] chats) {
        final Pieces inFull = new Pieces(core.stateBytes() * 5 / 4);
        long start = System.nanoTime();
        core.snapshotTo(inFull::add);
        System.out.printf(Locale.ROOT, "snapshot in full: %,d MiB written in %,d ms%n", inFull.bytes() >> 20, ms(start));
        load(null, inFull, "in full");
        final Pieces image = inFull.cleared();
        image(image);
        int among = 1_000;
        while (among * 10 <= users) {
            among *= 10;
        }
        unacknowledged = new int[among];
        send(chats, among, SENDS_AFTER_IMAGE, false);
        final Pieces changed = new Pieces(core.stateBytes() / 2);
        start = System.nanoTime();
        core.snapshotTo(changed::add, new ImagePlace(0, 0, 0));
        System.out.printf(Locale.ROOT, "snapshot with an image: %,d KiB written in %,d ms, %,d sends after it%n",
            changed.bytes() >> 10, ms(start), SENDS_AFTER_IMAGE);
        load(image, changed, "with an image");
    }

    /** A pass over all, and one over what changed meanwhile. */
    private void image(final Pieces image) {
        core.image().begin();
        long longest = 0;
        long took = 0;
        while (core.image().passes() < 2) {
            final long start = System.nanoTime();
            core.image().write((buffer, offset, length) -> {
                image.add(buffer, offset, length);
                return true;
            }, STEP_BYTES);
            longest = Math.max(longest, System.nanoTime() - start);
            took += System.nanoTime() - start;
        }
        System.out.printf(Locale.ROOT, "image: %,d MiB written in %,d ms, in steps of %,d KiB, the longest of %,d us%n",
            image.bytes() >> 20, took / 1_000_000, STEP_BYTES >> 10, longest / 1_000);
    }

    private void load(final Pieces image, final Pieces chunks, final String how) {
        final long start = System.nanoTime();
        final Core restored = new Core(0, new Silence(), new IndexKey(3, 4));
        chunks.forEach((buffer, offset, length) -> {
            restored.onSnapshotChunk(buffer, offset, length);
            if (restored.imageWanted() != null) {
                image.forEach((slice, from, sliceLength) -> restored.onImageChunk(slice, from, sliceLength));
            }
        });
        System.out.printf(Locale.ROOT, "snapshot %s: loaded in %,d ms, equal=%s%n", how, ms(start),
            restored.stateHash() == core.stateHash());
    }

    private static long ms(final long startNs) {
        return (System.nanoTime() - startNs) / 1_000_000;
    }

    private long print(final String what, final long count, final long before) {
        final long after = heap();
        if (count > 0) {
            System.out.printf(Locale.ROOT, "%s: %,d B each (%,d of them)%n", what, (after - before) / count, count);
        }
        return after;
    }

    private static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }

    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random & Long.MAX_VALUE;
    }

    /** "u" and eleven digits. */
    private UnsafeBuffer user(final int number) {
        name.wrap(name.byteArray() == null ? new byte[12] : name.byteArray(), 0, 12);
        name.putByte(0, (byte) 'u');
        int rest = number;
        for (int i = 11; i > 0; i--) {
            name.putByte(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return name;
    }

    private static UnsafeBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
