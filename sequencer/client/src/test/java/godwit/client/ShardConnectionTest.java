package godwit.client;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.AcknowledgeEncoder;
import godwit.protocol.codecs.AttachEncoder;
import godwit.protocol.codecs.AuditEncoder;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.DetachEncoder;
import godwit.protocol.codecs.EdgeCloseEncoder;
import godwit.protocol.codecs.EdgeKeepAliveEncoder;
import godwit.protocol.codecs.EdgeOpenEncoder;
import godwit.protocol.codecs.JournalAdvanceEncoder;
import godwit.protocol.codecs.ReadHistoryEncoder;
import godwit.protocol.codecs.SendEncoder;
import godwit.protocol.codecs.TopologyEncoder;
import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a media driver of its own, with the time in the test's hand where it is ours. */
class ShardConnectionTest implements ShardConnectionListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ShardAddress ADDRESS = ShardAddress.inProcess(0, 9);

    private final MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
        .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true).termBufferSparseFile(true));
    private final Aeron aeron =
        Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    private final List<String> heard = new ArrayList<>();
    private final List<Integer> commands = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[ProtocolLimits.MESSAGE_LENGTH_MAX]);
    private final ShardConnection connection = ShardConnection.over(aeron, ADDRESS, this, errors::add);
    private final TestCluster cluster =
        new TestCluster(aeron, ADDRESS, (buffer, offset, length) -> commands.add(buffer.getInt(offset)));
    private long nowMs;

    @AfterEach
    void close() {
        CloseHelper.closeAll(connection, cluster, aeron, driver);
    }

    @Override
    public void onConnected() {
        heard.add("connected");
    }

    @Override
    public void onDisconnected() {
        heard.add("disconnected");
    }

    @Override
    public void onNewLeader() {
        heard.add("new leader");
    }

    private void until(final Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            nowMs++;
            cluster.poll();
            connection.doWork(nowMs);
            return condition.call();
        });
    }

    private void connect() {
        until(() -> heard.contains("connected"));
    }

    private OfferResult offer(final int value) {
        command.putInt(0, value);
        return connection.offer(command, 0, Integer.BYTES);
    }

    @Test
    void shouldConnectAndHandCommandsOver() {
        assertThat(offer(1)).isEqualTo(OfferResult.AWAY);
        connect();
        assertThat(connection.state()).isEqualTo(ShardConnectionState.CONNECTED);
        assertThat(offer(2)).isEqualTo(OfferResult.OFFERED);
        assertThat(offer(3)).isEqualTo(OfferResult.OFFERED);
        until(() -> commands.size() == 2);
        assertThat(commands).containsExactly(2, 3);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldKeepItsSessionAlive() {
        connect();
        until(() -> cluster.keepAlives() == 1);
        nowMs += 1_000;
        until(() -> cluster.keepAlives() == 2);
    }

    @Test
    void shouldFollowANewLeaderInTheSameSession() {
        connect();
        final long sessions = cluster.sessions();
        cluster.changeLeader();
        until(() -> heard.contains("new leader"));
        until(() -> offer(4) == OfferResult.OFFERED);
        until(() -> commands.contains(4));
        assertThat(heard).containsExactly("connected", "new leader");
        assertThat(cluster.sessions()).isEqualTo(sessions);
    }

    @Test
    void shouldConnectAgainWhenTheClusterClosesItsSession() {
        connect();
        final long sessions = cluster.sessions();
        cluster.closeSession();
        until(() -> heard.size() == 3);
        assertThat(heard).containsExactly("connected", "disconnected", "connected");
        assertThat(cluster.sessions()).isGreaterThan(sessions);
        assertThat(offer(5)).isEqualTo(OfferResult.OFFERED);
    }

    @Test
    void shouldBoundWhatItOffersAClusterThatTakesNothing() {
        connect();
        OfferResult result = OfferResult.OFFERED;
        int offered = 0;
        while (result == OfferResult.OFFERED && offered < 1_000) {
            command.putInt(0, offered++);
            result = connection.offer(command, 0, 32 * 1024);
        }
        assertThat(result).isEqualTo(OfferResult.BACK_PRESSURED);
        assertThat(offered).as("within a term").isLessThan(64);
        until(() -> offer(-1) == OfferResult.OFFERED);
        until(() -> commands.contains(-1));
    }

    @Test
    void shouldTakeTheLongestCommandAndRefuseALongerOne() {
        assertThat(ProtocolLimits.MESSAGE_LENGTH_MAX - ProtocolLimits.COMMAND_LENGTH_MAX)
            .isEqualTo(AeronCluster.SESSION_HEADER_LENGTH);
        connect();
        for (int more = -1; more <= 1; more++) {
            command.putInt(0, more);
            assertThat(connection.offer(command, 0, ProtocolLimits.COMMAND_LENGTH_MAX + more)).as("n%+d", more)
                .isEqualTo(more > 0 ? OfferResult.TOO_LONG : OfferResult.OFFERED);
        }
        until(() -> commands.size() == 2);
        assertThat(commands).containsExactly(-1, 0);
        assertThat(errors).hasSize(1);
        assertThat(connection.state()).isEqualTo(ShardConnectionState.CONNECTED);
    }

    @Test
    void shouldOfferOnlyWhatKeepsTheShardGoingWhileItsLogIsFull() {
        final Counter full = LogRoom.publish(aeron, ADDRESS.ingressStreamId());
        LogRoom.publish(aeron, ADDRESS.ingressStreamId() + 1).set(1);
        connect();
        assertThat(offer(template(SendEncoder.TEMPLATE_ID))).isEqualTo(OfferResult.OFFERED);
        full.set(1);
        for (final int turnedAway : new int[] {SendEncoder.TEMPLATE_ID, AttachEncoder.TEMPLATE_ID,
            AcknowledgeEncoder.TEMPLATE_ID, ReadHistoryEncoder.TEMPLATE_ID}) {
            assertThat(offer(template(turnedAway))).as("%d", turnedAway).isEqualTo(OfferResult.BACK_PRESSURED);
        }
        final int[] upkeep = {EdgeOpenEncoder.TEMPLATE_ID, EdgeKeepAliveEncoder.TEMPLATE_ID, EdgeCloseEncoder.TEMPLATE_ID,
            DetachEncoder.TEMPLATE_ID, JournalAdvanceEncoder.TEMPLATE_ID, AuditEncoder.TEMPLATE_ID,
            ConfigureEncoder.TEMPLATE_ID, TopologyEncoder.TEMPLATE_ID};
        for (final int passing : upkeep) {
            assertThat(offer(template(passing))).as("%d", passing).isEqualTo(OfferResult.OFFERED);
        }
        full.set(0);
        assertThat(offer(template(AttachEncoder.TEMPLATE_ID))).isEqualTo(OfferResult.OFFERED);
        until(() -> commands.size() == 2 + upkeep.length);
    }

    private static int template(final int templateId) {
        return templateId << 16;
    }

    @Test
    void shouldTryAnUnreachableClusterAgainAndAgainWithoutWaitingForIt() {
        cluster.stop();
        connection.doWork(nowMs);
        assertThat(connection.state()).isEqualTo(ShardConnectionState.CONNECTING);
        until(() -> connection.state() == ShardConnectionState.AWAY);
        assertThat(connection.describe()).startsWith("AWAY: ").doesNotContain("started");
        assertThat(offer(6)).isEqualTo(OfferResult.AWAY);
        assertThat(heard).isEmpty();
        cluster.start();
        connect();
        assertThat(offer(7)).isEqualTo(OfferResult.OFFERED);
    }

    @Test
    void shouldBeLostWithAClusterThatDiesAndComeBackWithIt() {
        connect();
        cluster.stop();
        until(() -> heard.contains("disconnected"));
        assertThat(offer(8)).isEqualTo(OfferResult.AWAY);
        cluster.start();
        until(() -> heard.size() == 3);
        assertThat(heard).endsWith("connected");
    }

    @Test
    void shouldDoNothingOnceClosed() {
        connect();
        connection.close();
        assertThat(connection.doWork(++nowMs)).isZero();
        assertThat(offer(9)).isEqualTo(OfferResult.AWAY);
        assertThat(connection.describe()).isEqualTo("CLOSED: closed");
    }
}
