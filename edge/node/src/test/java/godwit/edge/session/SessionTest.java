package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.outbound.GoAwayReason;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final SessionHarness h = new SessionHarness();

    @Test
    void shouldAttachThenAnswerConnected() {
        h.clock.onTick();
        h.connect("alice");
        final Request.Attach attach = h.last(Request.Attach.class);
        assertThat(attach.askedMs()).isEqualTo(h.clock.nowMs());
        assertThat(attach.userId()).isEqualTo("alice");
        assertThat(attach.deviceId()).isEqualTo("phone");
        assertThat(h.out).isEmpty();
        h.session.onAttached(attach, 77, true);
        assertThat(h.lastOut()).contains("\"CONNECTED\"", "\"session_id\":\"77\"", "\"resumed\":true");
    }

    @Test
    void shouldTakeFramesThatFollowConnectAfterTheAttachInOrder() {
        h.connect("alice");
        assertThat(h.reading).isFalse();
        h.send("a");
        h.send("b");
        assertThat(h.requests).hasSize(1);
        h.session.onAttached(h.last(Request.Attach.class), 77, true);
        assertThat(h.requests).extracting(r -> r instanceof Request.Send s ? s.clientMsgId() : "")
            .containsExactly("", "a", "b");
        assertThat(h.reading).isTrue();
    }

    @Test
    void shouldCloseWithoutConnectInTime() {
        h.at(9_999);
        assertThat(h.out).isEmpty();
        h.at(10_200);
        assertThat(h.out).hasSize(2);
        assertThat(h.out.get(0)).contains("UNAUTHENTICATED");
        assertThat(h.lastOut()).isEqualTo("close 4401");
    }

    @Test
    void shouldCloseOnAnotherFrameBeforeConnect() {
        h.in("{'type':'HEARTBEAT'}");
        assertThat(h.out.get(0)).contains("UNAUTHENTICATED");
        assertThat(h.lastOut()).isEqualTo("close 4401");
    }

    @Test
    void shouldCloseOnABadTokenAndOnAnotherDevicesToken() {
        h.connect("bad");
        assertThat(h.lastOut()).isEqualTo("close 4401");
        final SessionHarness other = new SessionHarness().connect("alice/tablet");
        assertThat(other.out.get(0)).contains("UNAUTHENTICATED");
        assertThat(other.lastOut()).isEqualTo("close 4401");
    }

    @Test
    void shouldLetConnectBeRepeatedWhenTheShardIsUnavailable() {
        h.connect("alice");
        h.send("a");
        h.session.onRefused(h.last(Request.Attach.class), RefusalCode.UNAVAILABLE, 0, 0);
        assertThat(h.out).hasSize(2).allMatch(frame -> frame.contains("UNAVAILABLE"));
        h.connect("alice");
        h.session.onAttached(h.last(Request.Attach.class), 78, true);
        assertThat(h.lastOut()).contains("CONNECTED");
    }

    @Test
    void shouldWarnAMinuteBeforeExpiryAndCloseAtIt() {
        h.tokenTtlMs = 70_000;
        h.live();
        beat(9_900);
        assertThat(h.out).noneMatch(frame -> frame.contains("GOAWAY"));
        beat(10_200);
        assertThat(h.lastOut()).contains("GOAWAY", "token_expired");
        beat(69_900);
        assertThat(h.out).doesNotContain("close 4401");
        beat(70_200);
        assertThat(h.lastOut()).isEqualTo("close 4401");
    }

    private void beat(final long untilMs) {
        for (long t = h.clock.nowMs() + 3_000; t < untilMs; t += 3_000) {
            h.at(t);
            h.in("{'type':'HEARTBEAT'}");
            h.out.removeIf(frame -> frame.contains("HEARTBEAT_ACK"));
        }
        h.at(untilMs);
    }

    @Test
    void shouldRenewATokenWithoutAttachingAgain() {
        h.tokenTtlMs = 70_000;
        h.live();
        beat(20_000);
        h.tokenTtlMs = 200_000;
        h.connect("alice");
        assertThat(h.lastOut()).contains("CONNECTED", "\"77\"");
        assertThat(h.requests).isEmpty();
        beat(100_000);
        assertThat(h.out).doesNotContain("close 4401");
    }

    @Test
    void shouldKeepTheOldTokenWhenTheNewOneIsBad() {
        h.live();
        h.connect("bad");
        assertThat(h.lastOut()).contains("UNAUTHENTICATED");
        h.connect("bob");
        assertThat(h.lastOut()).contains("FORBIDDEN");
        h.in("{'type':'CONNECT','token':'alice','device_id':'tablet'}");
        assertThat(h.lastOut()).contains("FORBIDDEN");
        assertThat(h.session.state()).isEqualTo(SessionState.LIVE);
    }

    @Test
    void shouldCloseAfterSilenceOnly() {
        h.live();
        h.at(5_000);
        h.in("{'type':'HEARTBEAT','user_id':'alice','status':'ONLINE'}");
        assertThat(h.lastOut()).contains("HEARTBEAT_ACK");
        h.at(14_900);
        assertThat(h.out).doesNotContain("close 4408");
        h.at(15_200);
        assertThat(h.lastOut()).isEqualTo("close 4408");
    }

    @Test
    void shouldRefuseAnotherUsersHeartbeat() {
        h.live();
        h.in("{'type':'HEARTBEAT','user_id':'bob'}");
        assertThat(h.lastOut()).contains("FORBIDDEN");
        h.in("{'type':'HEARTBEAT','status':'AWAY'}");
        assertThat(h.lastOut()).contains("INVALID");
    }

    @Test
    void shouldCloseAtTheTwentiethBadFrameInARow() {
        h.live();
        for (int i = 0; i < 19; i++) {
            h.in("{");
        }
        h.in("{'type':'NO_SUCH'}");
        assertThat(h.lastOut()).contains("UNKNOWN_TYPE");
        for (int i = 0; i < 19; i++) {
            h.in("{");
        }
        assertThat(h.session.state()).isEqualTo(SessionState.LIVE);
        h.in("{");
        assertThat(h.lastOut()).isEqualTo("close 4400");
    }

    @Test
    void shouldRefuseTheSendAfterTheInFlightth() {
        h.live();
        for (int i = 0; i < 32; i++) {
            h.send("m" + i);
        }
        assertThat(h.requests).hasSize(32);
        h.send("m32");
        assertThat(h.lastOut()).contains("RATE_LIMITED", "m32", "retry_after_ms");
        h.session.onSent((Request.Send) h.requests.get(0), 5, 1, 9, false);
        assertThat(h.lastOut()).contains("\"SENT\"", "\"client_msg_id\":\"m0\"");
        h.send("m33");
        assertThat(h.lastOut()).as("later ones wait for the refused one").contains("RATE_LIMITED", "m33");
        h.send("m32");
        assertThat(h.last(Request.Send.class).clientMsgId()).isEqualTo("m32");
    }

    @Test
    void shouldLetARefusedOneComeAgainThatWasSentBeforeTheOneItHolds() {
        h.live();
        for (int i = 0; i <= 32; i++) {
            h.send("m" + i);
        }
        assertThat(h.lastOut()).contains("RATE_LIMITED", "m32");
        h.session.onRefused(h.requests.get(0), RefusalCode.UNAVAILABLE, 6, 0);
        h.send("m0");
        assertThat(h.last(Request.Send.class).clientMsgId()).isEqualTo("m0");
    }

    @Test
    void shouldHoldTheOrderWhenTheWayIsFull() {
        h.live();
        h.full = true;
        h.send("a");
        assertThat(h.lastOut()).contains("UNAVAILABLE", "\"a\"");
        h.full = false;
        h.send("b");
        assertThat(h.lastOut()).contains("UNAVAILABLE", "\"b\"");
        assertThat(h.requests).isEmpty();
        h.send("a");
        h.send("b");
        assertThat(h.requests).hasSize(2);
    }

    @Test
    void shouldLimitSendsAndCloseAfterAThousandRefusals() {
        final SessionHarness limited =
            new SessionHarness(new SessionConfiguration(32, 256, 1, 2, 500, 3_000, 10_000)).live();
        limited.send("a");
        limited.send("b");
        for (int i = 0; i < 999; i++) {
            limited.send("c" + i);
        }
        assertThat(limited.requests).hasSize(2);
        assertThat(limited.session.state()).isEqualTo(SessionState.LIVE);
        limited.send("last");
        assertThat(limited.lastOut()).isEqualTo("close 4429");
    }

    @Test
    void shouldLimitFrames() {
        final SessionHarness limited =
            new SessionHarness(new SessionConfiguration(32, 256, 200, 1_000, 1, 3, 10_000)).live();
        limited.in("{'type':'HEARTBEAT'}");
        limited.in("{'type':'HEARTBEAT'}");
        limited.in("{'type':'LIST_DEVICES','req_id':'r'}");
        assertThat(limited.lastOut()).contains("RATE_LIMITED", "\"req_id\":\"r\"", "retry_after_ms");
    }

    @Test
    void shouldAnswerOkOnlyWhenAskedTo() {
        h.live();
        h.session.onDone(new Request.Acknowledge(1, null, 7, 5, ReceiptStatus.READ, 0));
        assertThat(h.out).isEmpty();
        h.session.onDone(new Request.Acknowledge(1, "r", 7, 5, ReceiptStatus.READ, 0));
        assertThat(h.lastOut()).contains("\"OK\"", "\"r\"");
    }

    @Test
    void shouldSayGoodbyeForEachReason() {
        h.live();
        h.session.onEnded(SessionEnd.REPLACED);
        assertThat(h.out).hasSize(2);
        assertThat(h.out.get(0)).contains("GOAWAY", "replaced");
        assertThat(h.lastOut()).isEqualTo("close 4001");
        final SessionHarness removed = new SessionHarness().live();
        removed.session.onEnded(SessionEnd.REMOVED);
        assertThat(removed.lastOut()).isEqualTo("close 4403");
        final SessionHarness drained = new SessionHarness().live();
        drained.session.drain(GoAwayReason.DRAIN, 1_234);
        assertThat(drained.out.get(0)).contains("drain", "\"reconnect_after_ms\":1234");
        assertThat(drained.lastOut()).isEqualTo("close 1001");
    }

    @Test
    void shouldDetachOnceClosedEvenIfTheWayWasFull() {
        h.live();
        h.full = true;
        h.session.onClosed();
        assertThat(h.requests).isEmpty();
        h.full = false;
        h.at(300);
        assertThat(h.requests).containsExactly(new Request.Detach(1));
    }

    @Test
    void shouldAskForARestartOnceWhenASlowSocketHasRoom() {
        h.live();
        h.session.onRoom();
        h.session.onRoom();
        assertThat(h.requests).containsExactly(new Request.Restart(1, 0));
        h.session.onRestarted();
        assertThat(h.lastOut()).isEqualTo("restarted");
    }
}
