package godwit.edge.uplink;

/**
 * The time, as the uplink was told last; its parts share it. Single-threaded.
 */
final class CycleTime {
    private long nowMs;

    void update(final long newNowMs) {
        nowMs = newNowMs;
    }

    long nowMs() {
        return nowMs;
    }
}
