package godwit.launch.up;

import godwit.launch.EnvironmentException;
import godwit.launch.log.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Finds out before anything is started whether the ports of the edges can be had.
 */
final class PortCheck {
    private PortCheck() {
    }

    /** The edges have so many ports, one behind the other. */
    static void check(final int firstPort, final int count) {
        for (int edge = 0; edge < count; edge++) {
            check(firstPort + edge);
        }
    }

    private static void check(final int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (final IOException e) {
            throw new EnvironmentException("port " + port + " cannot be had (" + Reason.of(e)
                + "): stop what uses it, or choose another with --http-port");
        }
    }
}
