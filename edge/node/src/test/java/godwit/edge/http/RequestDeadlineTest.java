package godwit.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RequestDeadlineTest {
    private static final long REQUEST_MS = 1_000;
    private static final long IDLE_MS = 3_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    RequestDeadlineTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new RequestDeadline(REQUEST_MS, IDLE_MS));
    }

    @Test
    void shouldCloseWhenTheFirstRequestDoesNotEnd() {
        pass(REQUEST_MS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldWaitForAnAnswerAsLongAsItTakesAndThenForTheNextRequest() {
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(10 * IDLE_MS);
        assertThat(channel.isOpen()).isTrue();
        channel.writeOutbound(response(HttpResponseStatus.OK));
        pass(IDLE_MS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldLeaveWhenTheConnectionBecomesASocket() {
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        channel.writeOutbound(response(HttpResponseStatus.SWITCHING_PROTOCOLS));
        assertThat(channel.pipeline().get(RequestDeadline.class)).isNull();
        pass(10 * IDLE_MS);
        assertThat(channel.isOpen()).isTrue();
        final Object answer = channel.readOutbound();
        assertThat(answer).isInstanceOf(DefaultHttpResponse.class);
    }

    private void pass(final long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private static DefaultHttpResponse response(final HttpResponseStatus status) {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
    }
}
