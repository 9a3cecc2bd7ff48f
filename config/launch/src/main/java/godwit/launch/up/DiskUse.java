package godwit.launch.up;

import java.nio.file.Path;

/**
 * A folder with a bound on what it may take.
 *
 * @param name     for people: "log", "spool", "cassandra".
 * @param setting  that bounds it.
 * @param folder   may be missing.
 * @param bytesMax the bound.
 */
record DiskUse(String name, String setting, Path folder, long bytesMax) {
}
