package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Shared.class)
@Isolated
class CommandsSystemTest {
    private final RunningGodwit godwit;
    @TempDir
    private Path folder;

    CommandsSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @Test
    void shouldTellTheStatusOfTheCluster() {
        final Frame status = new Frame(godwit.status());
        final Frame shard = status.list("shards").get(0);
        assertThat(status.list("shards")).hasSize(Users.SHARDS);
        assertThat(shard.values("refuses_shards")).isEmpty();
        assertThat(shard.number("shard")).isZero();
        assertThat(shard.number("commit_position")).isPositive();
        assertThat(shard.list("members")).singleElement().satisfies(member -> {
            assertThat(member.text("role")).isEqualTo("LEADER");
            assertThat(member.number("pid")).isEqualTo(godwit.pid());
            assertThat(member.fields()).containsKeys("id", "endpoint", "commit_position", "service_position",
                "snapshot_age_s", "snapshot_pause_ms", "snapshot_bytes", "snapshot_image_bytes");
        });
        assertThat(shard.number("leader")).isEqualTo(shard.list("members").get(0).number("id"));
        assertThat(status.list("edges")).hasSize(2)
            .allSatisfy(edge -> assertThat(edge.fields()).containsKeys("id", "pid", "http", "connections"));
        assertThat(status.list("journal")).hasSize(Users.SHARDS).allSatisfy(journal ->
            assertThat(journal.fields()).containsKeys("shard", "position", "lag_messages", "lag_ms", "spool_bytes"));
        assertThat(status.object("cassandra").fields()).containsKeys("contact_point", "pid");
        assertThat(Command.run("cluster", "status", "--data", godwit.data().toString()).out()).contains("LEADER");
    }

    @Test
    void shouldTakeASnapshotAndVerifyTheReplay() {
        talk("snap");
        final Command snapshot = Command.run("cluster", "snapshot", "--data", godwit.data().toString(), "--json");
        assertThat(snapshot.exitCode()).as(snapshot.toString()).isZero();
        snapshot.json();
        talk("snap-after");
        final Command verify = Command.run(Map.of(), Duration.ofSeconds(60), "replay", "verify", "--data",
            godwit.data().toString(), "--json");
        assertThat(verify.exitCode()).as(verify.toString()).isZero();
        final Frame result = new Frame(verify.json());
        assertThat(result.flag("ok")).isTrue();
        final Frame shard = result.list("shards").get(0);
        assertThat(shard.number("entries")).isPositive();
        assertThat(shard.text("state_hash")).isNotEmpty();
        assertThat(shard.list("members")).singleElement()
            .satisfies(member -> assertThat(member.fields()).containsKeys("id", "position", "state_hash"));
    }

