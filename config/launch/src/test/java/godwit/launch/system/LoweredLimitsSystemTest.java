package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounds that are settings, set so low that they are reached: what clients are told there, and what they do not notice. */
@Tag("own-system")
class LoweredLimitsSystemTest {
    private static final int UNACKED = 16;
    private static final int GROUP_MEMBERS = 5;
    private static final int REDELIVER_MS = 1_000;
    private static final int CONTENT_BYTES = 4 * 4_096;
    /** Two and a half times what stays in memory. */
    private static final int LARGE_MESSAGES = 160;
    private static final String REREAD = "godwit_shard_spool_entries_reread_total{shard=\"0\"}";
    private static final String STORE_READS = "godwit_edge_store_reads_total";
    private static final Duration STORED = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static RunningGodwit godwit;

    @BeforeAll
    static void start() {
        godwit = RunningGodwit.start(folder.resolve("data"), "--set", "edge.unacked=" + UNACKED, "--set",
            "sequencer.group-members=" + GROUP_MEMBERS, "--set", "sequencer.redeliver=" + REDELIVER_MS + "ms", "--set",
            "sequencer.payload-bytes=1MiB");
    }

    @AfterAll
    static void stop() {
        godwit.close();
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    @Test
    void shouldHoldSoManyMembersAndNotOneMore() {
        final TestClient alice = godwit.connect("group-alice", "phone");
        assertThat(create(alice, "w", "x", "y", "z", "one-more").text("code")).isEqualTo("INVALID");
        assertThat(create(alice, "w", "x", "y", "z").number("participants_count")).isEqualTo(GROUP_MEMBERS);
        final String chat = create(alice, "v", "w", "x").text("chat_id");
        assertThat(add(alice, chat, "y", "z").text("code")).as("all or nothing").isEqualTo("INVALID");
        assertThat(add(alice, chat, "y").number("version")).isEqualTo(1);
        final Frame refused = add(alice, chat, "z");
        assertThat(refused.text("code")).isEqualTo("INVALID");
        assertThat(refused.flag("retryable")).isFalse();
        alice.ask("type", "REMOVE_PARTICIPANTS", "chat_id", chat, "user_ids", List.of("v"));
        assertThat(add(alice, chat, "z").number("version")).as("in the place of another").isEqualTo(3);
        assertThat(alice.ask("type", "GET_CHAT", "chat_id", chat).list("participants")).hasSize(GROUP_MEMBERS);
        alice.close();
    }

    private static Frame add(final TestClient admin, final String chat, final String... users) {
        return admin.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(users));
    }

    /** A device's window is one, however many chats it has: what is acknowledged of one makes room for the others. */
    @Test
    void shouldCountTheWindowOverAllChatsOfADevice() {
        final List<TestClient> senders =
            Stream.of("x", "y", "z").map(name -> godwit.connect("window-" + name, "phone")).toList();
        final TestClient bob = godwit.connect("window-bob", "phone");
        final List<String> chats =
            senders.stream().map(sender -> create(sender, "window-bob").text("chat_id")).toList();
        for (int i = 1; i <= UNACKED; i++) {
            for (int chat = 0; chat < chats.size(); chat++) {
                send(senders.get(chat), chats.get(chat), "m" + i, "text", "text " + i);
            }
        }
        final Map<String, Frame> newest = new HashMap<>();
        while (sum(newest) < UNACKED) {
            take(bob, newest);
        }
        assertThat(newest).as("chats in the window").hasSize(chats.size());
        for (int i = 0; i < UNACKED; i++) {
            take(bob, newest);
        }
        assertThat(sum(newest)).as("came again, and nothing else").isEqualTo(UNACKED);
        final Map<String, Frame> acknowledged = new HashMap<>();
        for (int next = 0; sum(newest) < chats.size() * UNACKED; next++) {
            final Frame one = newest.get(chats.get(next % chats.size()));
            acknowledge(bob, one);
            acknowledged.put(one.text("chat_id"), one);
            final long window = Math.min(chats.size() * UNACKED, sum(acknowledged) + UNACKED);
            while (sum(newest) < window) {
                take(bob, newest);
            }
            bob.roundTrip();
            bob.unread().stream().filter(frame -> frame.is("RECEIVE_MESSAGE")).forEach(frame -> take(bob, newest));
            assertThat(sum(newest)).as("of them %d acknowledged", sum(acknowledged)).isEqualTo(window);
        }
        bob.close();
        senders.forEach(TestClient::close);
    }

    private static void take(final TestClient client, final Map<String, Frame> newest) {
        final Frame message = client.await("RECEIVE_MESSAGE");
        final Frame before = newest.get(message.text("chat_id"));
        final long last = before == null ? 0 : before.number("seq");
        assertThat(message.number("seq")).as("in order").isLessThanOrEqualTo(last + 1);
        if (message.number("seq") == last + 1) {
            newest.put(message.text("chat_id"), message);
        }
    }

    private static long sum(final Map<String, Frame> newest) {
        return newest.values().stream().mapToLong(frame -> frame.number("seq")).sum();
    }

