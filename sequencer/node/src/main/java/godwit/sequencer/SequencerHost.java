package godwit.sequencer;

import godwit.sequencer.cluster.HostParts;

/**
 * What the shards of a process share: the media driver, the archive of their logs and the one of their spools. It outlives
 * their nodes. Any thread.
 */
public final class SequencerHost implements AutoCloseable {
    private final HostParts parts;

    private SequencerHost(final HostParts parts) {
        this.parts = parts;
    }

    /**
     * Makes whole what a kill left half written, and starts the parts.
     *
     * @param configuration what they are made of.
     * @return the host; close it.
     * @throws IllegalStateException when a part does not start; nothing is left running then.
     */
    public static SequencerHost launch(final HostConfiguration configuration) {
        return new SequencerHost(HostParts.launch(configuration));
    }

    HostParts parts() {
        return parts;
    }

    @Override
    public void close() {
        parts.close();
    }
}
