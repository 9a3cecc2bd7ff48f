package godwit.edge.accept;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.function.BooleanSupplier;

/**
 * Decodes frames, and counts what it keeps of a frame whose end did not come yet: once the connection has to go for it, it
 * leaves the pipeline, and what still arrives is dropped.
 */
final class PartialFrameDecoder extends WebSocket13FrameDecoder {
    private final Unfinished partial;
    private final Unfinished.Holder holder;
    private ChannelHandlerContext decoding;

    /**
     * A decoder for one connection.
     *
     * @param configuration of WebSocket.
     * @param partial       what connections keep of frames.
     * @param authenticated whether the connection has a session.
     * @param onEvicted     hears that this keeps nothing, nor decodes, any more.
     */
    PartialFrameDecoder(
        final WebSocketDecoderConfig configuration, final Unfinished partial, final BooleanSupplier authenticated,
        final Runnable onEvicted) {
        super(configuration);
        this.partial = partial;
        this.holder = new Unfinished.Holder() {
            @Override
            boolean authenticated() {
                return authenticated.getAsBoolean();
            }

            @Override
            void evict() {
                decoding.pipeline().remove(PartialFrameDecoder.this);
                onEvicted.run();
            }
        };
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        decoding = context;
    }

    /** Only here: until then the rest of a frame may be among what is being read. */
    @Override
    public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        if (!context.isRemoved()) {
            partial.hold(holder, kept());
        }
    }

    /** In bytes of the buffer: a frame's first byte may keep all that was read with it. */
    private long kept() {
        return actualReadableBytes() == 0 ? 0 : internalBuffer().capacity();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        partial.hold(holder, 0);
    }

    @Override
    protected void handlerRemoved0(final ChannelHandlerContext context) throws Exception {
        super.handlerRemoved0(context);
        partial.hold(holder, 0);
    }
}
