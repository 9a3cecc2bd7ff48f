package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Users of several shards talk in direct chats and groups whose members come and go, over links that lose, repeat and hold
 * what they carry. After healing, each device has exactly what its user was a member for, in order, and all shards agree.
 */
class RandomMeshTest {
    private static final int SHARDS = 3;
    private static final int STEPS = 400;
    private static final int QUIET_ROUNDS = 20;
    private static final int PERCENT = 100;
    private static final String[] USERS = {"a0", "b0", "c0", "d1", "e1", "f1", "g2", "h2", "i2"};

    private Random random;
    private Mesh mesh;
    private final Map<String, Long> sessions = new HashMap<>();
    private final Map<Long, String> userOf = new HashMap<>();
    /** What a user's device has, by chat: the entries in the order in which they first came. */
    private final Map<String, TreeMap<Long, List<Long>>> has = new HashMap<>();
    private final List<Long> chats = new ArrayList<>();
    private int keys;
    private int heard;
    private int largePercent;
    /** So many members are named in one change at most. */
    private int changedMost = 2;
    /** So many of the newest chats are talked in. */
    private int chatsMost = Integer.MAX_VALUE;
    /** Of the entries that come by a subscription; the rest finds a full window. */
    private int takenPercent;
    /** What edges have to report: shard, session, chat, position. */
    private final List<long[]> lagging = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("godwit.mesh.seeds", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGiveEveryDeviceWhatItsUserWasAMemberFor(final long seed) {
        start(seed);
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        heal();
        compare("seed=" + seed);
    }

    static LongStream seedsOfLimits() {
        return LongStream.rangeClosed(1, Long.getLong("godwit.mesh.seeds", 240));
    }

    /** What of that is kept and pushed hangs on the limits; that nothing a client says ends a shard does not. */
    @ParameterizedTest
    @MethodSource("seedsOfLimits")
    void shouldGoOnWhateverTheLimitsBecome(final long seed) {
        start(seed);
        changedMost = 6;
        chatsMost = 2;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(25) == 0) {
                configure(seed);
            }
            step();
        }
        heal();
        for (int shard = 0; shard < SHARDS; shard++) {
            mesh.restore(shard);
        }
    }

    /** One limit, or a few, is low and changes all the time. */
    private void configure(final long seed) {
        Limits limits = Limits.of(mesh.cores.get(0).limits());
        final boolean all = seed % 8 == 0;
        limits = all || seed % 8 == 1 ? limits.window(1 + random.nextInt(20)) : limits;
        limits = all || seed % 8 == 2 ? limits.fanout(2 + random.nextInt(6)) : limits;
        limits = all || seed % 8 == 3 ? limits.inbox(1 + random.nextInt(5)) : limits;
        limits = all || seed % 8 >= 6 ? limits.groupMembers(2 + random.nextInt(random.nextBoolean() ? 2 : 8)) : limits;
        limits = all || seed % 8 == 4 ? limits.keys(1 + random.nextInt(20)).inFlight(1 + random.nextInt(3)) : limits;
        limits = all || seed % 8 == 5 ? limits.retentionMs(1 + random.nextInt(3_000)) : limits;
        final boolean lists = all || seed % 8 == 7;
        final CoreLimits next = limits.build().listing(lists ? 1 + random.nextInt(3) : 64, lists ? 1 + random.nextInt(3) : 64,
            lists ? 64 + random.nextInt(10) : 8_192, 1_000);
        for (int shard = 0; shard < SHARDS; shard++) {
            mesh.at(shard).onConfigure(next);
        }
    }

    private void start(final long seed) {
        random = new Random(seed);
        // With many large ones entries leave memory, and other shards are told of them instead.
        largePercent = seed % 3 == 0 ? 90 : 5;
        takenPercent = seed % 2 == 0 ? PERCENT : 80;
        mesh = new Mesh(SHARDS, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).window(1 + random.nextInt(20))
            .fanout(2 + random.nextInt(6)).build());
        for (int shard = 0; shard < SHARDS; shard++) {
            final int at = shard;
            mesh.outs.get(shard).pushes = (session, entry) -> onPush(at, session, entry.chatId(), entry.sequence());
            mesh.outs.get(shard).subscribers.takes = session -> random.nextInt(PERCENT) < takenPercent;
            mesh.outs.get(shard).subscribers.lagging = (sessionAndChat, position) -> lagging.add(new long[] {
                at, sessionAndChat[0], sessionAndChat[1], random.nextInt(8) == 0 ? CoreCommands.NULL_VALUE : position});
            mesh.outs.get(shard).stored = range -> onStored(at, range);
        }
    }

    private void step() {
        final String user = USERS[random.nextInt(USERS.length)];
        if (random.nextInt(3) == 0) {
            reportLagging();
        }
        switch (random.nextInt(20)) {
            case 0 -> create(user);
            case 1, 2 -> attach(user);
            case 3 -> detach(user);
            case 4, 5, 6 -> change(user);
            case 7, 8 -> acknowledge(user);
            case 9 -> mesh.pass(random.nextInt(400));
            case 10 -> disturb();
            case 11, 12, 13 -> mesh.deliver(random.nextInt(SHARDS), 1 + random.nextInt(4));
            default -> send(user);
        }
    }

    /** An edge says it sooner or later; whatever came in between. */
    private void reportLagging() {
        if (!lagging.isEmpty()) {
            final long[] report = lagging.remove(0);
            final int shard = (int) report[0];
            mesh.at(shard).onLagging(Mesh.EDGE, mesh.epochs[shard], report[1], report[2], report[3]);
        }
    }

    private void disturb() {
        final int shard = random.nextInt(SHARDS);
        final int waiting = mesh.waiting(shard);
        switch (random.nextInt(6)) {
            case 0 -> mesh.isCut = !mesh.isCut;
            case 1 -> mesh.newTerm(shard);
            case 2 -> mesh.restore(shard);
            case 3 -> mesh.lose(shard);
            case 4 -> {
                if (waiting > 0) {
                    mesh.lose(shard, random.nextInt(waiting));
                }
            }
            default -> {
                if (waiting > 0) {
                    mesh.swap(shard, random.nextInt(waiting));
                }
            }
        }
    }

    private void create(final String user) {
        final List<String> others = new ArrayList<>();
        final int count = random.nextInt(4) == 0 ? 1 : 2 + random.nextInt(4);
        while (others.size() < count) {
            final String other = USERS[random.nextInt(USERS.length)];
            if (!other.equals(user) && !others.contains(other)) {
                others.add(other);
            }
        }
        final long chat = mesh.create(user, "g" + keys++, others.toArray(String[]::new));
        if (!chats.contains(chat)) {
            chats.add(chat);
        }
    }

    private long chat() {
        return chats.isEmpty() ? 0 : chats.get(chats.size() - 1 - random.nextInt(Math.min(chatsMost, chats.size())));
    }

    private void send(final String user) {
        final long chat = chat();
        if (chat != 0) {
            mesh.send(chat, user, "k" + keys++, "x".repeat(random.nextInt(PERCENT) < largePercent ? 16_000 : 10));
            final Core owner = mesh.cores.get(Mesh.shardOf(chat));
            if (random.nextBoolean()) {
                owner.onJournalAdvance(1, owner.outputSequence());
            }
        }
    }

    private void change(final String user) {
        final long chat = chat();
        if (chat != 0) {
            final int kind = 1 + random.nextInt(5);
            final String[] ids = new String[kind == Changes.ROLE ? 1 : 1 + random.nextInt(changedMost)];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = USERS[random.nextInt(USERS.length)];
            }
            final boolean named = kind != Changes.LEFT && kind != Changes.TITLE;
            mesh.change(chat, kind, 1 + random.nextInt(2), user, named ? ids : new String[0]);
        }
    }

    private void attach(final String user) {
        final long session = mesh.attach(user, "tablet");
        sessions.put(user, session);
        userOf.put(session * SHARDS + Mesh.shardOf(user), user);
        // What came with the attach came before its session was known here.
        mesh.out(user).subscribers.forget(session);
        mesh.at(Mesh.shardOf(user)).onResync(Mesh.EDGE, mesh.epochs[Mesh.shardOf(user)], session, 0);
    }

    private void detach(final String user) {
        if (sessions.containsKey(user)) {
            mesh.detach(user, sessions.remove(user));
        }
    }

    private void onPush(final int shard, final long session, final long chat, final long sequence) {
        final String user = userOf.get(session * SHARDS + shard);
        if (user != null) {
            final List<Long> list = has.computeIfAbsent(user, key -> new TreeMap<>())
                .computeIfAbsent(chat, key -> new ArrayList<>());
            if (!list.contains(sequence)) {
                list.add(sequence);
                heard++;
            }
        }
    }

    private void onStored(final int shard, final long[] range) {
        for (long sequence = range[2]; sequence <= range[3]; sequence++) {
            onPush(shard, range[0], range[1], sequence);
        }
    }

    private void acknowledge(final String user) {
        final Long session = sessions.get(user);
        final TreeMap<Long, List<Long>> mine = has.get(user);
        if (session != null && mine != null && !mine.isEmpty()) {
            final List<Long> all = new ArrayList<>(mine.keySet());
            final long chat = all.get(random.nextInt(all.size()));
            final List<Long> list = mine.get(chat);
            mesh.acknowledge(user, session, chat, list.get(list.size() - 1 - random.nextInt(Math.min(3, list.size()))),
                random.nextBoolean() ? Receipts.READ : Receipts.DELIVERED);
        }
    }

    private void heal() {
        mesh.isCut = false;
        takenPercent = PERCENT;
        while (!lagging.isEmpty()) {
            reportLagging();
        }
        for (final String user : USERS) {
            // Whoever is connected gets everything without connecting anew.
            if (!sessions.containsKey(user)) {
                attach(user);
            }
        }
        int quiet = 0;
        for (int before = -1; quiet < QUIET_ROUNDS; quiet = heard == before ? quiet + 1 : 0) {
            before = heard;
            while (!lagging.isEmpty()) {
                reportLagging();
            }
            mesh.pass(1_000);
            for (final String user : USERS) {
                final TreeMap<Long, List<Long>> mine = has.getOrDefault(user, new TreeMap<>());
                for (final long chat : List.copyOf(mine.keySet())) {
                    final List<Long> list = mine.get(chat);
                    mesh.acknowledge(user, sessions.get(user), chat, list.get(list.size() - 1), Receipts.READ);
                }
            }
        }
    }

    private void compare(final String where) {
        for (final long chat : chats) {
            for (final String user : USERS) {
                final List<Long> expected = readable(user, chat);
                final List<Long> actual = has.getOrDefault(user, new TreeMap<>()).getOrDefault(chat, List.of());
                assertThat(actual).as(where + " chat=" + chat + " user=" + user).isEqualTo(expected);
                compareRow(where + " chat=" + chat + " user=" + user, user, chat);
            }
        }
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(mesh.waiting(shard)).isZero();
            mesh.outs.get(shard).take();
        }
        mesh.pass(10_000);
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(mesh.outs.get(shard).take("link")).as(where + ": everything is acknowledged").isEmpty();
        }
    }

    /** What the chat's owner lets a user read: of all times in the chat. */
    private List<Long> readable(final String user, final long chat) {
        final List<Long> all = new ArrayList<>();
        final Recording out = mesh.outs.get(Mesh.shardOf(chat));
        long after = 0;
        boolean more = true;
        while (more) {
            out.take();
            mesh.at(Mesh.shardOf(chat)).onReadHistory(Mesh.EDGE, 6, chat, -1, after, 100, Shard.bytes(user));
            final List<String> pages = out.take("page");
            more = false;
            for (final String page : pages) {
                final long from = Long.parseLong(page.replaceFirst(".*#(\\d+)-.*", "$1"));
                final long to = Long.parseLong(page.replaceFirst(".*#\\d+-(\\d+) .*", "$1"));
                for (long sequence = from; sequence <= to; sequence++) {
                    all.add(sequence);
                }
                after = to;
                more = page.contains("more=true");
            }
        }
        return all;
    }

    /** The row of the user's own shard says what the chat's owner says. */
    private void compareRow(final String where, final String user, final long chat) {
        final List<String> detail = mesh.getChat(user, chat);
        if (detail.get(0).startsWith("refused")) {
            return;
        }
        final Recording out = mesh.out(user);
        out.rowsOf.clear();
        listAll(user, out);
        final String own = out.rowsOf.get(chat);
        assertThat(own).as(where).isNotNull();
        assertThat(own.replaceFirst("unread=\\d+.*", "")).as(where)
            .isEqualTo(detail.get(0).replaceFirst("row r8 ", "").replaceFirst("unread=\\d+.*", ""));
        assertThat(own.replaceFirst(".*unread=(\\d+).*", "$1")).as(where + " unread")
            .isEqualTo(detail.get(0).replaceFirst(".*unread=(\\d+).*", "$1"));
    }

    /** Pages end early when the last messages are long. */
    private void listAll(final String user, final Recording out) {
        long cursor = -1;
        do {
            out.take();
            mesh.at(Mesh.shardOf(user)).onListChats(
                Mesh.EDGE, mesh.epochs[Mesh.shardOf(user)], 5, sessions.get(user), -1, cursor, 100);
            cursor = Long.parseLong(out.take("chats").get(0).replaceFirst(".*next=(-?\\d+).*", "$1"));
        } while (cursor != -1);
    }
}
