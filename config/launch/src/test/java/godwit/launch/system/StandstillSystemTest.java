package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.launch.data.ShmFolder;
import io.aeron.Aeron;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ClusterControl.ToggleState;
import io.aeron.cluster.ConsensusModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients of several shards and edges are told when one shard takes nothing, or Cassandra, and when an inbox has room
 * for no more. One system for all: what stands still in one test is of no use to those of the others.
 */
@Tag("own-system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandstillSystemTest {
    private static final int INBOX = 100;
    private static final int SUSPENDED_SHARD = 1;
    private static final int IN_FLIGHT = 32;
    private static final int UNANSWERED = 64;
    private static final int UNJOURNALED_BYTES = 1 << 20;
    private static final int CONTENT_BYTES = 16 << 10;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    /** So long what follows a refused send is refused as well. */
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final Duration HEALED = Duration.ofSeconds(30);

    private Path folder;
    private RunningGodwit godwit;
    private Aeron aeron;

    @BeforeAll
    void start(@TempDir final Path temporary) throws IOException {
        folder = temporary;
        godwit = RunningGodwit.start(folder.resolve("data"), "--shards", String.valueOf(Users.SHARDS), "--edges", "2",
            "--set", "sequencer.inbox-entries=" + INBOX, "--set", "sequencer.unjournaled-bytes=" + UNJOURNALED_BYTES,
            "--set", "edge.request-timeout=" + REQUEST_TIMEOUT.toSeconds() + "s");
        aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(ShmFolder.of(godwit.data().toRealPath()).toString()));
    }

    @AfterAll
    void stop() {
        aeron.close();
        godwit.close();
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    /** A send is refused that the shard does not answer, and is known when it comes again; other shards go on. */
    @Test
    void shouldRefuseForNowWhatAStandingShardDoesNotAnswer() {
        final String alice = Users.on(SUSPENDED_SHARD, "a");
        final TestClient there = godwit.connect(alice, "phone");
        final TestClient elsewhere = godwit.connect(Users.on(2, "b"), "phone");
        final TestClient other = godwit.connect(Users.on(3, "d"), "phone");
        final String chat = create(there, Users.on(SUSPENDED_SHARD, "c", 2));
        final String otherChat = create(elsewhere, List.of(Users.on(3, "d"), alice));
        there.await("CHAT_CREATED", frame -> frame.has("chat_id", otherChat));
        final long saidNs;
        final Frame held;
        final long heldNs;
        standStill();
        try {
            saidNs = System.nanoTime();
            send(there, chat, "m1");
            send(elsewhere, otherChat, "o1");
            assertThat(elsewhere.sent("o1").number("seq")).isEqualTo(1);
            other.message("o1");
            assertThat(there.error("UNAVAILABLE").text("client_msg_id")).isEqualTo("m1");
            send(there, chat, "m2");
            held = there.error("UNAVAILABLE");
            heldNs = System.nanoTime();
            assertThat(there.unread()).as("nor does it tell anything").noneMatch(frame -> frame.is("RECEIVE_MESSAGE"));
        } finally {
            goOn();
        }
        assertThat(held.text("client_msg_id")).isEqualTo("m2");
        if (heldNs - saidNs < REQUEST_TIMEOUT.plus(HOLD).toNanos()) {
            assertThat(held.text("message")).contains("an earlier message to this chat was refused");
        }
        assertThat(sendUntilSent(there, chat, "m1")).isEqualTo(1);
        send(there, chat, "m2");
        assertThat(there.sent("m2").number("seq")).as("the first has its place once").isEqualTo(2);
        assertThat(there.message("o1").number("seq")).isEqualTo(1);
        List.of(there, elsewhere, other).forEach(TestClient::close);
    }

    /** The connection stays, of no use for anything but another CONNECT. */
    @Test
    void shouldTakeAnotherConnectWhereTheFirstCouldNotBeServed() {
        final String late = Users.on(SUSPENDED_SHARD, "late");
        final String token = godwit.token(late);
        final TestClient phone = TestClient.open(godwit.ws());
        standStill();
        try {
            phone.send("type", "CONNECT", "req_id", "c", "token", token, "device_id", "phone");
            assertThat(phone.answer("c").text("code")).isEqualTo("UNAVAILABLE");
            assertThat(phone.ask("type", "LIST_DEVICES").text("code")).isEqualTo("UNAVAILABLE");
            assertThat(phone.ask("type", "HEARTBEAT").text("code")).isEqualTo("UNAVAILABLE");
        } finally {
            goOn();
        }
        Awaitility.await("a session").atMost(HEALED).pollInterval(Duration.ofMillis(500)).until(() ->
            phone.ask("type", "CONNECT", "token", token, "device_id", "phone").is("CONNECTED"));
        assertThat(phone.ask("type", "LIST_DEVICES").list("devices")).singleElement()
            .satisfies(device -> assertThat(device.flag("connected")).isTrue());
        phone.close();
    }

    /** The shard answers to both, to the first too late: with the second it ends the session of the first, whose place nobody took. */
    @Test
    void shouldServeTheConnectThatIsRepeatedWhileTheFirstIsStillToBeRead() {
        final String again = Users.on(SUSPENDED_SHARD, "again");
        final String token = godwit.token(again);
        final TestClient phone = TestClient.open(godwit.ws());
        final long sentNs;
        standStill();
        try {
            phone.send("type", "CONNECT", "req_id", "c1", "token", token, "device_id", "phone");
            assertThat(phone.answer("c1").text("code")).isEqualTo("UNAVAILABLE");
            sentNs = System.nanoTime();
            phone.send("type", "CONNECT", "req_id", "c2", "token", token, "device_id", "phone");
        } finally {
            goOn();
        }
        Frame served = phone.answer("c2");
        for (int i = 0; i < 5 && served.has("code", "UNAVAILABLE"); i++) {
            assertThat(System.nanoTime() - sentNs).as("it waited in vain").isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(3));
            served = phone.ask("type", "CONNECT", "token", token, "device_id", "phone");
        }
        assertThat(served.type()).isEqualTo("CONNECTED");
        assertThat(phone.ask("type", "LIST_DEVICES").list("devices")).singleElement()
            .satisfies(device -> assertThat(device.flag("connected")).isTrue());
        phone.close();
    }

    /** The shard answers none of them, so that none makes room for another one. */
    @Test
    void shouldTakeAtMostTheWindowOfUnansweredSends() {
        final int sends = IN_FLIGHT + 8;
        final TestClient phone = godwit.connect(Users.on(SUSPENDED_SHARD, "w"), "phone");
        final String chat = create(phone, List.of(Users.on(SUSPENDED_SHARD, "w", 2).get(1)));
        standStill();
        try {
            for (int i = 0; i < sends; i++) {
                send(phone, chat, "w" + i);
            }
            for (int i = IN_FLIGHT; i < sends; i++) {
                assertThat(phone.error("RATE_LIMITED").text("client_msg_id")).isEqualTo("w" + i);
            }
        } finally {
            goOn();
        }
        for (int i = 0; i < sends; i++) {
            assertThat(sendUntilSent(phone, chat, "w" + i)).as("in order, each once").isEqualTo(i + 1);
        }
        phone.close();
    }

    @Test
    void shouldRefuseMoreUnansweredRequestsThanOneConnectionMayHave() {
        final TestClient phone = godwit.connect(Users.on(SUSPENDED_SHARD, "u"), "phone");
        standStill();
        try {
            for (int i = 0; i <= UNANSWERED; i++) {
                phone.send("type", "SET_PRIVACY", "req_id", "p" + i, "last_seen", "contacts");
            }
            final Frame refused = phone.error("RATE_LIMITED");
            assertThat(refused.text("req_id")).isEqualTo("p" + UNANSWERED);
            assertThat(refused.number("retry_after_ms")).isPositive();
            assertThat(phone.ask("type", "HEARTBEAT").type()).as("what needs no shard").isEqualTo("HEARTBEAT_ACK");
        } finally {
            goOn();
        }
        for (int i = 0; i < UNANSWERED; i++) {
            final Frame answer = phone.answer("p" + i);
            assertThat(answer.is("OK") || answer.has("code", "UNAVAILABLE")).as("%s", answer).isTrue();
        }
        Awaitility.await("room").atMost(HEALED).until(() ->
            phone.ask("type", "SET_PRIVACY", "last_seen", "contacts").is("OK"));
        phone.close();
    }

    /** What waits for Cassandra is bounded, on each shard for itself; what is over it is taken once that is back. */
    @Test
    void shouldRefuseSendsWhileTheJournalIsTooFarBehind() {
        final String bob = Users.on(3, "jb");
        final TestClient alice = godwit.connect(Users.on(2, "ja"), "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(alice, List.of(bob, Users.on(2, "jc")));
        final String otherChat = create(b, List.of(Users.on(2, "ja"), Users.on(2, "jc")));
        final String content = Base64.getEncoder().encodeToString(new byte[CONTENT_BYTES]);
        final String cassandra = String.valueOf(godwit.cassandraPid());
        int accepted = 0;
        RunningGodwit.signal("STOP", cassandra);
        try {
            while (sendContent(alice, chat, accepted, content).is("MESSAGE_ACK")) {
                accepted++;
                assertThat(accepted).as("some bound").isLessThan(4 * UNJOURNALED_BYTES / CONTENT_BYTES);
            }
            assertThat(accepted).isGreaterThan(UNJOURNALED_BYTES / CONTENT_BYTES / 2);
            assertThat(sendContent(alice, chat, accepted, content).text("message")).contains("journal");
            assertThat(sendContent(alice, chat, accepted + 1, content).text("message")).as("no later one")
                .contains("an earlier message to this chat was refused");
            send(b, otherChat, "o");
            assertThat(b.sent("o").number("seq")).as("of another shard").isEqualTo(1);
        } finally {
            RunningGodwit.signal("CONT", cassandra);
        }
        assertThat(sendUntilSent(alice, chat, "j" + accepted, b)).as("dense").isEqualTo(accepted + 1);
        assertThat(b.message("j" + accepted).number("seq")).isEqualTo(accepted + 1);
        IntStream.range(0, accepted).forEach(i -> assertThat(b.message("j" + i).number("seq")).isEqualTo(i + 1));
        List.of(alice, b).forEach(TestClient::close);
    }

    private static Frame sendContent(final TestClient client, final String chat, final int number, final String content) {
        client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "j" + number, "content", content);
        final Frame answer = client.await("an answer", frame -> frame.has("client_msg_id", "j" + number));
        assertThat(answer.is("MESSAGE_ACK") || answer.has("code", "UNAVAILABLE")).as("%s", answer).isTrue();
        return answer;
    }

    /** The oldest are given up, which the device is told once, and the rest comes in order. */
    @Test
    void shouldGiveUpTheOldestOfWhatWaitsForADevice() {
        final String bob = Users.on(3, "full");
        final TestClient alice = godwit.connect(Users.on(0, "filler"), "phone");
        final TestClient away = godwit.connect(bob, "phone");
        final String chat = create(alice, List.of(bob));
        away.close();
        for (int i = 1; i <= INBOX + 2; i++) {
            send(alice, chat, "k" + i);
            alice.sent("k" + i);
        }
        final TestClient tablet = godwit.connect(bob, "tablet");
        Awaitility.await().atMost(HEALED).until(() ->
            tablet.ask("type", "LIST_CHATS").list("chats").stream().anyMatch(row -> row.has("last_seq", INBOX + 2L)));
        tablet.close();
        final TestClient phone = TestClient.open(godwit.ws());
        phone.send("type", "CONNECT", "token", godwit.token(bob), "device_id", "phone");
        assertThat(phone.await("CONNECTED").flag("resumed")).isFalse();
        assertThat(phone.await("RECEIVE_MESSAGE").number("seq")).isEqualTo(3);
        assertThat(phone.message("k" + (INBOX + 2)).number("seq")).isEqualTo(INBOX + 2);
        phone.close();
        alice.close();
    }

    private void standStill() {
        toggle(ToggleState.SUSPEND);
        awaitState(ConsensusModule.State.SUSPENDED);
    }

    private void goOn() {
        toggle(ToggleState.RESUME);
        awaitState(ConsensusModule.State.ACTIVE);
    }

    private void awaitState(final ConsensusModule.State state) {
        Awaitility.await("state " + state).atMost(TestClient.PATIENCE).pollInterval(Duration.ofMillis(5)).until(() ->
            ConsensusModule.State.find(aeron.countersReader(), SUSPENDED_SHARD) == state);
    }

    /** A shard that just changed its state, or takes a snapshot, takes no other wish yet. */
    private void toggle(final ToggleState state) {
        final var toggle = ClusterControl.findControlToggle(aeron.countersReader(), SUSPENDED_SHARD);
        assertThat(toggle).isNotNull();
        Awaitility.await().atMost(TestClient.PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> state.toggle(toggle));
    }

    private static String create(final TestClient creator, final List<String> others) {
        return creator.ask("type", "CREATE_CHAT", "participant_ids", others).text("chat_id");
    }

    private static void send(final TestClient client, final String chat, final String key) {
        client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", key);
    }

    /** Sends it until it has its place, and answers with that. */
    private static long sendUntilSent(
        final TestClient client, final String chat, final String key, final TestClient... living) {
        final Frame[] answer = new Frame[1];
        Awaitility.await(key + " to be sent").atMost(HEALED).pollDelay(Duration.ZERO).until(() -> {
            Stream.of(living).forEach(one -> one.send("type", "HEARTBEAT"));
            send(client, chat, key);
            answer[0] = client.await("an answer", frame -> frame.has("client_msg_id", key));
            return answer[0].is("MESSAGE_ACK");
        });
        return answer[0].number("seq");
    }
}
