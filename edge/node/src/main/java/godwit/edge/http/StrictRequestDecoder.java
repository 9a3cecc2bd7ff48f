package godwit.edge.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Decodes requests within {@link HttpLimits} and reads none in two ways: lines end with CR LF, a length is given once, and
 * never beside a transfer encoding. What breaks this comes out as a failed message, which {@link RequestGuard} refuses.
 */
public class StrictRequestDecoder extends HttpRequestDecoder {
    /** A decoder for one connection. */
    public StrictRequestDecoder() {
        super(new HttpDecoderConfig()
            .setMaxInitialLineLength(HttpLimits.LINE_BYTES_MAX)
            .setMaxHeaderSize(HttpLimits.HEADER_BYTES_MAX)
            .setMaxChunkSize(HttpLimits.BODY_BYTES_MAX)
            .setAllowDuplicateContentLengths(false)
            .setStrictLineParsing(true));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(final HttpMessage message) {
        throw new IllegalArgumentException("transfer-encoding beside content-length");
    }
}
