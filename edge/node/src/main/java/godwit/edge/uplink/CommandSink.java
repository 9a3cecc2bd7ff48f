package godwit.edge.uplink;

import org.agrona.DirectBuffer;

/**
 * Where encoded commands go: the cluster's ingress.
 */
@FunctionalInterface
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
}