    @Test
    void shouldMeasureWhatItIsAskedTo() throws Exception {
        final Command perf = Command.run(Map.of(), Duration.ofSeconds(90), "perf", "run", "--scenario", "one-to-one",
            "--rate", "200", "--duration", "3s", "--warmup", "2s", "--out", folder.toString(), "--data",
            godwit.data().toString(), "--json");
        final Frame result = new Frame(perf.json());
        assertThat(result.number("lost")).isZero();
        assertThat(result.number("duplicated")).isZero();
        assertThat(result.number("reordered")).isZero();
        assertThat(result.number("acked")).isEqualTo(600);
        assertThat(result.number("delivered")).isEqualTo(600);
        assertThat(result.object("latency_us").object("send_to_sent").number("p50")).isPositive();
        assertThat(result.object("latency_us").object("send_to_receive").number("p99")).isPositive();
        assertThat(result.object("floor_us").object("fdatasync").fields()).containsKeys("p50", "p99");
        assertThat(result.object("floor_us").object("wake").fields()).containsKeys("p50", "p99");
        assertThat(result.object("stages_us").fields()).isNotEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).contains("index.html", "send_to_sent.hlog",
                "send_to_receive.hlog");
        }
    }

    @Test
    void shouldMeasureAGroup() throws Exception {
        final Frame result = perf("--scenario", "group", "--members", "40", "--groups", "2", "--rate", "20");
        assertThat(result.text("scenario")).isEqualTo("group");
        assertThat(result.number("acked")).isEqualTo(60);
        assertThat(result.number("delivered")).isEqualTo(60 * 39);
        assertThat(result.number("wrong")).as("marks of members at the end").isZero();
        assertThat(result.number("holes")).isZero();
        assertThat(result.number("unanswered")).isZero();
        assertThat(result.fields()).containsKey("deliveries_per_second");
        assertThat(result.object("latency_us").object("send_to_receive").number("p99")).isPositive();
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).contains("index.html", "result.json",
                "send_to_sent.hlog", "send_to_receive.hlog");
        }
    }

    @Test
    void shouldMeasureUsersWhoComeAndGo() throws Exception {
        final Frame result = perf("--scenario", "presence-churn", "--users", "96", "--rate", "12");
        assertThat(result.text("scenario")).isEqualTo("presence-churn");
        assertThat(result.number("sent")).isEqualTo(36);
        assertThat(result.number("acked")).isEqualTo(36);
        assertThat(result.number("delivered")).isPositive()
            .isEqualTo(result.number("online_told") + result.number("offline_told"));
        assertThat(result.number("wrong")).as("states held at the end").isZero();
        assertThat(result.object("disconnects").fields()).isEmpty();
        assertThat(result.object("latency_us").object("event_to_online").number("p99")).isPositive();
        assertThat(result.object("latency_us").object("event_to_offline").number("p99")).isPositive();
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).contains("index.html", "result.json",
                "event_to_online.hlog", "event_to_offline.hlog");
        }
    }

    @Test
    void shouldMintATokenThatConnects() {
        final Command token = Command.run("token", "--user", "minted", "--device", "phone", "--ttl", "1h", "--data",
            godwit.data().toString());
        assertThat(token.exitCode()).as(token.toString()).isZero();
        TestClient.connect(godwit.ws(), token.out().strip(), "phone").close();
        final TestClient other = TestClient.open(godwit.ws());
        other.send("type", "CONNECT", "token", token.out().strip(), "device_id", "tablet");
        other.error("UNAUTHENTICATED");
    }

    @Test
    void shouldTellItsVersionAndNothingElse() {
        for (final String way : List.of("version", "--version", "-V")) {
            final Command version = Command.run(way);
            assertThat(version.exitCode()).isZero();
            assertThat(version.out()).containsPattern("\\d+\\.\\d+").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up", "token", "version", "cluster", "cluster status", "cluster snapshot", "replay",
        "replay verify", "perf", "perf run", "help"})
    void shouldHelpEverywhere(final String command) {
        final String[] words = (command + " --help").strip().split(" ");
        final Command help = Command.run(words);
        assertThat(help.exitCode()).as(help.toString()).isZero();
        assertThat(help.out()).containsIgnoringCase("usage");
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void shouldNotOfferWhatIsNotBuilt() {
        assertThat(Command.run("up", "--help").out()).doesNotContain("--members");
        assertThat(Command.run("--help").out()).doesNotContain("sequencer", "compare", "drill", "rebuild");
    }

    @ParameterizedTest
    @CsvSource({"up --shards 17", "up --members 3", "up --edges 17", "drill", "cluster drill list", "replay trace",
        "perf compare", "token", "up --no-such-flag", "sequencer --config x", "perf run --rate -1 --ws ws://127.0.0.1:1"})
    void shouldRefuseInOneLineWithCodeTwo(final String command) {
        final Command refused = Command.run(command.split(" "));
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).doesNotContain("Exception", "at godwit").isNotBlank();
    }

    @Test
    void shouldSayThatNothingRunsThere() {
        final Command status = Command.run("cluster", "status", "--data", folder.resolve("empty").toString());
        assertThat(status.exitCode()).isNotZero();
        assertThat(status.err()).hasLineCount(1).doesNotContain("Exception");
    }

    /** Nothing that takes time is judged: a run on a busy machine may be invalid, but breaks no rule. */
    private Frame perf(final String... what) {
        final List<String> line = new ArrayList<>(List.of("perf", "run", "--duration", "3s", "--warmup", "2s", "--out",
            folder.toString(), "--data", godwit.data().toString(), "--json"));
        line.addAll(List.of(what));
        final Frame result = new Frame(Command.run(Map.of(), Duration.ofSeconds(120), line.toArray(new String[0])).json());
        assertThat(result.number("lost")).isZero();
        assertThat(result.number("duplicated")).isZero();
        assertThat(result.number("reordered")).isZero();
        return result;
    }

    private void talk(final String name) {
        final TestClient a = godwit.connect(name + "-a", "phone");
        a.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of(name + "-b"));
        final String chat = a.answer("c").text("chat_id");
        for (int i = 0; i < 20; i++) {
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m" + i, "text", "text");
            a.sent("m" + i);
        }
        a.close();
    }
}
