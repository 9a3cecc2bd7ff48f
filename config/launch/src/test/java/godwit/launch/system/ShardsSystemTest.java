package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.launch.data.ShmFolder;
import godwit.protocol.ChatIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several shards and edges in one {@code up}: each user lives on one shard, may be on any edge, and talks to anybody. */
@Tag("own-system")
class ShardsSystemTest {
    private static final int SHARDS = Users.SHARDS;
    private static final String[] FOUR_AND_TWO = {"--shards", "4", "--edges", "2"};

    @TempDir
    private Path folder;

    @Test
    void shouldTalkOnEveryShardOverBothEdgesAndKeepItOverStops() throws IOException {
        final Path data = folder.resolve("data");
        final RunningGodwit godwit = RunningGodwit.start(data, FOUR_AND_TWO);
        try (godwit) {
            assertThat(godwit.readyLine()).contains(" shards=4 members=1 ")
                .matches(".* edges=2 also=http://127\\.0\\.0\\.1:\\d+");
            assertThat(DyingPartSystemTest.bytesOf(ShmFolder.of(data.toRealPath())))
                .isBetween(ShmFolder.neededBytes(SHARDS, 2) / 2, ShmFolder.neededBytes(SHARDS, 2));
            final Map<Integer, String> chats = new LinkedHashMap<>();
            for (int shard = 0; shard < SHARDS; shard++) {
                chats.put(shard, shouldTalk(godwit, shard));
            }
            shouldTalkAcrossShards(godwit);
            shouldTellOfEachShard(godwit);

            assertThat(godwit.terminate()).as(godwit.log()).isZero();
            shouldVerify(data);
            godwit.startAgain();
            chats.forEach((shard, chat) -> shouldGoOn(godwit, shard, chat, 3));
            godwit.kill();
            godwit.startAgain();
            chats.forEach((shard, chat) -> shouldGoOn(godwit, shard, chat, 4));
            shouldVerify(data);
        }
        shouldRefuseAnotherNumber(data);
    }

