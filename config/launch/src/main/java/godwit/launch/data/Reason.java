package godwit.launch.data;

import java.io.IOException;
import java.nio.file.FileSystemException;

/**
 * Why the file system refused, in a few words for the end of an error line.
 */
final class Reason {
    private Reason() {
    }

    static String of(final IOException e) {
        if (e instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
