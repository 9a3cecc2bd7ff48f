package godwit.settings;

/**
 * How fast one connection may be: token buckets.
 *
 * @param sendsPerSecond  refill of the sends' bucket.
 * @param sendsBurst      size of the sends' bucket.
 * @param framesPerSecond refill of the frames' bucket.
 * @param framesBurst     size of the frames' bucket.
 */
public record ClientRates(int sendsPerSecond, int sendsBurst, int framesPerSecond, int framesBurst) {
    static ClientRates of(final Values values) {
        return new ClientRates(
            values.integer(EdgeKeys.SENDS_PER_SECOND),
            values.integer(EdgeKeys.SENDS_BURST),
            values.integer(EdgeKeys.FRAMES_PER_SECOND),
            values.integer(EdgeKeys.FRAMES_BURST));
    }
}