    private static String shouldTalk(final RunningGodwit godwit, final int shard) {
        final List<String> users = Users.on(shard, "user", 3);
        try (TestClient a = godwit.connect(users.get(0), "phone", 0);
            TestClient b = godwit.connect(users.get(1), "phone", 1);
            TestClient c = godwit.connect(users.get(2), "phone", shard % 2)) {
            b.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of(users.get(0)));
            final String chat = b.answer("c").text("chat_id");
            assertThat(Users.shardOf(ChatIds.partition(ChatIds.parse(chat)))).isEqualTo(shard);
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m1", "text", "one");
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m2", "text", "two");
            assertThat(b.message("m1").number("seq")).isEqualTo(1);
            final Frame second = b.message("m2");
            b.send("type", "MESSAGE_ACK", "msg_id", second.text("msg_id"), "chat_id", chat, "status", "READ");
            a.receipt(users.get(1), "READ", 2);

            c.send("type", "CREATE_CHAT", "req_id", "g", "participant_ids", users.subList(0, 2), "title", "all three",
                "client_chat_id", "g");
            final String group = c.answer("g").text("chat_id");
            b.send("type", "SEND_MESSAGE", "chat_id", group, "msg_id", "g1", "text", "to both");
            a.message("g1");
            c.message("g1");
            a.send("type", "LIST_CHATS", "req_id", "l");
            assertThat(a.answer("l").list("chats")).extracting(row -> row.text("chat_id"))
                .containsExactlyInAnyOrder(chat, group);
            c.send("type", "HISTORY", "req_id", "h", "chat_id", group);
            assertThat(c.answer("h").list("messages")).hasSize(1);
            return chat;
        }
    }

    private static void shouldTalkAcrossShards(final RunningGodwit godwit) {
        final List<String> users = IntStream.range(0, SHARDS).mapToObj(shard -> Users.on(shard, "far", 1).get(0)).toList();
        try (TestClient a = godwit.connect(users.get(0), "phone", 0);
            TestClient b = godwit.connect(users.get(1), "phone", 1);
            TestClient c = godwit.connect(users.get(2), "phone", 0);
            TestClient d = godwit.connect(users.get(3), "phone", 1)) {
            for (final TestClient creator : List.of(a, d)) {
                creator.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids",
                    List.of(creator == a ? users.get(3) : users.get(0)));
            }
            final String chat = a.answer("c").text("chat_id");
            assertThat(d.answer("c").text("chat_id")).as("made twice, it is one").isEqualTo(chat);
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m1", "text", "there");
            final Frame there = d.message("m1");
            d.send("type", "MESSAGE_ACK", "msg_id", there.text("msg_id"), "chat_id", chat, "status", "READ");
            a.receipt(users.get(3), "READ", 1);
            d.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m2", "text", "and back");
            assertThat(a.message("m2").number("seq")).isEqualTo(2);

            b.send("type", "CREATE_CHAT", "req_id", "g", "participant_ids",
                List.of(users.get(0), users.get(2), users.get(3)), "title", "one of each", "client_chat_id", "g");
            final String group = b.answer("g").text("chat_id");
            for (final TestClient sender : List.of(a, b, c, d)) {
                final String key = "g" + List.of(a, b, c, d).indexOf(sender);
                sender.send("type", "SEND_MESSAGE", "chat_id", group, "msg_id", key, "text", "to all");
                List.of(a, b, c, d).stream().filter(one -> one != sender).forEach(one -> one.message(key));
            }
            for (final TestClient one : List.of(a, b, c, d)) {
                one.send("type", "HISTORY", "req_id", "h", "chat_id", group);
                assertThat(one.answer("h").list("messages")).hasSize(4);
            }
            c.send("type", "LIST_CHATS", "req_id", "l");
            assertThat(c.answer("l").list("chats")).singleElement().satisfies(row ->
                assertThat(row.text("chat_id")).isEqualTo(group));
        }
    }

    private static void shouldTellOfEachShard(final RunningGodwit godwit) {
        final Frame status = new Frame(godwit.status());
        assertThat(status.list("shards")).extracting(shard -> shard.number("shard")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(status.list("shards")).allMatch(shard -> shard.number("leader") == 0);
        assertThat(status.list("journal")).extracting(journal -> journal.number("shard")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(status.list("journal")).as("each shard's records go its own way")
            .allMatch(journal -> journal.number("position") + journal.number("lag_messages") > 0);
        final Command snapshot = Command.run("cluster", "snapshot", "--data", godwit.data().toString(), "--json");
        assertThat(new Frame(snapshot.json()).list("shards")).as(snapshot.toString()).hasSize(SHARDS)
            .allMatch(shard -> shard.number("position") > 0);
        for (int edge = 0; edge < 2; edge++) {
            final String metrics = godwit.get(edge, "/metrics");
            for (int shard = 0; shard < SHARDS; shard++) {
                assertThat(metrics).contains("\ngodwit_shard_serving{shard=\"" + shard + "\"} 1.0\n",
                    "\ngodwit_journal_lag_records{shard=\"" + shard + "\"} ",
                    "\ngodwit_shard_snapshots_total{shard=\"" + shard + "\"} 1.0\n");
            }
        }
    }

    private static void shouldGoOn(
        final RunningGodwit godwit, final int shard, final String chat, final long sequence) {
        final List<String> users = Users.on(shard, "user", 2);
        try (TestClient a = godwit.connect(users.get(0), "phone", 1);
            TestClient b = godwit.connect(users.get(1), "phone", 0)) {
            a.send("type", "HISTORY", "req_id", "h", "chat_id", chat, "after_seq", 0, "limit", 100);
            assertThat(a.answer("h").list("messages")).hasSize((int) sequence - 1);
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "n" + sequence, "text", "after a stop");
            assertThat(a.sent("n" + sequence).number("seq")).isEqualTo(sequence);
            assertThat(b.message("n" + sequence).number("seq")).isEqualTo(sequence);
        }
    }

    private static void shouldVerify(final Path data) throws IOException {
        final Command verify = Command.run(Map.of(), Duration.ofSeconds(60), "replay", "verify", "--data",
            data.toString(), "--json");
        assertThat(verify.exitCode()).as(verify.toString()).isZero();
        final boolean withoutAudit = RunningGodwit.stoppedWithoutAudit(data);
        assertThat(new Frame(verify.json()).list("shards")).hasSize(SHARDS)
            .allMatch(shard -> shard.flag("ok") && (withoutAudit || shard.number("audits_compared") > 0));
    }

    private static void shouldRefuseAnotherNumber(final Path data) {
        final Command other = Command.run("up", "--data", data.toString(), "--shards", "2",
            "--http-port", String.valueOf(RunningGodwit.freePort()));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).startsWith("godwit: data folder ").contains("was begun with --shards 4").hasLineCount(1);
    }

    @Test
    void shouldLoseNothingOnAnyShardByAKillUnderLoad() throws Exception {
        final long seed = System.nanoTime();
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("killed"), FOUR_AND_TWO)) {
            final List<List<String>> pairs = new ArrayList<>();
            for (int shard = 0; shard < SHARDS; shard++) {
                pairs.add(Users.on(shard, "pair", 2));
                pairs.add(List.of(Users.on(shard, "here", 1).get(0), Users.on((shard + 1) % SHARDS, "there", 1).get(0)));
            }
            final Crowd crowd = new Crowd(godwit, pairs, seed);
            crowd.start();
            final List<Long> before = awaitMoved(godwit, List.of(0L, 0L, 0L, 0L));
            godwit.kill();
            godwit.startAgain();
            awaitMoved(godwit, before);
            crowd.endAndCheck();
            assertThat(crowd.messages()).as("seed %s", seed).isGreaterThan(100);
            assertThat(godwit.terminate()).as(godwit.log()).isZero();
            shouldVerify(godwit.data());
        }
    }

    /** Waits until each shard has made many more records. */
    private static List<Long> awaitMoved(final RunningGodwit godwit, final List<Long> before) {
        Awaitility.await("load on every shard").atMost(Duration.ofSeconds(30)).until(() -> IntStream.range(0, SHARDS)
            .allMatch(shard -> records(godwit, shard) > before.get(shard) + 100));
        return IntStream.range(0, SHARDS).mapToObj(shard -> records(godwit, shard)).toList();
    }

    private static long records(final RunningGodwit godwit, final int shard) {
        final String name = "godwit_shard_output_sequence{shard=\"" + shard + "\"} ";
        return godwit.get(0, "/metrics").lines().filter(line -> line.startsWith(name))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length()))).findFirst().orElseThrow();
    }
}
