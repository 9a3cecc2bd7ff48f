package godwit.journal.cassandra;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;

/**
 * Makes the class data archive that shortens the next starts, once, when a first start has settled. The
 * parent says where; a dump that is cut short leaves only a temporary file.
 */
final class ClassArchive implements Runnable {
    private static final String PATH_PROPERTY = "godwit.archive";
    private static final long SETTLE_MS = 10_000;

    private final Path archive;

    private ClassArchive(final Path archive) {
        this.archive = archive;
    }

    static void startIfAsked() {
        final String path = System.getProperty(PATH_PROPERTY);
        if (path != null) {
            final Thread thread = new Thread(new ClassArchive(Path.of(path)), "class-archive");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
            dump();
        } catch (final Exception e) {
            System.err.println("no class archive, starts stay slower: " + e);
        }
    }

    private void dump() throws Exception {
        final Path temporary = archive.resolveSibling(archive.getFileName() + ".part-" + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        final String[] arguments = {"dynamic_dump", temporary.toString()};
        final Object answer = ManagementFactory.getPlatformMBeanServer().invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmCds",
            new Object[] {arguments}, new String[] {String[].class.getName()});
        if (Files.exists(temporary)) {
            Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE);
        } else {
            System.err.println("no class archive, starts stay slower: " + answer);
        }
    }
}
