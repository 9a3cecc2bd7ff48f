package godwit.sequencer.egress;

import godwit.protocol.ProtocolLimits;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/** A publication to one edge, opened when it is first needed, and again after it was closed. The egress stage's thread. */
public final class AeronFramePath implements FramePath {
    private static final int ATTEMPTS = 3;

    private final String channel;
    private final int streamId;
    private final Aeron aeron;
    private final NodeCounters counters;
    private ExclusivePublication publication;
    private boolean isRefused;
    private long registrationId = Aeron.NULL_VALUE;

    private AeronFramePath(
        final String channel, final int streamId, final Aeron aeron, final NodeCounters counters) {
        this.channel = channel;
        this.streamId = streamId;
        this.aeron = aeron;
        this.counters = counters;
    }

    /**
     * Ways over a client.
     *
     * @param aeron    makes the publications; stays open.
     * @param counters count frames and refused channels.
     * @return what makes them.
     */
    public static FramePaths in(final Aeron aeron, final NodeCounters counters) {
        return (channel, streamId) -> new AeronFramePath(channel, streamId, aeron, counters);
    }

    @Override
    public boolean offer(final DirectBuffer frame, final int length) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!isOpen()) {
                return false;
            }
            final long result = publication.offer(frame, 0, length);
            if (result > 0) {
                counters.increment(NodeCounter.FRAMES_SENT);
                return true;
            }
            if (result == Publication.NOT_CONNECTED) {
                return false;
            }
            if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
                CloseHelper.quietClose(publication);
                publication = null;
            }
        }
        return false;
    }

    private boolean isOpen() {
        if (publication != null) {
            return true;
        }
        if (isRefused) {
            return false;
        }
        try {
            if (registrationId == Aeron.NULL_VALUE) {
                registrationId = aeron.asyncAddExclusivePublication(channel, streamId);
            }
            publication = aeron.getExclusivePublication(registrationId);
            registrationId = publication == null ? registrationId : Aeron.NULL_VALUE;
            if (publication != null && publication.maxMessageLength() < ProtocolLimits.MESSAGE_LENGTH_MAX) {
                refuse();
            }
        } catch (final RuntimeException e) {
            // the channel came from outside: it must not end the node
            refuse();
        }
        return publication != null;
    }

    private void refuse() {
        CloseHelper.quietClose(publication);
        publication = null;
        isRefused = true;
        counters.increment(NodeCounter.CHANNELS_REFUSED);
    }

    @Override
    public void close() {
        if (registrationId != Aeron.NULL_VALUE) {
            aeron.asyncRemovePublication(registrationId);
        }
        CloseHelper.quietClose(publication);
    }
}
