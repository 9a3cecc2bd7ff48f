package godwit.edge.http;

/**
 * What one HTTP request may take; more is refused, and the connection closed.
 */
public final class HttpLimits {
    /** Method, path and version: our longest path is short, and a token does not belong there. */
    public static final int LINE_BYTES_MAX = 2 * 1024;
    /** All headers together: a browser's, and a token of 4 KiB. */
    public static final int HEADER_BYTES_MAX = 12 * 1024;
    /** A body: a user's and a device's id. */
    public static final int BODY_BYTES_MAX = 4 * 1024;
    /** From the opening of the connection to the end of its first request. */
    public static final long REQUEST_MS_MAX = 10_000;
    /** From an answer to the end of the next request. */
    public static final long IDLE_MS_MAX = 30_000;

    private HttpLimits() {
    }
}
