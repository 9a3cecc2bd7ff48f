package godwit.client;

import godwit.protocol.StreamIds;
import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * The way on which a shard of this process is told who types: beside its commands, so that none waits for it, and nothing
 * is in the log. Whatever is not taken at once is lost. Single-threaded.
 */
public final class TypingStream implements AutoCloseable {
    /** All who tell a shard share one buffer; what does not fit it is lost. */
    private static final String CHANNEL = "aeron:ipc?term-length=64k";

    private final Aeron aeron;
    private final int streamId;
    private final ErrorHandler errors;
    private long registrationId = Aeron.NULL_VALUE;
    private Publication publication;
    private boolean isRefused;

    /**
     * A way that is opened by the first duty cycles.
     *
     * @param aeron  client of the driver; stays open.
     * @param shard  who is told.
     * @param errors hears of what should not happen.
     */
    public TypingStream(final Aeron aeron, final int shard, final ErrorHandler errors) {
        this.aeron = aeron;
        this.streamId = StreamIds.typing(shard);
        this.errors = errors;
    }

    /**
     * The shard's end.
     *
     * @param aeron client of the driver, which closes it.
     * @param shard who is told.
     * @return what brings it.
     */
    public static Subscription subscribe(final Aeron aeron, final int shard) {
        return aeron.addSubscription(CHANNEL, StreamIds.typing(shard));
    }

    /** One duty cycle: opens the way, or the first to type would be told nobody of. */
    public void doWork() {
        isOpen();
    }

    /**
     * Offers one message, once; never waits.
     *
     * @param buffer holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return false: it is lost.
     */
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        return isOpen() && publication.offer(buffer, offset, length) > 0;
    }

    private boolean isOpen() {
        if (publication != null || isRefused) {
            return publication != null;
        }
        try {
            if (registrationId == Aeron.NULL_VALUE) {
                registrationId = aeron.asyncAddPublication(CHANNEL, streamId);
            }
            publication = aeron.getPublication(registrationId);
        } catch (final RuntimeException e) {
            // Nobody sees who types any more; nothing else may suffer.
            isRefused = true;
            errors.onError(e);
        }
        return publication != null;
    }

    @Override
    public void close() {
        if (publication != null) {
            CloseHelper.quietClose(publication);
        } else if (registrationId != Aeron.NULL_VALUE && !isRefused) {
            aeron.asyncRemovePublication(registrationId);
        }
        isRefused = true;
        publication = null;
    }
}
