package godwit.edge.uplink;

import org.agrona.DirectBuffer;

/**
 * Where encoded commands go: the cluster's ingress.
 */
public interface CommandSink {
    /**
     * Offers one command, once.
     *
     * @param buffer holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return what became of it.
     */
    OfferResult offer(DirectBuffer buffer, int offset, int length);

    /**
     * Offers who types, once, beside the commands: no command waits for it, and it for none.
     *
     * @param buffer holds the message.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return false: it is lost.
     */
    boolean offerTyping(DirectBuffer buffer, int offset, int length);

    /** The term of the leader that takes them, known when the uplink hears of a connection or a new leader. */
    long termId();
}
