package godwit.launch.data;

import godwit.launch.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says of a data folder that this process may not look into whose it is: everything in one is its owner's alone.
 */
public final class FolderAccess {
    private static final String REMEDY = ", or name a folder of your own with --data";

    private FolderAccess() {
    }

    /**
     * Refuses a folder that is not there or that this user may not look into.
     *
     * @param folder of the data.
     */
    public static void check(final Path folder) {
        if (Files.isDirectory(folder)) {
            if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
                throw denied(folder);
            }
        } else if (Files.notExists(folder) || Files.exists(folder)) {
            throw new EnvironmentException("no data folder " + folder + ": name one with --data");
        } else {
            throw new EnvironmentException("data folder " + folder + " cannot be reached: a folder on the way to it lets "
                + user() + " not in; run this as the data folder's owner" + REMEDY);
        }
    }

    /**
     * Something in the folder is closed to this user.
     *
     * @param folder of the data.
     * @return to be thrown; names the owner.
     */
    public static EnvironmentException denied(final Path folder) {
        final String owner = owner(folder);
        return new EnvironmentException(owner.equals(user())
            ? "data folder " + folder + " is closed to its owner " + owner + ": give the permissions back (chmod u+rwX)"
            : "data folder " + folder + " belongs to another user, " + owner + ", and is closed to " + user()
                + ": run this as " + owner + REMEDY);
    }

    private static String owner(final Path folder) {
        try {
            return Files.getOwner(folder).getName();
        } catch (final IOException e) {
            return "its owner";
        }
    }

    private static String user() {
        return System.getProperty("user.name");
    }
}
