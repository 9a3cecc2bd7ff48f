package godwit.launch.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control socket: one request a connection, a few at a time, more are closed unanswered.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ControlServer.class);
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 16;
    private static final int RETRY_MS = 100;

    private final Path dataRoot;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, ControlHandler> handlers;
    private final ThreadPoolExecutor workers;

    private ControlServer(
        final Path dataRoot, final Path socket, final ServerSocketChannel server,
        final Map<String, ControlHandler> handlers) {
        this.dataRoot = dataRoot;
        this.socket = socket;
        this.server = server;
        this.handlers = Map.copyOf(handlers);
        this.workers = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_MAX), task -> daemon("control-worker", task));
    }

    /**
     * Begins to answer; only the data folder's owner may ask.
     *
     * @param dataRoot without symbolic links, its lock held.
     * @param handlers by the request's command.
     * @return to be closed.
     * @throws IOException when the socket cannot be made.
     */
    public static ControlServer start(final Path dataRoot, final Map<String, ControlHandler> handlers)
        throws IOException {
        final Path socket = ControlSocket.of(dataRoot);
        ControlSocket.prepare(dataRoot, socket);
        final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (final IOException e) {
            channel.close();
            throw e;
        }
        final ControlServer server = new ControlServer(dataRoot, socket, channel, handlers);
        daemon("control", () -> server.acceptAll(channel::accept)).start();
        return server;
    }

    @Override
    public void close() throws IOException {
        server.close();
        workers.shutdownNow();
        ControlSocket.remove(dataRoot, socket);
    }

    /** How a connection comes. */
    @FunctionalInterface
    interface Accepting {
        SocketChannel accept() throws IOException;
    }

    /** Until the socket is closed; one that cannot be accepted, for want of file descriptors say, costs a pause only. */
    void acceptAll(final Accepting accepting) {
        boolean failing = false;
        while (server.isOpen()) {
            try {
                serve(accepting.accept());
                failing = false;
            } catch (final ClosedChannelException e) {
                return;
            } catch (final IOException e) {
                if (!failing) {
                    LOGGER.warn("the control socket cannot accept, and tries again every {} ms", RETRY_MS, e);
                }
                failing = true;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MS));
            }
        }
    }

    private void serve(final SocketChannel channel) throws IOException {
        try {
            workers.execute(new ControlConversation(channel, handlers));
        } catch (final RejectedExecutionException e) {
            channel.close();
        }
    }

    private static Thread daemon(final String name, final Runnable task) {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
