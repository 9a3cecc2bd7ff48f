package godwit.edge.uplink;

import godwit.protocol.ProtocolLimits;

/**
 * Names and limits of an uplink.
 *
 * @param edgeId           this process's random name; not 0.
 * @param channel          of its delivery subscription.
 * @param streamId         of its delivery subscription.
 * @param name             for people.
 * @param pendingMax       requests that may be unanswered.
 * @param requestTimeoutMs a request unanswered for so long is refused as UNAVAILABLE.
 * @param ackCoalesceMs    acknowledgements are collected for so long.
 * @param unackedMax       a device's window: so many acknowledgements of a connection may wait to be looked up at a shard.
 */
public record UplinkConfiguration(
    long edgeId, String channel, int streamId, String name, int pendingMax, long requestTimeoutMs, long ackCoalesceMs,
    int unackedMax) {

    /** How often the lease is renewed. */
    static final long KEEP_ALIVE_MS = 1_000;
    /** How long keep-alives may stay without an answer before the lease is taken for lost. */
    static final long KEEP_ALIVE_UNANSWERED_MS = 5_000;
    /** The same where it was not renewed for as long as it lasts, in one term: it is most likely over, and nobody says so. */
    static final long KEEP_ALIVE_DOUBTED_MS = 1_000;
    /** How long EdgeOpen waits for its answer before it is sent again. */
    static final long OPEN_RETRY_MS = 1_000;
    /** How long a re-attach that was refused waits. */
    static final long ATTACH_RETRY_MS = 1_000;
    /** Sessions attached again in a millisecond after a lost lease: 2,000 a second. */
    static final int ATTACHES_PER_MS = 2;
    /** The most of them at once, after a pause. */
    static final int ATTACHES_BURST = 200;
    /** Between two Resyncs. */
    static final long RESYNC_PACE_MS = 20;
    /** Subscriptions in one Lagging. */
    static final int LAGGING_MAX = ProtocolLimits.GROUP_LENGTH_MAX;
    /** Sessions in one Resync. */
    static final int RESYNC_SESSIONS_MAX = ProtocolLimits.GROUP_LENGTH_MAX;
    /** Between two Resyncs of the same session. */
    static final long RESYNC_AGAIN_MS = 1_000;
    /** How long a session waits whose entries could not be read from their store. */
    static final long RESYNC_LATER_MS = 5_000;
    /** Connections sent away whose session may begin yet; those of more are ended as if their clients had gone. */
    static final int SENT_AWAY_MAX = 64 * 1024;
    /** Sessions without a connection whose end may wait to be told; beyond, the next delivery to them tells again. */
    static final int DETACHES_UNKNOWN_MAX = 1_024;
    /** So many keep-alives are answered after an end was told, until that counts as heard: as many seconds. */
    static final int DETACHES_KEPT_RENEWALS = 10;
    /** Ends that were told and may be lost yet; beyond, the oldest counts as heard. */
    static final int DETACHES_KEPT_MAX = 64 * 1024;
    /** Pages that one connection may ask for at once: each may be 200 KiB for the shard to say. */
    static final int READS_MAX = 4;
    /** Acknowledgements of one connection that one shard may look up at once, each by a page or a reading of the store. */
    static final int LOOKUPS_OF_LINK_MAX = 4;
    /** When to try again after too many of them. */
    static final long READS_RETRY_MS = 100;
    /** Acknowledgements in one command. */
    static final int ACKNOWLEDGEMENTS_MAX = ProtocolLimits.GROUP_LENGTH_MAX;
    /**
     * Acknowledgements that may wait while the shard is away. Beyond, those of what was received are dropped, and what they
     * covered comes again; what was read takes their places, and where there is none its client is told.
     */
    static final int ACKNOWLEDGEMENTS_WAITING_MAX = 64 * 1024;

    /** Checks the limits. */
    public UplinkConfiguration {
        if (edgeId == 0 || pendingMax < 1 || requestTimeoutMs < 1 || ackCoalesceMs < 0
            || unackedMax < 1) {
            throw new IllegalArgumentException("edgeId=" + edgeId + " pendingMax=" + pendingMax + " requestTimeoutMs="
                + requestTimeoutMs + " ackCoalesceMs=" + ackCoalesceMs + " unackedMax=" + unackedMax
                + ", expected edgeId not 0 and the rest positive");
        }
    }
}
