package godwit.launch.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP as bytes, for requests that a proper client would not make. */
final class RawHttp {
    private static final int TIMEOUT_MS = 30_000;

    private RawHttp() {
    }

    /** The status line that these lines of a request get, or "" when the server just closes. */
    static String status(final int port, final String... lines) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return line(socket.getInputStream());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An upgrade with these more header lines. */
    static String upgrade(final int port, final String host, final String... more) {
        final String[] lines = new String[6 + more.length];
        lines[0] = "GET /ws HTTP/1.1";
        lines[1] = "Host: " + host;
        lines[2] = "Upgrade: websocket";
        lines[3] = "Connection: Upgrade";
        lines[4] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        lines[5] = "Sec-WebSocket-Version: 13";
        System.arraycopy(more, 0, lines, 6, more.length);
        return status(port, lines);
    }

    private static String line(final InputStream in) throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
