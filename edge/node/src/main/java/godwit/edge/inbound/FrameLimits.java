package godwit.edge.inbound;

import godwit.protocol.ProtocolLimits;

/**
 * What one frame of a client may hold.
 *
 * @param frameBytes       of the whole frame.
 * @param textBytes        of a message's text in UTF-8; opaque content may be {@value #CONTENT_FACTOR} times that, decoded.
 */
public record FrameLimits(int frameBytes, int textBytes) {
    /** How much longer opaque content may be than text: an encrypted blob carries more than its text. */
    public static final int CONTENT_FACTOR = 4;
    /** Rows of a page when the client does not say. */
    public static final int PAGE_LENGTH_DEFAULT = 50;
    /** Characters of a req_id. */
    public static final int REQ_ID_LENGTH_MAX = 64;
    /** Users in one PRESENCE_SUBSCRIBE. */
    public static final int PRESENCE_USERS_MAX = 500;
    /** PROTOCOL's figures. */
    public static final FrameLimits DEFAULT = new FrameLimits(65_536, 4_096);

    /** Checks that the limits fit each other and the shard's protocol. */
    public FrameLimits {
        if (textBytes < 1 || textBytes * CONTENT_FACTOR > ProtocolLimits.BODY_LENGTH_MAX) {
            throw new IllegalArgumentException("textBytes=" + textBytes + ", expected 1 to "
                + ProtocolLimits.BODY_LENGTH_MAX / CONTENT_FACTOR);
        }
        if (frameBytes < 1_024 || frameBytes > 1 << 20) {
            throw new IllegalArgumentException("frameBytes=" + frameBytes + ", expected 1024 to " + (1 << 20));
        }
    }

    /**
     * The longest opaque content.
     *
     * @return in decoded bytes.
     */
    public int contentBytes() {
        return textBytes * CONTENT_FACTOR;
    }
}
