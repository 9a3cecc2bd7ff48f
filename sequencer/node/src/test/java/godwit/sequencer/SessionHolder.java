package godwit.sequencer;

import godwit.client.ShardAddress;
import godwit.client.ShardConnection;
import godwit.client.ShardConnectionListener;
import godwit.client.ShardConnectionState;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Another process with sessions of a shard's cluster, to be killed: it says a line once it has them all. */
final class SessionHolder {
    private static final int FIRST_CLIENT = 100;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private SessionHolder() {
    }

    /** The driver's folder, and how many sessions. */
    public static void main(final String[] arguments) throws IOException {
        final List<ShardConnection> connections = connections(arguments[0], Integer.parseInt(arguments[1]));
        boolean said = false;
        // until it is killed, or until whoever started it is gone
        while (System.in.available() == 0) {
            final long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            connections.forEach(connection -> connection.doWork(nowMs));
            if (!said && connections.stream().allMatch(one -> one.state() == ShardConnectionState.CONNECTED)) {
                said = true;
                System.out.println("connected");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    static List<ShardConnection> connections(final String aeronDirectory, final int count) {
        final List<ShardConnection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connections.add(ShardConnection.in(aeronDirectory, ShardAddress.inProcess(0, FIRST_CLIENT + i),
                new ShardConnectionListener() { }, error -> { }));
        }
        return connections;
    }

    static Process start(final String aeronDirectory, final int count) throws IOException {
        final String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        return new ProcessBuilder(java, "-Xmx64m", "-XX:TieredStopAtLevel=1",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            SessionHolder.class.getName(), aeronDirectory, String.valueOf(count))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
