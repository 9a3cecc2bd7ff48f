package godwit.edge.accept;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.http.StrictRequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes requests, and counts what is kept of one whose end did not come yet: once the connection has to go for it, it is
 * closed without an answer.
 */
final class PartialRequestDecoder extends StrictRequestDecoder {
    /** A header of few letters takes so many times its length on the heap. */
    private static final int HEAP_FACTOR = 16;

    private final Unfinished partial;
    private final Unfinished.Holder holder;
    private ChannelHandlerContext decoding;
    private long decoded;

    /**
     * A decoder for one connection.
     *
     * @param partial  what connections keep of requests.
     * @param counters counts.
     */
    PartialRequestDecoder(final Unfinished partial, final EdgeCounters counters) {
        this.partial = partial;
        this.holder = new Unfinished.Holder() {
            @Override
            boolean authenticated() {
                return false;
            }

            @Override
            void evict() {
                counters.increment(EdgeCounter.CLOSED_HALF_MESSAGES);
                decoding.close();
            }
        };
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        decoding = context;
    }

    @Override
    protected void decode(final ChannelHandlerContext context, final ByteBuf buffer, final List<Object> out)
        throws Exception {
        final int before = buffer.readableBytes();
        final int first = out.size();
        super.decode(context, buffer, out);
        decoded += before - buffer.readableBytes();
        for (int i = first; i < out.size(); i++) {
            if (out.get(i) instanceof HttpContent content && content.content().isReadable()) {
                out.set(i, copied(content));
            }
            if (out.get(i) instanceof LastHttpContent) {
                decoded = 0;
            }
        }
    }

    /** A few bytes of a body would keep the whole buffer that was read with them until the request ends. */
    private static HttpContent copied(final HttpContent content) {
        final HttpContent copy = content.replace(Unpooled.copiedBuffer(content.content()));
        content.release();
        return copy;
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        if (!context.isRemoved()) {
            partial.hold(holder, decoded * HEAP_FACTOR + (actualReadableBytes() == 0 ? 0 : internalBuffer().capacity()));
        }
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
