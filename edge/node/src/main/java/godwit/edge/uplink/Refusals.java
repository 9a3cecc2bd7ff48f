package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;

/**
 * Tells connections what is refused, and with a send that may succeed later all that follow it to its chat: in order
 * means that they are not numbered before it. Single-threaded.
 */
final class Refusals {
    /** The core's detail number for a send that follows a refused one. */
    static final int EARLIER_REFUSED = 15;
    /** So often a send is offered again because the shard does not know the one that it followed. */
    private static final int EARLIER_REFUSALS_MAX = 8;

    private final RequestQueue requests;
    private final Attachments attachments;
    private final CycleTime time;
    private final EdgeCounters counters;

    Refusals(
        final RequestQueue requests, final Attachments attachments, final CycleTime time,
        final EdgeCounters counters) {
        this.requests = requests;
        this.attachments = attachments;
        this.time = time;
        this.counters = counters;
    }

    /** The shard refused a pending request. */
    void onRefused(
        final PendingRequest pending, final RefusalCode code, final int detail, final long retryAfterMs) {
        if (detail == EARLIER_REFUSED && pending.earlierRefusals++ < EARLIER_REFUSALS_MAX) {
            // Was the earlier one refused for now, this one would not be pending: it was refused for good, or got lost.
            requests.offerAgain(pending);
        } else {
            giveUp(pending, code, detail, retryAfterMs);
        }
    }

    /** Gives up what waited too long. */
    int expire() {
        int work = 0;
        PendingRequest oldest = requests.expired(time.nowMs());
        while (oldest != null) {
            counters.increment(EdgeCounter.REQUESTS_TIMED_OUT);
            giveUp(oldest, RefusalCode.UNAVAILABLE, 0, 0);
            work++;
            oldest = requests.expired(time.nowMs());
        }
        return work;
    }

    void giveUp(final PendingRequest pending, final RefusalCode code, final int detail, final long retryAfterMs) {
        PendingRequest following = pending.sendAfter;
        requests.remove(pending.correlationId);
        if (pending.request instanceof Request.Attach && !attachments.onAttachRefused(pending)) {
            return;
        }
        if (pending.request instanceof Request.Send send && isForNow(code)) {
            pending.link.holds().refusedEarlier(send.chatId(), send.clientMsgId(), code, time.nowMs());
        }
        refuse(pending.told, pending.link, code, detail, retryAfterMs);
        while (following != null && isForNow(code)) {
            final PendingRequest next = following.sendAfter;
            requests.remove(following.correlationId);
            refuse(following.request, following.link, code, EARLIER_REFUSED, 0);
            following = next;
        }
    }

    /** Whether no further request can wait; if so, this one is refused. */
    boolean isFull(final Request request, final Link link) {
        final boolean tooMany = requests.isFull();
        final boolean full = tooMany || requests.holdsTooMuch(request);
        if (full) {
            counters.increment(tooMany ? EdgeCounter.REQUESTS_REFUSED_FULL : EdgeCounter.REQUESTS_REFUSED_HELD);
            refuse(request, link, RefusalCode.UNAVAILABLE, 0, 0);
        }
        return full;
    }

    /** Whether a link's client waits for as many pages as it may: each is much for the shard to say. If so, this is refused. */
    boolean readsTooMuch(final Request request, final Link link) {
        final boolean tooMuch = link.reads() >= UplinkConfiguration.READS_MAX;
        if (tooMuch) {
            counters.increment(EdgeCounter.READS_REFUSED);
            refuse(request, link, RefusalCode.RATE_LIMITED, 0, UplinkConfiguration.READS_RETRY_MS);
        }
        return tooMuch;
    }

    /** Refuses a request that is not pending. */
    void refuse(
        final Request request, final Link link, final RefusalCode code, final int detail, final long retryAfterMs) {
        if (code == RefusalCode.UNAVAILABLE) {
            counters.increment(EdgeCounter.UNAVAILABLE_REFUSALS);
        }
        if (request instanceof Request.Send send && isForNow(code)) {
            link.holds().refused(send.chatId(), send.clientMsgId(), code, time.nowMs());
        }
        link.connection().onRefused(request, code, detail, retryAfterMs);
    }

    private static boolean isForNow(final RefusalCode code) {
        return code == RefusalCode.UNAVAILABLE || code == RefusalCode.RATE_LIMITED;
    }
}
