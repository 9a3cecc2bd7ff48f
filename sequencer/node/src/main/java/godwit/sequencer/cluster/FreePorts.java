package godwit.sequencer.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;

/** Picks UDP ports that nobody has, below those that the system gives to clients (32768 and up on Linux). */
final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 2_000;

    private FreePorts() {
    }

    /** Ports in a row, each free a moment ago. */
    static int[] pick(final int count) {
        final int[] ports = new int[count];
        int found = 0;
        int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
        for (int i = 0; i < TRIES && found < count; i++) {
            if (isFree(port)) {
                ports[found++] = port;
            }
            port = port + 1 < HIGHEST ? port + 1 : LOWEST;
        }
        if (found < count) {
            throw new IllegalStateException("no free UDP ports on loopback between " + LOWEST + " and " + HIGHEST);
        }
        return ports;
    }

    private static boolean isFree(final int port) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (final IOException e) {
            return false;
        }
    }
}
