package godwit.journal.checkpoint.aeron;

import godwit.client.OfferResult;
import godwit.client.ShardAddress;
import godwit.client.ShardConnection;
import godwit.client.ShardConnectionListener;
import godwit.client.ShardConnectionState;
import godwit.protocol.codecs.JournalAdvanceEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal's way into the shard's log. The journal's thread; nothing blocks. */
public final class ShardLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardLog.class);

    private final LongSupplier incarnation;
    private final ShardConnection connection;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JournalAdvanceEncoder advance = new JournalAdvanceEncoder();

    /**
     * Not connected yet.
     *
     * @param aeronDirectory of the driver.
     * @param shard          whose log.
     * @param incarnation    of the shard.
     * @param onLost         a session or a leader is new: what was said before may be lost.
     */
    public ShardLog(
        final String aeronDirectory, final int shard, final LongSupplier incarnation, final Runnable onLost) {
        this.incarnation = incarnation;
        this.connection = ShardConnection.in(aeronDirectory, ShardAddress.inProcess(shard, ShardAddress.JOURNAL),
            new ShardConnectionListener() {
                @Override
                public void onConnected() {
                    onLost.run();
                }

                @Override
                public void onNewLeader() {
                    onLost.run();
                }
            }, error -> LOG.debug("the session with shard {} broke", shard, error));
    }

    /** Whether the shard can be told. */
    public boolean isConnected() {
        return connection.state() == ShardConnectionState.CONNECTED;
    }

    /** Connects when it is not, keeps the session alive when it is. */
    public int doWork(final long nowNs) {
        return connection.doWork(TimeUnit.NANOSECONDS.toMillis(nowNs));
    }

    /** Says that everything up to a record is stored; false: not now. */
    public boolean advance(final long outputSequence) {
        if (!isConnected()) {
            return false;
        }
        advance.wrapAndApplyHeader(buffer, 0, header).incarnation(incarnation.getAsLong())
            .outputSequence(outputSequence);
        return connection.offer(buffer, 0, advance.limit()) == OfferResult.OFFERED;
    }

    @Override
    public void close() {
        connection.close();
    }
}
