package godwit.core;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Prints what single entries of the log cost where members, chats and shards are many: that should not grow with them. */
final class EntryCosts {
    private static final int RUNS = 40;
    private static final int SHARDS = 8;
    private static final long PER_US = 1_000;

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

    private static void ofGroup(final int members) {
        final Mesh mesh = new Mesh(SHARDS, Limits.of(CoreLimits.DEFAULT).groupMembers(20_000).build());
        mesh.outs.forEach(out -> out.isKept = false);
        final long chat = mesh.create("alice0", "g", names(0, Math.min(members, 1_000)));
        for (int from = 1_000; from < members; from += 1_000) {
            mesh.change(chat, Changes.ADDED, ChatView.MEMBER, "alice0", names(from, 1_000));
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
        System.out.println("members=" + members + " shards=" + SHARDS + " add one us=" + median(add) + " remove one us="
            + median(remove) + " history of one entry after a change us=" + median(read) + " and once more us="
            + median(readAgain));
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
        return IntStream.range(from, from + count).mapToObj(i -> "m" + i + "-" + i % SHARDS).toArray(String[]::new);
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
