package godwit.edge.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Says whether this edge should get traffic, and if not, why not.
 */
final class ReadyPage implements HttpPage {
    private final EdgeHealth health;

    ReadyPage(final EdgeHealth health) {
        this.health = health;
    }

    @Override
    public FullHttpResponse answer(final FullHttpRequest request) {
        final String reason = health.notReadyReason();
        return reason == null
            ? Answers.text(HttpResponseStatus.OK, "ready")
            : Answers.text(HttpResponseStatus.SERVICE_UNAVAILABLE, reason);
    }
}
