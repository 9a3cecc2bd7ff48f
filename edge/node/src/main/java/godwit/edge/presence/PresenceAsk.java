package godwit.edge.presence;

import godwit.edge.fanout.Link;
import godwit.protocol.codecs.RefusalCode;
import java.util.List;

/** A question to a shard: may a connection's user see these users, and are they online? Answered user by user. */
final class PresenceAsk {
    /** It is none of its users, or was answered before. */
    static final int NOT_OPEN = -1;

    final Link link;
    /** That it is a part of; null: the edge asks by itself. */
    final Subscribing whole;
    final long correlationId;
    final long deadlineMs;
    /** Under which it was offered last; 0: never. */
    long epoch;
    /** Nobody waits for it any more. */
    boolean done;
    RefusalCode refusal;
    int detail;
    long retryAfterMs;
    private final List<Watch> watches;
    private final boolean[] answered;
    private int open;
    private int expected;
    private int refusals;

    PresenceAsk(
        final Link link, final List<Watch> watches, final Subscribing whole, final long correlationId,
        final long deadlineMs) {
        this.link = link;
        this.watches = watches;
        this.whole = whole;
        this.correlationId = correlationId;
        this.deadlineMs = deadlineMs;
        this.answered = new boolean[watches.size()];
        this.open = watches.size();
    }

    List<String> userIds() {
        return watches.stream().map(watch -> watch.userId).toList();
    }

    int count() {
        return answered.length;
    }

    Watch watch(final int index) {
        return watches.get(index);
    }

    boolean isOpen(final int index) {
        return !answered[index];
    }

    /** The place of a user who is answered now; they are answered in their order, but for losses. */
    int answer(final String userId) {
        for (int i = 0; i < answered.length; i++) {
            final int index = (expected + i) % answered.length;
            if (watches.get(index).userId.equals(userId)) {
                if (answered[index]) {
                    return NOT_OPEN;
                }
                answered[index] = true;
                open--;
                expected = index + 1;
                return index;
            }
        }
        return NOT_OPEN;
    }

    /** One of its users is refused; which one is not told. */
    void refused(final RefusalCode code, final int why, final long afterMs) {
        refusal = code;
        detail = why;
        retryAfterMs = afterMs;
        refusals++;
    }

    /** Whether there is a word for each of its users. */
    boolean isComplete() {
        return open <= refusals;
    }

    /** It is offered once more: refusals come once more, too. */
    void offered(final long underEpoch) {
        epoch = underEpoch;
        refusals = 0;
    }
}
