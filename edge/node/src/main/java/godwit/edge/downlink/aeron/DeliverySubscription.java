package godwit.edge.downlink.aeron;

import godwit.edge.downlink.DeliveryAdapter;
import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * Polls the frames of a shard's delivery stream. Single-threaded.
 */
public final class DeliverySubscription implements AutoCloseable {
    private static final int FRAGMENTS_PER_POLL_MAX = 64;

    private final DeliveryAdapter adapter;
    private final Subscription subscription;
    private final FragmentHandler assembler = new FragmentAssembler(this::onFragment);

    /**
     * Subscribes.
     *
     * @param aeron    client of the driver.
     * @param channel  as the shard is told.
     * @param streamId as the shard is told.
     * @param adapter  takes the frames.
     */
    public DeliverySubscription(
        final Aeron aeron, final String channel, final int streamId, final DeliveryAdapter adapter) {
        this.adapter = adapter;
        this.subscription = aeron.addSubscription(channel, streamId);
    }

    /** Takes what is there. */
    public int poll() {
        return subscription.poll(assembler, FRAGMENTS_PER_POLL_MAX);
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        adapter.onFrame(buffer, offset, length);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
