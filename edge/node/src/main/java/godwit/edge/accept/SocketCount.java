package godwit.edge.accept;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts one socket at the {@link ConnectionGate} from its beginning to its end.
 */
final class SocketCount extends ChannelInboundHandlerAdapter {
    private final ConnectionGate gate;
    private boolean upgraded;
    private boolean authenticated;

    SocketCount(final ConnectionGate gate) {
        this.gate = gate;
    }

    void upgraded() {
        if (!upgraded) {
            upgraded = true;
            gate.upgraded();
        }
    }

    void authenticated() {
        if (!authenticated) {
            authenticated = true;
            gate.authenticated();
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        gate.leave(upgraded, authenticated);
        context.fireChannelInactive();
    }
}
