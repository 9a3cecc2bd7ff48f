package godwit.edge.outbound;

/**
 * Writes a DEVICES. Reused; one frame at a time; single-threaded.
 */
public final class DevicesEncoder {
    private static final byte[] DEVICES = Names.type("DEVICES");

    private final FrameSink sink = new FrameSink();
    private boolean empty;

    /**
     * Begins the frame.
     *
     * @param reqId or null.
     */
    public void begin(final String reqId) {
        Frames.optional(sink.begin().raw(DEVICES), Names.REQ_ID, reqId).raw(Names.DEVICES).raw('[');
        empty = true;
    }

    /**
     * Adds a device.
     *
     * @param deviceId   which.
     * @param connected  whether it is now.
     * @param lastSeenMs when it was last.
     */
    public void add(final String deviceId, final boolean connected, final long lastSeenMs) {
        if (!empty) {
            sink.raw(',');
        }
        empty = false;
        sink.raw('{').raw(Names.DEVICE_ID_FIRST).text(deviceId)
            .raw(Names.CONNECTED).bool(connected)
            .raw(Names.LAST_SEEN).number(lastSeenMs)
            .raw('}');
    }

    /**
     * Ends the frame.
     *
     * @return the frame, valid until the next begin.
     */
    public FrameSink end() {
        return sink.raw(']').raw('}');
    }
}
