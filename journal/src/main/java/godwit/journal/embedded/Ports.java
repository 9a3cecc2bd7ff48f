package godwit.journal.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;

/**
 * The two ports of an embedded Cassandra: picked free once, below the ephemeral ones, and kept for its restarts.
 *
 * @param storage where Cassandra's nodes would talk to each other.
 * @param cql     where clients connect.
 */
record Ports(int storage, int cql) {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS_MAX = 1_000;
    private static final String STORAGE_KEY = "storage";
    private static final String CQL_KEY = "cql";

    /**
     * Those of last time when they are free, else new ones.
     */
    static Ports choose(final Path file) throws IOException {
        final Ports kept = load(file);
        if (kept != null && isFree(kept.storage) && isFree(kept.cql)) {
            return kept;
        }
        final Random random = new Random();
        final int storage = pick(random, 0);
        final Ports picked = new Ports(storage, pick(random, storage));
        picked.save(file);
        return picked;
    }

    boolean areFree() {
        return isFree(storage) && isFree(cql);
    }

    private static int pick(final Random random, final int taken) {
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            final int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
            if (port != taken && isFree(port)) {
                return port;
            }
        }
        throw new CassandraException("no free port found from " + LOWEST + " to " + HIGHEST
            + " on 127.0.0.1 for the embedded Cassandra: free some");
    }

    private static boolean isFree(final int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private static Ports load(final Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        final Properties properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        final int storage = number(properties, STORAGE_KEY);
        final int cql = number(properties, CQL_KEY);
        return storage > 0 && cql > 0 ? new Ports(storage, cql) : null;
    }

    private static int number(final Properties properties, final String key) {
        final String text = properties.getProperty(key, "");
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    private void save(final Path file) throws IOException {
        Files.writeString(file, STORAGE_KEY + "=" + storage + "\n" + CQL_KEY + "=" + cql + "\n");
    }
}
