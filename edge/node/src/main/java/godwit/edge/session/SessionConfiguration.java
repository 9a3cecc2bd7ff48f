package godwit.edge.session;

/**
 * Limits of every session.
 *
 * @param inFlightMax     the newest send is at most the so-manieth from the oldest unanswered one.
 * @param unackedMax      a device's window: so many entries are pushed to it before it acknowledges some.
 * @param sendsPerSecond  after the burst.
 * @param sendsBurst      at once.
 * @param framesPerSecond after the burst.
 * @param framesBurst     at once.
 * @param silenceMs       without a data frame: the device is gone; also the time to CONNECT.
 */
public record SessionConfiguration(
    int inFlightMax, int unackedMax, int sendsPerSecond, int sendsBurst, int framesPerSecond, int framesBurst,
    long silenceMs) {
    /** PROTOCOL's figures. */
    public static final SessionConfiguration DEFAULT =
        new SessionConfiguration(32, 256, 200, 1_000, 500, 2_000, 10_000);

    /** CONNECTs per second after the burst: each is a signature to check, and may be an entry of the shard's log. */
    static final int CONNECTS_PER_SECOND = 1;
    /** CONNECTs at once. */
    static final int CONNECTS_BURST = 10;
    /** Bad frames in a row that close the connection. */
    static final int BAD_FRAMES_MAX = 20;
    /** Refusals within {@link #REFUSALS_WINDOW_MS} that close it. */
    static final int REFUSALS_MAX = 1_000;
    /** See {@link #REFUSALS_MAX}. */
    static final long REFUSALS_WINDOW_MS = 10_000;
    /** How long before its expiry a token's client is warned. */
    static final long EXPIRY_WARNING_MS = 60_000;
    /** Bytes of frames that may wait for the shard's session. */
    static final int WAITING_BYTES_MAX = 1 << 20;
    /** What a waiting frame takes beside its bytes. */
    static final int WAITING_FRAME_BYTES = 64;
    /** When to try again after a full way to the shard. */
    static final long FULL_RETRY_MS = 100;
    /** When to try again after too many unanswered sends. */
    static final long IN_FLIGHT_RETRY_MS = 100;
    /** Changes of chats, devices and settings that may be unanswered. */
    static final int UNANSWERED_MAX = 64;
    /** What these may take while they wait, beyond the first one: two of the longest frames. */
    static final long UNANSWERED_BYTES_MAX = 256 * 1024;
    /** Windows of acknowledgements that may be unanswered: each entry's as delivered, and as read. */
    static final int UNANSWERED_WINDOWS = 2;
    /** So many may be in any case, as they are of chats, too: 256 KiB of them. */
    static final int UNANSWERED_ACKNOWLEDGEMENTS = 512;
    /** When to try again after too many of these. */
    static final long UNANSWERED_RETRY_MS = 100;
}
