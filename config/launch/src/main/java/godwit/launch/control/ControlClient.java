package godwit.launch.control;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.data.DataFolder;
import godwit.launch.data.FolderAccess;
import godwit.launch.log.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * Asks the {@code godwit up} that runs on a data folder.
 */
public final class ControlClient {
    private static final int ANSWER_BYTES_MAX = 4 << 20;
    private static final long ANSWER_TIMEOUT_MS = 60_000;

    private final Path dataFolder;
    private final Path socket;

    /**
     * Finds the socket.
     *
     * @param dataFolder of the running instance.
     */
    public ControlClient(final Path dataFolder) {
        this.dataFolder = realPath(dataFolder);
        this.socket = ControlSocket.of(this.dataFolder);
    }

    /**
     * Whether something listens.
     *
     * @return false when the instance is not running.
     */
    public boolean isRunning() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (final IOException e) {
            return false;
        }
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @param command one that the instance knows.
     * @return the result's fields.
     */
    public Map<String, Object> ask(final String command) {
        return JsonTree.object(exchange(command).get("result"));
    }

    private Map<String, Object> exchange(final String command) {
        final Map<String, Object> answer = JsonTree.object(parse(send("{\"command\":\"" + command + "\"}")));
        if (!Boolean.TRUE.equals(answer.get("ok"))) {
            throw new OperationException(String.valueOf(answer.get("error")));
        }
        return answer;
    }

    private String send(final String request) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(channel);
            Lines.write(channel, request);
            return Lines.read(channel, ANSWER_BYTES_MAX, ANSWER_TIMEOUT_MS);
        } catch (final IOException e) {
            throw new OperationException("the godwit on " + dataFolder + " did not answer: " + Reason.of(e), e);
        }
    }

    private void connect(final SocketChannel channel) {
        try {
            ControlSocket.checkOwner(dataFolder, socket);
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (final IOException e) {
            if (Files.exists(socket) && !Files.isWritable(socket)) {
                throw FolderAccess.denied(dataFolder);
            }
            if (DataFolder.isInUse(dataFolder)) {
                throw new EnvironmentException("the godwit on " + dataFolder
                    + " is starting or stopping, and takes no commands: ask again in a moment");
            }
            throw new EnvironmentException(
                "no godwit is running on " + dataFolder + ": start it with godwit up --data " + dataFolder);
        }
    }

    private static Object parse(final String answer) {
        try {
            return JsonTree.parse(answer);
        } catch (final JacksonException e) {
            throw new OperationException("the answer is damaged", e);
        }
    }

    private static Path realPath(final Path folder) {
        FolderAccess.check(folder);
        try {
            return folder.toRealPath();
        } catch (final IOException e) {
            throw new EnvironmentException("data folder " + folder + " cannot be read: " + Reason.of(e));
        }
    }
}
