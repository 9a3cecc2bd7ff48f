package godwit.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Prints what single entries of the log cost where members, chats and shards are many: that should not grow with them. */
final class EntryCosts {
    private static final int RUNS = 40;
    private static final int SHARDS = 8;
    private static final long PER_US = 1_000;
    private static final int PHONES = 200_000;
    private static final int SENDERS = 5_000;
    private static final int FULL_TICKS = 10;
    private static final int READERS = 4_000;
    private static final int MARKS = 500;

    private EntryCosts() {
    }

    /** Runs all, some seconds each. */
    public static void main(final String[] arguments) {
        for (final int chats : new int[] {10_000, 50_000, 200_000}) {
            System.out.println("chats waiting for a dead shard=" + chats + " worst tick us=" + worstTick(chats));
        }
        for (final int members : new int[] {30, 1_000, 5_000}) {
            ofGroup(members);
        }
        for (final int shards : new int[] {2, SHARDS}) {
            marks(shards);
        }
        System.out.println("a tick behind the grace us=" + behindTheGrace(true) + " with rows us=" + behindTheGrace(false));
        for (final int chats : new int[] {100, 10_000}) {
            System.out.println("chats of a user=" + chats + " attach us=" + attach(chats));
        }
    }

    private static long worstTick(final int chats) {
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);
        mesh.isCut = true;
        mesh.outs.forEach(out -> out.isKept = false);
        for (int i = 0; i < chats; i++) {
            mesh.create("a" + i % 1000 + "-0", "", "b" + i + "-1");
        }
        long worst = 0;
        for (int i = 0; i < 200; i++) {
            mesh.now += 100;
            final Core core = mesh.cores.get(0);
            core.onTime(mesh.now);
            worst = Math.max(worst, timed(core::onTick));
        }
        return worst / PER_US;
    }

    /** A full tick when each of 200,000 phones got one message at once, a grace ago: they have acknowledged it, or it waits for its row. */
    private static long behindTheGrace(final boolean isAcknowledged) {
        final Shard shard = new Shard();
        shard.isHashChecked = false;
        shard.out.isKept = false;
        final long[] chats = new long[PHONES];
        final long[] sessions = new long[PHONES];
        for (int i = 0; i < PHONES; i++) {
            chats[i] = shard.chat("a" + i % SENDERS, "b" + i);
            sessions[i] = shard.attach("b" + i, "phone");
        }
        final long[] ticks = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            if (i % FULL_TICKS == 0) {
                sendToAll(shard, chats, isAcknowledged ? sessions : null, i / FULL_TICKS + 1);
            }
            shard.core.onTime(++shard.now);
            ticks[i] = timed(shard.core::onTick);
        }
        return median(ticks);
    }

    private static void sendToAll(final Shard shard, final long[] chats, final long[] sessions, final int sequence) {
        final long begin = shard.now;
        for (int i = 0; i < PHONES; i++) {
            // In no order that memory knows, and in no time.
            final int phone = (int) (i * 7_919L % PHONES);
            shard.now = begin;
            shard.send(chats[phone], "a" + phone % SENDERS, "phone", "k" + sequence + "-" + i, "x");
            if (sessions != null) {
                shard.delivered(sessions[phone], chats[phone], sequence);
            }
        }
        shard.journaled(shard.core.outputSequence());
        shard.now += shard.limits().inboxGraceMs() + 1_000;
        shard.core.onTime(shard.now);
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
    }

    private static void ofGroup(final int members) {
        final Mesh mesh = new Mesh(SHARDS, Limits.of(CoreLimits.DEFAULT).groupMembers(20_000).build());
        mesh.outs.forEach(out -> out.isKept = false);
        final long chat = mesh.create("alice0", "g", names(0, Math.min(members, 1_000)));
        long join = 0;
        for (int from = 1_000; from < members; from += 1_000) {
            final String[] more = names(from, 1_000);
            join = timed(() -> mesh.change(chat, Changes.ADDED, ChatView.MEMBER, "alice0", more)) / PER_US;
            mesh.settle();
        }
        mesh.settle();
        mesh.pass(500);
        final long[] add = new long[RUNS];
        final long[] remove = new long[RUNS];
        final long[] read = new long[RUNS];
        final long[] readAgain = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            final String one = "x" + i + "-1";
            add[i] = timed(() -> mesh.change(chat, Changes.ADDED, ChatView.MEMBER, "alice0", one));
            mesh.settle();
            remove[i] = timed(() -> mesh.change(chat, Changes.REMOVED, ChatView.MEMBER, "alice0", one));
            mesh.settle();
            read[i] = timed(() -> mesh.at(0).onReadHistory(Mesh.EDGE, 6, chat, -1, -1, 1, Shard.bytes("alice0")));
            readAgain[i] = timed(() -> mesh.at(0).onReadHistory(Mesh.EDGE, 6, chat, -1, -1, 1, Shard.bytes("alice0")));
        }
        System.out.println("members=" + members + " shards=" + SHARDS + " add the last 1,000 us=" + join + " add one us=" + median(add) + " remove one us="
            + median(remove) + " history of one entry after a change us=" + median(read) + " and once more us="
            + median(readAgain));
    }

    /** The marks of 500 members, which is what one command of another shard holds at most, after each message of a group of 4,000. */
    private static void marks(final int shards) {
        final Mesh mesh = new Mesh(shards, CoreLimits.DEFAULT);
        mesh.outs.forEach(out -> out.isKept = false);
        final String[] members = names(0, READERS, shards);
        final long chat = mesh.create("alice0", "g", Arrays.copyOf(members, 1_000));
        for (int from = 1_000; from < READERS; from += 1_000) {
            mesh.change(chat, Changes.ADDED, ChatView.MEMBER, "alice0", Arrays.copyOfRange(members, from, from + 1_000));
        }
        mesh.settle();
        mesh.pass(500);
        final long[] sessions = Arrays.stream(members).mapToLong(member -> mesh.attach(member, "phone")).toArray();
        mesh.settle();
        // Each addition took a place.
        final List<Long> commands = new ArrayList<>();
        for (int sequence = READERS / 1_000; commands.size() < RUNS; sequence++) {
            mesh.send(chat, "alice0", "k" + sequence, "x");
            mesh.settle();
            for (int i = 0; i < READERS; i++) {
                mesh.acknowledge(members[i], sessions[i], chat, sequence, Receipts.READ);
            }
            mesh.now += 100;
            for (int shard = 1; shard < shards; shard++) {
                mesh.at(shard).onTick();
            }
            while (mesh.waiting(0) >= MARKS) {
                final Core owner = mesh.at(0);
                commands.add(timed(() -> IntStream.range(0, MARKS).forEach(i -> mesh.next(0).accept(owner))));
            }
            // The owner says what it applied.
            mesh.pass(500);
        }
        System.out.println("shards=" + shards + " records of " + MARKS + " members' marks us="
            + median(commands.stream().mapToLong(Long::longValue).toArray()) + " of " + commands.size());
    }

    private static long attach(final int chats) {
        final Shard shard = new Shard();
        shard.isHashChecked = false;
        shard.out.isKept = false;
        for (int i = 0; i < chats; i++) {
            shard.chat("u" + i, "bob");
        }
        return median(IntStream.range(0, RUNS).mapToLong(i -> timed(() -> shard.attach("bob", "phone"))).toArray());
    }

    private static String[] names(final int from, final int count) {
        return names(from, count, SHARDS);
    }

    private static String[] names(final int from, final int count, final int shards) {
        return IntStream.range(from, from + count).mapToObj(i -> "m" + i + "-" + i % shards).toArray(String[]::new);
    }

    private static long timed(final Runnable work) {
        final long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(final long[] ns) {
        Arrays.sort(ns);
        return ns[ns.length / 2] / PER_US;
    }
}
