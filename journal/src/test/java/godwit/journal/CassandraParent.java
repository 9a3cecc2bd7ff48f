package godwit.journal;

import godwit.journal.embedded.CassandraJava;
import godwit.journal.embedded.EmbeddedCassandra;
import godwit.journal.embedded.EmbeddedConfiguration;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The main of a process that starts an embedded Cassandra, says its process id and waits to be killed. */
final class CassandraParent {
    private static final long MIB = 1024 * 1024;

    private CassandraParent() {
    }

    public static void main(final String[] args) throws InterruptedException {
        final EmbeddedCassandra cassandra = EmbeddedCassandra.start(configuration(Path.of(args[0])));
        System.out.println(cassandra.pid());
        new CountDownLatch(1).await();
    }

    static EmbeddedConfiguration configuration(final Path folder) {
        return new EmbeddedConfiguration(folder, Path.of("cassandra/target/cassandra"), CassandraJava.find(),
            512 * MIB, 256 * MIB, 120_000);
    }
}
