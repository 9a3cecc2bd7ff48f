package godwit.edge.accept;

import godwit.edge.memory.ByteBudget;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * Decodes frames, and counts what it keeps of a frame whose end did not come yet: over the bound of all connections
 * together it leaves the pipeline, and what still arrives is dropped.
 */
final class PartialFrameDecoder extends WebSocket13FrameDecoder {
    private final ByteBudget budget;
    private final Runnable onFull;
    private long held;

    /**
     * A decoder for one connection.
     *
     * @param configuration of WebSocket.
     * @param budget        of all connections.
     * @param onFull        hears that it keeps nothing, nor decodes, any more.
     */
    PartialFrameDecoder(final WebSocketDecoderConfig configuration, final ByteBudget budget, final Runnable onFull) {
        super(configuration);
        this.budget = budget;
        this.onFull = onFull;
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
        super.channelRead(context, message);
        if (!context.isRemoved() && !count(kept())) {
            context.pipeline().remove(this);
            onFull.run();
        }
    }

    /** In bytes of the buffer: a frame's first byte may keep all that was read with it. */
    private long kept() {
        return actualReadableBytes() == 0 ? 0 : internalBuffer().capacity();
    }

    private boolean count(final long kept) {
        if (kept <= held) {
            budget.giveBack(held - kept);
        } else if (!budget.tryTake(kept - held)) {
            return false;
        }
        held = kept;
        return true;
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        count(0);
    }

    @Override
    protected void handlerRemoved0(final ChannelHandlerContext context) throws Exception {
        super.handlerRemoved0(context);
        count(0);
    }
}
