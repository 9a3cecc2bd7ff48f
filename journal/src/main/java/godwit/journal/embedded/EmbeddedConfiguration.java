package godwit.journal.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the embedded Cassandra is run.
 *
 * @param folder         of its own within the data folder: data, commit log, configuration, log files.
 * @param classPath      the folder with Cassandra's jars.
 * @param javaHome       a JDK 17, see {@link CassandraJava#find()}.
 * @param heapBytes      its heap.
 * @param directBytes    its memory outside the heap.
 * @param startTimeoutMs how long {@link EmbeddedCassandra#awaitReady} waits.
 */
public record EmbeddedConfiguration(
    Path folder, Path classPath, Path javaHome, long heapBytes, long directBytes, long startTimeoutMs) {
    /**
     * Checks what can be checked before anything starts.
     */
    public EmbeddedConfiguration {
        if (!Files.isDirectory(classPath)) {
            throw new CassandraException("no Cassandra jars in " + classPath + ": build them with mvn package");
        }
        folder = folder.toAbsolutePath().normalize();
    }
}
