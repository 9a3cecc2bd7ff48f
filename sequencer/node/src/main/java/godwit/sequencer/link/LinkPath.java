package godwit.sequencer.link;

import org.agrona.DirectBuffer;

/** The way of commands to one other shard. The link stage's thread. */
public interface LinkPath {
    /**
     * Keeps the way open; comes about, is lost and comes about again without ever waiting.
     *
     * @param nowMs the time, monotonic.
     */
    void doWork(long nowMs);

    /**
     * Offers a command, once.
     *
     * @param command holds it from 0 on.
     * @param length  in bytes.
     * @return false when the shard does not take it now.
     */
    boolean offer(DirectBuffer command, int length);

    /**
     * Offers who types, once, beside the commands.
     *
     * @param message holds it from 0 on.
     * @param length  in bytes.
     * @return false: it is lost.
     */
    boolean offerTyping(DirectBuffer message, int length);

    /** Nothing follows. */
    void close();
}
