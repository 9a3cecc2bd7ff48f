package godwit.edge.session;

import godwit.edge.auth.TokenVerifier;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.inbound.FrameParser;
import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.Connection;
import godwit.edge.request.ShardGateway;
import java.util.function.UnaryOperator;
import org.agrona.ErrorHandler;

/**
 * What all sessions of one event loop share; used on its thread only.
 *
 * @param configuration limits.
 * @param clock         the time of the event that is being worked on.
 * @param wheel         their deadlines.
 * @param parser        reads frames.
 * @param encoder       writes frames.
 * @param verifier      judges tokens.
 * @param gateway       the way to the shard.
 * @param crossing      makes of a session what the shard's thread may call.
 * @param counters      counts.
 * @param errors        hears of bugs.
 * @param held          what all connections of the edge together may make it hold of frames before CONNECTED.
 */
public record SessionContext(
    SessionConfiguration configuration, EdgeClock clock, HeartbeatWheel wheel, FrameParser parser,
    FrameEncoder encoder, TokenVerifier verifier, ShardGateway gateway, UnaryOperator<Connection> crossing,
    EdgeCounters counters, ErrorHandler errors, ByteBudget held) {
}
