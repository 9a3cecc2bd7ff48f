package godwit.edge.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose next request does not end in time, however steadily its bytes trickle in; and leaves the
 * pipeline when the connection becomes a socket. Stands right behind the decoder and the encoder; for one connection.
 */
public final class RequestDeadline extends ChannelDuplexHandler {
    private final long requestMs;
    private final long idleMs;
    private Future<?> deadline;

    /** With the times of {@link HttpLimits}. */
    public RequestDeadline() {
        this(HttpLimits.REQUEST_MS_MAX, HttpLimits.IDLE_MS_MAX);
    }

    RequestDeadline(final long requestMs, final long idleMs) {
        this.requestMs = requestMs;
        this.idleMs = idleMs;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            arm(context, requestMs);
        }
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        arm(context, requestMs);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        if (message instanceof LastHttpContent) {
            disarm();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(final ChannelHandlerContext context, final Object message, final ChannelPromise promise) {
        context.write(message, promise);
        if (message instanceof HttpResponse response) {
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                context.pipeline().remove(this);
            } else {
                arm(context, idleMs);
            }
        }
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext context) {
        disarm();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        disarm();
        context.fireChannelInactive();
    }

    private void arm(final ChannelHandlerContext context, final long delayMs) {
        disarm();
        deadline = context.executor().schedule(
            (Runnable) context::close, delayMs, TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