    /** A silent device gets an entry again after the time that is set, then after twice and four times that. */
    @Test
    void shouldDeliverAgainAndAgainAndEachTimeLater() {
        final TestClient alice = godwit.connect("again-alice", "phone");
        final TestClient bob = godwit.connect("again-bob", "phone");
        final List<Long> timesMs = new CopyOnWriteArrayList<>();
        bob.onFrame(frame -> {
            if (frame.is("RECEIVE_MESSAGE")) {
                timesMs.add(System.currentTimeMillis());
            }
        });
        final String chat = create(alice, "again-bob").text("chat_id");
        send(alice, chat, "m", "text", "again");
        Awaitility.await("three more times").atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200)).until(() -> {
            alice.send("type", "HEARTBEAT");
            bob.send("type", "HEARTBEAT");
            return timesMs.size() > 3;
        });
        final Frame first = bob.message("m");
        for (int times = 1; times <= 3; times++) {
            // From when the shard placed it: however late the first was read here, the others came no sooner.
            assertThat(timesMs.get(times) - first.number("ts")).as("time %d", times)
                .isGreaterThanOrEqualTo(REDELIVER_MS * ((1L << times) - 1));
            assertThat(bob.message("m")).isEqualTo(first);
        }
        acknowledge(bob, first);
        alice.receipt("again-bob", "DELIVERED", 1);
        List.of(alice, bob).forEach(TestClient::close);
    }

    /** With Cassandra at a standstill the shard reads it from its spool, for who comes back then; later it is in the table. */
    @Test
    void shouldBringBackWhatLeftMemoryFromTheSpoolAndFromTheTable() {
        final TestClient alice = godwit.connect("large-alice", "phone");
        bringDevicesUp(alice);
        final String chat = create(alice, "large-bob").text("chat_id");
        final double reread = metric(REREAD);
        final String cassandra = String.valueOf(godwit.cassandraPid());
        RunningGodwit.signal("STOP", cassandra);
        try {
            for (int i = 1; i <= LARGE_MESSAGES; i++) {
                send(alice, chat, "m" + i, "content", content(i));
            }
            shouldReceiveAll("phone");
            assertThat(metric(REREAD)).as("read from the spool").isGreaterThan(reread);
            shouldShowAll(alice, chat);
        } finally {
            RunningGodwit.signal("CONT", cassandra);
        }
        awaitStored();
        final double stored = metric(STORE_READS);
        shouldReceiveAll("tablet");
        assertThat(metric(STORE_READS)).as("read from the table").isGreaterThan(stored);
        alice.close();
        // Who said nothing all the while may be taken for gone.
        try (TestClient again = godwit.connect("large-alice", "phone")) {
            shouldShowAll(again, chat);
        }
    }

    /** Two that miss nothing, and are away. */
    private static void bringDevicesUp(final TestClient alice) {
        final List<TestClient> devices =
            Stream.of("phone", "tablet", "laptop").map(device -> godwit.connect("large-bob", device)).toList();
        send(alice, create(alice, "large-bob", "large-carol").text("chat_id"), "hello", "text", "hello");
        for (final TestClient device : devices) {
            final Frame hello = device.message("hello");
            assertThat(device.ask("type", "MESSAGE_ACK", "msg_id", hello.text("msg_id"), "status", "DELIVERED").type())
                .isEqualTo("OK");
        }
        devices.subList(0, 2).forEach(TestClient::close);
        devices.get(2).awaitGone("phone");
        devices.get(2).awaitGone("tablet");
        devices.get(2).close();
    }

    private static void shouldReceiveAll(final String device) {
        final TestClient bob = TestClient.open(godwit.ws());
        bob.send("type", "CONNECT", "token", godwit.token("large-bob"), "device_id", device);
        assertThat(bob.await("CONNECTED").flag("resumed")).isTrue();
        long last = 0;
        while (last < LARGE_MESSAGES) {
            final Frame message = bob.await("RECEIVE_MESSAGE");
            assertThat(message.number("seq")).isLessThanOrEqualTo(last + 1);
            assertThat(message.text("content")).isEqualTo(content(message.number("seq")));
            if (message.number("seq") > last) {
                last++;
                acknowledge(bob, message);
            }
        }
        bob.close();
    }

    private static void shouldShowAll(final TestClient client, final String chat) {
        long last = 0;
        boolean more = true;
        while (more) {
            final Frame page = client.ask("type", "HISTORY", "chat_id", chat, "after_seq", last, "limit", 100);
            for (final Frame message : page.list("messages")) {
                assertThat(message.number("seq")).isEqualTo(++last);
                assertThat(message.text("content")).isEqualTo(content(last));
            }
            more = page.flag("more");
        }
        assertThat(last).isEqualTo(LARGE_MESSAGES);
    }

    private static String content(final long number) {
        final byte[] content = new byte[CONTENT_BYTES];
        Arrays.fill(content, (byte) number);
        return Base64.getEncoder().encodeToString(content);
    }

    private static void awaitStored() {
        Awaitility.await("all is in the table, and the shard knows").atMost(STORED).pollInterval(Duration.ofMillis(200))
            .until(() -> metric("godwit_shard_journal_position{shard=\"0\"}")
                == metric("godwit_shard_output_sequence{shard=\"0\"}"));
    }

    private static double metric(final String name) {
        return godwit.get("/metrics").body().lines().filter(line -> line.startsWith(name + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst().orElseThrow();
    }

    private static Frame create(final TestClient client, final String... others) {
        return client.ask("type", "CREATE_CHAT", "participant_ids", List.of(others));
    }

    private static void send(
        final TestClient client, final String chat, final String key, final String kind, final String body) {
        client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, kind, body);
        client.sent(key);
    }

    private static void acknowledge(final TestClient client, final Frame entry) {
        client.send("type", "MESSAGE_ACK", "chat_id", entry.text("chat_id"), "msg_id", entry.text("msg_id"), "status",
            "DELIVERED");
    }
}
