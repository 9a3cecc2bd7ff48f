package godwit.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the web app, shared by all answers. Browsers keep it and ask each time whether it is still the same.
 */
final class StaticFile implements HttpPage {
    private static final int ETAG_BYTES = 16;

    private final ByteBuf content;
    private final String contentType;
    private final String etag;

    StaticFile(final byte[] bytes, final String contentType) {
        content = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes).asReadOnly());
        this.contentType = contentType;
        etag = '"' + HexFormat.of().formatHex(sha256(bytes), 0, ETAG_BYTES) + '"';
    }

    @Override
    public FullHttpResponse answer(final FullHttpRequest request) {
        final boolean known = isKnown(request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
        final FullHttpResponse response = known
            ? Answers.of(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER)
            : Answers.of(HttpResponseStatus.OK, content.duplicate());
        if (known) {
            response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        } else {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        response.headers().set(HttpHeaderNames.ETAG, etag).set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        return response;
    }

    private boolean isKnown(final String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (final String candidate : ifNoneMatch.split(",")) {
            final String tag = candidate.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] sha256(final byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
