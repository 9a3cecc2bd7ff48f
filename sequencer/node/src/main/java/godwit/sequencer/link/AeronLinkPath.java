package godwit.sequencer.link;

import godwit.client.OfferResult;
import godwit.client.ShardAddress;
import godwit.client.ShardConnection;
import godwit.client.ShardConnectionListener;
import godwit.client.TypingStream;
import io.aeron.Aeron;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/** A client of another shard's cluster, which follows its leaders. The link stage's thread. */
public final class AeronLinkPath implements LinkPath {
    private final ShardConnection connection;
    private final TypingStream typing;

    /**
     * A way that is not tried before its first duty cycle.
     *
     * @param aeron     client of the driver; stays open.
     * @param fromShard who speaks.
     * @param toShard   who is spoken to.
     * @param errors    hears of what should not happen.
     */
    public AeronLinkPath(final Aeron aeron, final int fromShard, final int toShard, final ErrorHandler errors) {
        connection = ShardConnection.over(aeron, ShardAddress.inProcess(toShard, ShardAddress.LINKS + fromShard),
            new ShardConnectionListener() { }, errors);
        typing = new TypingStream(aeron, toShard, errors);
    }

    @Override
    public void doWork(final long nowMs) {
        typing.doWork();
        connection.doWork(nowMs);
    }

    @Override
    public boolean offer(final DirectBuffer command, final int length) {
        return connection.offer(command, 0, length) == OfferResult.OFFERED;
    }

    @Override
    public boolean offerTyping(final DirectBuffer message, final int length) {
        return typing.offer(message, 0, length);
    }

    @Override
    public void close() {
        typing.close();
        connection.close();
    }
}
