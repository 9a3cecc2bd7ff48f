package godwit.client;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.NewLeaderEventEncoder;
import io.aeron.cluster.codecs.SessionConnectRequestDecoder;
import io.aeron.cluster.codecs.SessionEventEncoder;
import io.aeron.cluster.codecs.SessionKeepAliveDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clients' side of a cluster of one shard in the tests' own process: takes sessions and hands on what they offer. Its
 * leader changes, and its sessions are closed, when the test says so. One thread at a time.
 */
public final class TestCluster implements AutoCloseable {
    private static final int NEW_LEADER_MEMBER_ID = 1;

    private final Aeron aeron;
    private final ShardAddress address;
    private final CommandHandler onCommand;
    private final FragmentHandler assembler = new FragmentAssembler(this::onFragment);
    private final MessageHeaderDecoder headerIn = new MessageHeaderDecoder();
    private final MessageHeaderEncoder headerOut = new MessageHeaderEncoder();
    private final SessionConnectRequestDecoder connect = new SessionConnectRequestDecoder();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[1_024]);
    private Subscription ingress;
    private Publication egress;
    private SessionOpening opening;
    private long session;
    private long termId = 1;
    private int keepAlives;

    /** Takes what was offered. */
    @FunctionalInterface
    public interface CommandHandler {
        /** A command, as it lies in the buffer. */
        void onCommand(DirectBuffer buffer, int offset, int length);
    }

    private record SessionOpening(long correlationId) {
    }

    /** A cluster that takes sessions at once. */
    public TestCluster(final Aeron aeron, final ShardAddress address, final CommandHandler onCommand) {
        this.aeron = aeron;
        this.address = address;
        this.onCommand = onCommand;
        start();
    }

    /** Comes (back). */
    public void start() {
        ingress = aeron.addSubscription(address.ingressChannel(), address.ingressStreamId());
    }

    /** Dies: nothing is taken or answered any more. */
    public void stop() {
        CloseHelper.closeAll(ingress, egress);
        ingress = null;
        egress = null;
        opening = null;
    }

    /** Does what there is to do. */
    public int poll() {
        if (ingress == null) {
            return 0;
        }
        // The driver says that somebody is there a moment before it lets anything through.
        if (opening != null && egress.isConnected() && offerEvent(opening.correlationId, EventCode.OK)) {
            opening = null;
        }
        return ingress.poll(assembler, 64);
    }

    /** Sessions that were asked for so far. */
    public long sessions() {
        return session;
    }

    /** The present session's signs of life so far. */
    public int keepAlives() {
        return keepAlives;
    }

    /** The next term begins. */
    public void changeLeader() {
        final NewLeaderEventEncoder event = new NewLeaderEventEncoder().wrapAndApplyHeader(out, 0, headerOut)
            .leadershipTermId(++termId).clusterSessionId(session).leaderMemberId(NEW_LEADER_MEMBER_ID)
            .ingressEndpoints("");
        taken(egress.offer(out, 0, event.limit()) > 0);
    }

    /** Closes the present session. */
    public void closeSession() {
        taken(offerEvent(0, EventCode.CLOSED));
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        headerIn.wrap(buffer, offset);
        if (headerIn.templateId() == SessionConnectRequestDecoder.TEMPLATE_ID) {
            connect.wrapAndApplyHeader(buffer, offset, headerIn);
            session++;
            keepAlives = 0;
            CloseHelper.close(egress);
            opening = new SessionOpening(connect.correlationId());
            egress = aeron.addExclusivePublication(connect.responseChannel(), connect.responseStreamId());
        } else if (headerIn.templateId() == SessionKeepAliveDecoder.TEMPLATE_ID) {
            keepAlives++;
        } else if (headerIn.templateId() == SessionMessageHeaderDecoder.TEMPLATE_ID) {
            onCommand.onCommand(
                buffer, offset + AeronCluster.SESSION_HEADER_LENGTH, length - AeronCluster.SESSION_HEADER_LENGTH);
        }
    }

    private boolean offerEvent(final long correlationId, final EventCode code) {
        final SessionEventEncoder event = new SessionEventEncoder().wrapAndApplyHeader(out, 0, headerOut)
            .clusterSessionId(session).correlationId(correlationId).leadershipTermId(termId).leaderMemberId(0)
            .code(code).version(AeronCluster.Configuration.PROTOCOL_SEMANTIC_VERSION)
            .leaderHeartbeatTimeoutNs(SessionEventEncoder.leaderHeartbeatTimeoutNsNullValue()).detail("");
        return egress.offer(out, 0, event.limit()) > 0;
    }

    private static void taken(final boolean isTaken) {
        if (!isTaken) {
            throw new IllegalStateException("the client's egress takes nothing");
        }
    }

    @Override
    public void close() {
        stop();
    }
}
