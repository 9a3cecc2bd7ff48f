package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.edge.auth.MintedToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect, for how long, and how a connection outlives its token. */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class TokensSystemTest {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static final long WARNED_MS = 60_000;
    /** What a busy machine may take. */
    private static final long BUSY_MS = 5_000;

    private final RunningGodwit godwit;
    private String user;

    TokensSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void newUser() {
        final int number = USERS.incrementAndGet();
        user = Users.on(number, "tok-" + number + "-");
    }

    @Test
    void shouldWantATokenFirst() {
        final TestClient stranger = TestClient.open(godwit.ws());
        stranger.send("type", "HEARTBEAT");
        stranger.error("UNAUTHENTICATED");
        assertThat(stranger.closeCode()).isEqualTo(4401);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6OTk5OTk5OTk5OX0."
    })
    void shouldRefuseABadToken(final String token) {
        final TestClient stranger = TestClient.open(godwit.ws());
        stranger.send("type", "CONNECT", "token", token, "device_id", "phone");
        stranger.error("UNAUTHENTICATED");
        assertThat(stranger.closeCode()).isEqualTo(4401);
    }

    @Test
    void shouldRefuseAForgedToken() {
        final String token = godwit.token(user);
        final String[] parts = token.split("\\.");
        final String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace(user, "somebody-else");
        final TestClient stranger = TestClient.open(godwit.ws());
        stranger.send("type", "CONNECT", "device_id", "phone", "token", parts[0] + "." + Base64.getUrlEncoder()
            .withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "." + parts[2]);
        stranger.error("UNAUTHENTICATED");
        assertThat(stranger.closeCode()).isEqualTo(4401);
    }

    @Test
    void shouldRefuseATokenOfAnotherDevice() {
        final Command minted = Command.run("token", "--user", user, "--device", "tablet", "--data", godwit.data().toString());
        assertThat(minted.exitCode()).as(minted.err()).isZero();
        final TestClient stranger = TestClient.open(godwit.ws());
        stranger.send("type", "CONNECT", "token", minted.out().strip(), "device_id", "phone");
        assertThat(stranger.error("UNAUTHENTICATED").flag("retryable")).isFalse();
        assertThat(stranger.closeCode()).isEqualTo(4401);
        TestClient.connect(godwit.ws(), minted.out().strip(), "tablet").close();
    }

    @Test
    void shouldTakeTheTokenFromTheUpgradeToo() {
        final TestClient client = TestClient.open(godwit.ws(), "Authorization", "Bearer " + godwit.token(user + "-h"));
        client.send("type", "CONNECT", "device_id", "phone");
        assertThat(client.await("CONNECTED").text("user_id")).isEqualTo(user + "-h");
        client.close();
    }

    @Test
    void shouldEndATokensTimeOnALiveConnection() {
        final MintedToken token = godwit.mint(user, Duration.ofSeconds(9));
        final TestClient brief = TestClient.connect(godwit.ws(), token.token(), "brief");
        assertThat(brief.await("GOAWAY").text("reason")).isEqualTo("token_expired");
        assertThat(brief.closeCode(Duration.ofSeconds(20))).isEqualTo(4401);
        assertThat(System.currentTimeMillis() - token.expiresAtMs()).isBetween(0L, BUSY_MS);
    }

    @Test
    void shouldWarnAMinuteBeforeEachTokenEnds() {
        final List<Long> warnedMs = new CopyOnWriteArrayList<>();
        final MintedToken first = godwit.mint(user, Duration.ofSeconds(64));
        final TestClient phone = TestClient.open(godwit.ws()).onFrame(frame -> {
            if (frame.is("GOAWAY")) {
                warnedMs.add(System.currentTimeMillis());
            }
        });
        phone.send("type", "CONNECT", "token", first.token(), "device_id", "phone");
        phone.await("CONNECTED");
        assertThat(phone.await("GOAWAY").text("reason")).isEqualTo("token_expired");
        assertThat(warnedMs.get(0) + WARNED_MS - first.expiresAtMs()).isBetween(0L, BUSY_MS);

        final MintedToken second = godwit.mint(user, Duration.ofSeconds(64));
        phone.send("type", "CONNECT", "token", second.token(), "device_id", "phone");
        phone.await("CONNECTED");
        assertThat(phone.await("GOAWAY").text("reason")).isEqualTo("token_expired");
        assertThat(warnedMs.get(1) + WARNED_MS - second.expiresAtMs()).isBetween(0L, BUSY_MS);
        phone.roundTrip();
        assertThat(warnedMs).as("once for each").hasSize(2);
        phone.close();
    }

    @Test
    void shouldPushNothingAgainForAFreshToken() {
        final TestClient phone = godwit.connect(user, "phone");
        final TestClient other = godwit.connect(user + "-o", "phone");
        final String chat = other.ask("type", "CREATE_CHAT", "participant_ids", List.of(user)).text("chat_id");
        other.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k", "text", "hi");
        phone.message("k");
        phone.roundTrip();
        final List<Frame> before = phone.unread();
        phone.send("type", "CONNECT", "req_id", "again", "token", godwit.token(user), "device_id", "phone");
        assertThat(phone.answer("again").type()).isEqualTo("CONNECTED");
        phone.roundTrip();
        assertThat(phone.unread()).as("nothing new").isEqualTo(before);
        phone.close();
        other.close();
    }

    @Test
    void shouldRenewATokenOnALiveConnection() {
        final MintedToken token = godwit.mint(user, Duration.ofSeconds(8));
        final TestClient brief = TestClient.connect(godwit.ws(), token.token(), "brief");
        brief.await("GOAWAY");
        brief.send("type", "CONNECT", "token", "forged", "device_id", "brief");
        brief.error("UNAUTHENTICATED");
        brief.send("type", "CONNECT", "token", godwit.token(user + "-other"), "device_id", "brief");
        brief.error("FORBIDDEN");
        brief.send("type", "CONNECT", "token", godwit.token(user), "device_id", "another");
        brief.error("FORBIDDEN");
        brief.send("type", "CONNECT", "token", godwit.token(user), "device_id", "brief");
        brief.await("CONNECTED");
        final Duration over = Duration.ofMillis(Math.max(1, token.expiresAtMs() + 1_000 - System.currentTimeMillis()));
        assertThatThrownBy(() -> brief.closeCode(over)).hasMessageContaining("still open");
        brief.roundTrip();
        brief.close();
    }
}
