package godwit.settings;

/**
 * An edge's heartbeats and time-outs.
 *
 * @param heartbeatMs      how often a client is asked to say that it lives.
 * @param silenceMs        a client silent for so long is gone; also the time to CONNECT.
 * @param requestTimeoutMs a request unanswered for so long is refused as UNAVAILABLE.
 * @param ackCoalesceMs    how long acknowledgements are collected.
 * @param tokenTtlMs       how long a developer's token is valid.
 * @param drainMs          how long a stop waits.
 */
public record EdgeTimes(
    long heartbeatMs, long silenceMs, long requestTimeoutMs, long ackCoalesceMs, long tokenTtlMs, long drainMs) {

    static EdgeTimes of(final Values values) {
        return new EdgeTimes(
            values.number(EdgeKeys.HEARTBEAT),
            values.number(EdgeKeys.SILENCE),
            values.number(EdgeKeys.REQUEST_TIMEOUT),
            values.number(EdgeKeys.ACK_COALESCE),
            values.number(EdgeKeys.TOKEN_TTL),
            values.number(EdgeKeys.DRAIN));
    }
}
