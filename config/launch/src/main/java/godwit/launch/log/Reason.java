package godwit.launch.log;

import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.TimeoutException;

/**
 * Why something failed, in words for the end of an error line: what an exception says without the names of classes.
 */
public final class Reason {
    private Reason() {
    }

    /**
     * The words of an exception, or of what caused it when it has none of its own.
     *
     * @param thrown by whatever failed.
     * @return a few words, never empty.
     */
    public static String of(final Throwable thrown) {
        final Throwable cause = thrown.getCause();
        if (thrown instanceof FileSystemException refused) {
            return what(refused);
        }
        if (thrown instanceof UnknownHostException) {
            return "unknown host " + thrown.getMessage();
        }
        final String message = thrown.getMessage();
        if (cause != null && (message == null || message.equals(cause.toString()))) {
            return of(cause);
        }
        if (message == null || message.isBlank()) {
            return wordless(thrown);
        }
        return cause instanceof FileSystemException refused && refused.getReason() == null
            ? message + " (" + what(refused) + ")" : message;
    }

    private static String what(final FileSystemException refused) {
        final String file = refused.getFile() == null ? "" : " " + refused.getFile();
        if (refused.getReason() != null) {
            return file.isEmpty() ? refused.getReason() : file.strip() + ": " + refused.getReason();
        }
        if (refused instanceof NoSuchFileException) {
            return "there is no" + file;
        }
        if (refused instanceof AccessDeniedException) {
            return "no permission for" + file;
        }
        if (refused instanceof FileAlreadyExistsException) {
            return "there is a file" + file;
        }
        return refused instanceof NotDirectoryException ? "no folder is" + file : "the file system refused" + file;
    }

    private static String wordless(final Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return "no answer in time";
        }
        if (thrown instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        if (thrown instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        return thrown instanceof InterruptedException ? "interrupted" : "an unexpected error without a text";
    }
}
