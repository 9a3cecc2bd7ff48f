package godwit.sequencer.egress;

/** Makes the ways to edges. The egress stage's thread. */
@FunctionalInterface
public interface FramePaths {
    /**
     * The way to an edge; what the edge said of itself may be nonsense, which must not throw.
     *
     * @param channel  that the edge listens on.
     * @param streamId that it listens on.
     * @return the way.
     */
    FramePath open(String channel, int streamId);
}
