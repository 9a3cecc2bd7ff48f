package godwit.settings;

/**
 * What an edge is told.
 *
 * @param httpPort            the port of WebSocket, HTTP and the web app.
 * @param connectionsMax      open sockets.
 * @param outboundBytesMax    frames waiting for one socket.
 * @param requestsPendingMax  requests waiting for the shard; a power of two.
 * @param limits              what clients are told in CONNECTED.
 * @param rates               how fast one connection may be.
 * @param times               heartbeats and time-outs.
 */
public record EdgeSettings(
    int httpPort,
    int connectionsMax,
    int outboundBytesMax,
    int requestsPendingMax,
    ClientLimits limits,
    ClientRates rates,
    EdgeTimes times) {

    static EdgeSettings of(final Values values) {
        return new EdgeSettings(
            values.integer(EdgeKeys.HTTP_PORT),
            values.integer(EdgeKeys.CONNECTIONS),
            values.integer(EdgeKeys.OUTBOUND_BYTES),
            values.integer(EdgeKeys.REQUESTS_PENDING),
            ClientLimits.of(values),
            ClientRates.of(values),
            EdgeTimes.of(values));
    }

    /**
     * The same on another port.
     *
     * @param port of the edge; 0: any.
     * @return the settings of an edge there.
     */
    public EdgeSettings onPort(final int port) {
        return new EdgeSettings(port, connectionsMax, outboundBytesMax, requestsPendingMax, limits, rates, times);
    }
}
