package godwit.settings;

import java.util.List;

/**
 * The settings of the edge, and those limits that edge and shard share.
 */
final class EdgeKeys {
    static final Key<Long> HTTP_PORT = Key.count("edge.http-port", 1, 65_535, 8080,
        "The port of WebSocket, HTTP and the web app, on the loopback address.");
    static final Key<Long> CONNECTIONS = Key.count("edge.connections", 1, 1_000_000, 10_000,
        "Open sockets; beyond, a new one is answered with HTTP 503.");
    static final Key<Long> FRAME_BYTES = Key.bytes("edge.frame-bytes", "4KiB", "96KiB", "64KiB",
        "A client's frame; a longer one closes the connection with 1009.");
    static final Key<Long> TEXT_BYTES = Key.bytes("edge.text-bytes", "1KiB", "12KiB", "4KiB",
        "A message's text in UTF-8; content may have four times as much.");
    static final Key<Long> IN_FLIGHT = Key.count("edge.in-flight", 1, 1024, 32,
        "Sends of a connection that may be unanswered; the shard knows retries of the latest 4 times as many.");
    static final Key<Long> UNACKED = Key.count("edge.unacked", 1, 4096, 256,
        "Messages pushed to a device and not acknowledged; more wait in its inbox.");
    static final Key<Long> HEARTBEAT = Key.duration("edge.heartbeat", "100ms", "5min", "5s",
        "How often a client is asked to say that it lives.");
    static final Key<Long> SILENCE = Key.duration("edge.silence", "200ms", "10min", "10s",
        "A client silent for so long is gone and is closed with 4408; also the time to CONNECT.");
    static final Key<Long> OUTBOUND_BYTES = Key.bytes("edge.outbound-bytes", "512KiB", "64MiB", "1MiB",
        "Frames waiting for one slow socket; beyond, pushes wait in the inbox, and answers close it. All: half the direct memory.");
    static final Key<Long> SENDS_PER_SECOND = Key.count("edge.sends-per-second", 1, 1_000_000, 200,
        "Sends a second of one connection, after its burst.");
    static final Key<Long> SENDS_BURST = Key.count("edge.sends-burst", 1, 1_000_000, 1000,
        "Sends that one connection may do at once.");
    static final Key<Long> FRAMES_PER_SECOND = Key.count("edge.frames-per-second", 1, 1_000_000, 500,
        "Frames a second of one connection, after its burst.");
    static final Key<Long> FRAMES_BURST = Key.count("edge.frames-burst", 1, 1_000_000, 2000,
        "Frames that one connection may send at once.");
    static final Key<Long> REQUESTS_PENDING = Key.powerOfTwo("edge.requests-pending", 1024, 1 << 20, 1 << 16,
        "Requests of all connections that wait for the shard; beyond, they are refused as UNAVAILABLE.");
    static final Key<Long> REQUEST_TIMEOUT = Key.duration("edge.request-timeout", "100ms", "1min", "5s",
        "A request without the shard's answer for so long is refused as UNAVAILABLE.");
    static final Key<Long> ACK_COALESCE = Key.duration("edge.ack-coalesce", "0ms", "1s", "100ms",
        "Acknowledgements are collected for so long into one entry of the shard's log.");
    static final Key<Long> TOKEN_TTL = Key.duration("edge.token-ttl", "1s", "365d", "1h",
        "How long a developer's token is valid.");
    static final Key<Long> DRAIN = Key.duration("edge.drain", "0ms", "5s", "2s",
        "How long a stop waits for answers that are under way and for sockets to close.");

    static final List<Key<?>> ALL = List.of(
        HTTP_PORT, CONNECTIONS, FRAME_BYTES, TEXT_BYTES, IN_FLIGHT, UNACKED, HEARTBEAT, SILENCE, OUTBOUND_BYTES,
        SENDS_PER_SECOND, SENDS_BURST, FRAMES_PER_SECOND, FRAMES_BURST, REQUESTS_PENDING, REQUEST_TIMEOUT,
        ACK_COALESCE, TOKEN_TTL, DRAIN);

    private EdgeKeys() {
    }
}
