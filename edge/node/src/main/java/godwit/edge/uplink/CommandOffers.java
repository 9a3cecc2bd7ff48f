package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;

/**
 * Offers what its encoder wrote last to the cluster, once each. Single-threaded.
 */
final class CommandOffers {
    private final CommandEncoder encoder;
    private final CommandSink sink;
    private final EdgeCounters counters;

    CommandOffers(final CommandEncoder encoder, final CommandSink sink, final EdgeCounters counters) {
        this.encoder = encoder;
        this.sink = sink;
        this.counters = counters;
    }

    CommandEncoder encoder() {
        return encoder;
    }

    /** The term of the leader that takes them. */
    long termId() {
        return sink.termId();
    }

    /** Offers an encoded message about typing; if it is not taken it is lost. */
    void offerTyping(final int length) {
        counters.increment(sink.offerTyping(encoder.buffer(), 0, length)
            ? EdgeCounter.TYPINGS : EdgeCounter.TYPINGS_LOST);
    }

    /**
     * Offers an encoded command.
     *
     * @param length of it, as the encoder said.
     * @return whether it is on its way; if not, it may be encoded and offered in a later cycle.
     */
    boolean offer(final int length) {
        final OfferResult result = sink.offer(encoder.buffer(), 0, length);
        if (result == OfferResult.BACK_PRESSURED) {
            counters.increment(EdgeCounter.OFFERS_BACK_PRESSURED);
        }
        return result == OfferResult.OFFERED;
    }
}
