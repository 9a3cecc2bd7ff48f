package godwit.launch.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Reads and writes one line on a socket, within a bound of bytes and of time.
 */
final class Lines {
    private Lines() {
    }

    static String read(final SocketChannel channel, final int bytesMax, final long timeoutMs) throws IOException {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        final ByteBuffer buffer = ByteBuffer.allocate(8192);
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (line.size() <= bytesMax) {
                await(selector, deadlineNs);
                if (channel.read(buffer) < 0) {
                    throw new IOException("closed before the end of the line");
                }
                if (take(buffer.flip(), line)) {
                    return line.toString(StandardCharsets.UTF_8);
                }
                buffer.clear();
            }
        }
        throw new IOException("line longer than " + bytesMax + " bytes");
    }

    static void write(final SocketChannel channel, final String line) throws IOException {
        channel.configureBlocking(true);
        final ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void await(final Selector selector, final long deadlineNs) throws IOException {
        final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0 || Thread.currentThread().isInterrupted()) {
            throw new IOException("no answer in time");
        }
        selector.select(leftMs);
        selector.selectedKeys().clear();
    }

    private static boolean take(final ByteBuffer buffer, final ByteArrayOutputStream line) {
        while (buffer.hasRemaining()) {
            final byte b = buffer.get();
            if (b == '\n') {
                return true;
            }
            line.write(b);
        }
        return false;
    }
}
