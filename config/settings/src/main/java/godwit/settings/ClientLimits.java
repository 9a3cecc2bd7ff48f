package godwit.settings;

/**
 * What clients are told in CONNECTED.
 *
 * @param frameBytesMax a client's frame.
 * @param textBytesMax  a message's text.
 * @param inFlightMax   unanswered sends of a connection.
 * @param unackedMax    unacknowledged pushes of a device.
 */
public record ClientLimits(int frameBytesMax, int textBytesMax, int inFlightMax, int unackedMax) {
    static ClientLimits of(final Values values) {
        return new ClientLimits(
            values.integer(EdgeKeys.FRAME_BYTES),
            values.integer(EdgeKeys.TEXT_BYTES),
            values.integer(EdgeKeys.IN_FLIGHT),
            values.integer(EdgeKeys.UNACKED));
    }

    /**
     * The bound of opaque content.
     *
     * @return decoded bytes.
     */
    public int contentBytesMax() {
        return 4 * textBytesMax;
    }
}
