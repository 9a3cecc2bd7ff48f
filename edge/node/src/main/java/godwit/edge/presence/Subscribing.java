package godwit.edge.presence;

import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import java.util.HashMap;
import java.util.Map;

/** A PRESENCE_SUBSCRIBE that is answered when all its asks are: as one, whatever the number of shards. */
final class Subscribing {
    private final Request.PresenceSubscribe request;
    private final Wants wants;
    /** By user, those about whom there is no word yet. */
    private final Map<String, Want> asked = new HashMap<>();
    private int open;
    private RefusalCode refusal;
    private int detail;
    private long retryAfterMs;

    /** Of users that its connection is known to want to know of. */
    Subscribing(final Request.PresenceSubscribe request, final Wants wants, final Iterable<String> userIds) {
        this.request = request;
        this.wants = wants;
        wants.subscribing++;
        for (final String userId : userIds) {
            final Want want = wants.byUser.get(userId);
            want.asking++;
            asked.put(userId, want);
        }
    }

    /** There is a word about a user, or there will be none. */
    void settled(final String userId) {
        final Want want = asked.remove(userId);
        if (want != null) {
            want.asking--;
        }
    }

    Request.PresenceSubscribe request() {
        return request;
    }

    Wants wants() {
        return wants;
    }

    /** So many asks are made for it. */
    void asks(final int count) {
        open = count;
        answerIfDone();
    }

    /** A part of it is refused. */
    void refused(final RefusalCode code, final int why, final long afterMs) {
        refusal = code;
        detail = why;
        retryAfterMs = Math.max(retryAfterMs, afterMs);
    }

    /** One of its asks is answered, or was given up. */
    void answered() {
        open--;
        answerIfDone();
    }

    private void answerIfDone() {
        if (open > 0) {
            return;
        }
        wants.subscribing--;
        if (refusal == null) {
            wants.link.connection().onDone(request);
        } else {
            wants.link.connection().onRefused(request, refusal, detail, retryAfterMs);
        }
    }
}
