package godwit.edge.outbound;

/**
 * What CONNECTED tells a client about the limits it has to keep.
 *
 * @param heartbeatMs how often to send something.
 * @param frameBytes  of a frame.
 * @param textBytes   of a text.
 * @param inFlight    sends without an answer.
 * @param unacked     entries pushed and not acknowledged.
 */
public record ConnectionLimits(int heartbeatMs, int frameBytes, int textBytes, int inFlight, int unacked) {
    /** PROTOCOL's figures. */
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(5_000, 65_536, 4_096, 32, 256);
}
