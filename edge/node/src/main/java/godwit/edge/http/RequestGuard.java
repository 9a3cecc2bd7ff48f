package godwit.edge.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * What every request passes first, an upgrade too: malformed ones, such as could be read in two ways, too large ones and
 * those from a foreign page are refused in one line, and the connection is closed, since what follows on it can't be
 * trusted either. Bodies come with their length: nothing here needs a transfer encoding, and without them no request can
 * hide in another. Stands between the decoder and the aggregator; for one connection.
 */
public final class RequestGuard extends ChannelInboundHandlerAdapter {
    private final OriginPolicy origins;
    private boolean closing;

    /**
     * A guard.
     *
     * @param origins where requests may come from.
     */
    public RequestGuard(final OriginPolicy origins) {
        this.origins = origins;
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        final HttpResponseStatus refusal = message instanceof HttpObject object ? refusal(object, context) : null;
        if (refusal == null) {
            context.fireChannelRead(message);
        } else {
            closing = true;
            ReferenceCountUtil.release(message);
            refuse(context, refusal);
        }
    }

    private static void refuse(final ChannelHandlerContext context, final HttpResponseStatus status) {
        final FullHttpResponse response = Answers.text(status, status.reasonPhrase().toLowerCase(Locale.ROOT));
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private HttpResponseStatus refusal(final HttpObject object, final ChannelHandlerContext context) {
        if (object.decoderResult().isFailure()) {
            return decoding(object.decoderResult().cause());
        }
        if (!(object instanceof HttpRequest request)) {
            return null;
        }
        final HttpResponseStatus refusal = line(request);
        if (refusal != null) {
            return refusal;
        }
        final HttpResponseStatus body = body(request.headers());
        if (body != null) {
            return body;
        }
        final int localPort = context.channel().localAddress() instanceof InetSocketAddress address
            ? address.getPort() : 0;
        return origins.allows(request.headers(), localPort) ? null : HttpResponseStatus.FORBIDDEN;
    }

    private static HttpResponseStatus decoding(final Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException
            ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE : HttpResponseStatus.BAD_REQUEST;
    }

    private static HttpResponseStatus line(final HttpRequest request) {
        final HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
        }
        final boolean good = request.uri().startsWith("/") && request.uri().indexOf('#') < 0
            && request.headers().getAll(HttpHeaderNames.HOST).size() == 1;
        return good ? null : HttpResponseStatus.BAD_REQUEST;
    }

    private static HttpResponseStatus body(final HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                ? HttpResponseStatus.BAD_REQUEST : HttpResponseStatus.LENGTH_REQUIRED;
        }
        final String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && !isBounded(length)) {
            return HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
        }
        final String expect = headers.get(HttpHeaderNames.EXPECT);
        return expect == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)
            ? null : HttpResponseStatus.EXPECTATION_FAILED;
    }

    /** The decoder has seen to it that it is a number. */
    private static boolean isBounded(final String length) {
        return length.length() <= 18 && Long.parseLong(length) <= HttpLimits.BODY_BYTES_MAX;
    }
}
