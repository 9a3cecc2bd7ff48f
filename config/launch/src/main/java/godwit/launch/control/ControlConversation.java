package godwit.launch.control;

import godwit.launch.log.Reason;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * One request on the control socket and its answer.
 */
final class ControlConversation implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ControlConversation.class);
    private static final int REQUEST_BYTES_MAX = 16 * 1024;
    private static final long REQUEST_TIMEOUT_MS = 5_000;

    private final SocketChannel channel;
    private final Map<String, ControlHandler> handlers;

    ControlConversation(final SocketChannel channel, final Map<String, ControlHandler> handlers) {
        this.channel = channel;
        this.handlers = handlers;
    }

    @Override
    public void run() {
        try (channel) {
            Lines.write(channel, JsonText.of(answer(Lines.read(channel, REQUEST_BYTES_MAX, REQUEST_TIMEOUT_MS))));
        } catch (final IOException e) {
            LOGGER.debug("control request not answered", e);
        }
    }

    private Map<String, Object> answer(final String request) {
        final ControlHandler handler;
        try {
            handler = handlers.get(String.valueOf(JsonTree.object(JsonTree.parse(request)).get("command")));
        } catch (final JacksonException | IllegalArgumentException e) {
            return failure("not a request");
        }
        return handler == null ? failure("unknown command") : result(handler);
    }

    private static Map<String, Object> result(final ControlHandler handler) {
        try {
            return Map.of("ok", true, "result", handler.answer());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure("stopping");
        } catch (final Exception e) {
            LOGGER.warn("control request failed", e);
            return failure(Reason.of(e));
        }
    }

    private static Map<String, Object> failure(final String reason) {
        return Map.of("ok", false, "error", reason);
    }
}
