package godwit.edge.session;

/**
 * The WebSocket close codes that an edge gives; those from 4400 on are the client protocol's.
 */
public final class CloseCode {
    /** The edge drains or stops. */
    public static final int GOING_AWAY = 1001;
    /** A binary frame. */
    public static final int UNSUPPORTED_DATA = 1003;
    /** Text that is not UTF-8. */
    public static final int NOT_UTF8 = 1007;
    /** A frame over the limit. */
    public static final int TOO_BIG = 1009;
    /** Something here failed; come again. */
    public static final int INTERNAL = 1011;
    /** Too much waits for a slow socket; come again. */
    public static final int TRY_AGAIN_LATER = 1013;
    /** The same device connected elsewhere. */
    public static final int REPLACED = 4001;
    /** Twenty bad frames in a row. */
    public static final int BAD_FRAMES = 4400;
    /** No token, a bad one, or one that expired. */
    public static final int UNAUTHENTICATED = 4401;
    /** The device was removed. */
    public static final int REMOVED = 4403;
    /** Silence. */
    public static final int SILENT = 4408;
    /** A thousand refusals in ten seconds. */
    public static final int RATE_LIMITED = 4429;

    private CloseCode() {
    }
}
