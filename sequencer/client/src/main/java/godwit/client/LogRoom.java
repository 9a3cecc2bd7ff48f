package godwit.client;

import godwit.protocol.codecs.AuditDecoder;
import godwit.protocol.codecs.ConfigureDecoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.EdgeCloseDecoder;
import godwit.protocol.codecs.EdgeKeepAliveDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.JournalAdvanceDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.TopologyDecoder;
import io.aeron.Aeron;
import io.aeron.Counter;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.collections.MutableInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Whether a shard's log has room for more: a counter of the media driver, set by the shard's node, seen by those clients
 * that use the same driver before they offer anything. A refusal by the state machine would itself be an entry and fill
 * the disk further. What keeps leases alive, and what makes room, passes always.
 */
public final class LogRoom {
    private static final int TYPE_ID = 4701;
    private static final int KEY_LENGTH = Integer.BYTES;

    private final CountersReader counters;
    private final int counterId;

    private LogRoom(final CountersReader counters, final int counterId) {
        this.counters = counters;
        this.counterId = counterId;
    }

    /**
     * The node's end: 0 while there is room, 1 while there is none.
     *
     * @param aeron           client of the driver; the counter goes with it.
     * @param ingressStreamId of the shard.
     * @return the counter.
     */
    public static Counter publish(final Aeron aeron, final int ingressStreamId) {
        final UnsafeBuffer key = new UnsafeBuffer(new byte[KEY_LENGTH]);
        key.putInt(0, ingressStreamId);
        final byte[] label = ("godwit log full, ingress stream " + ingressStreamId).getBytes(
            StandardCharsets.US_ASCII);
        return aeron.addCounter(TYPE_ID, key, 0, KEY_LENGTH, new UnsafeBuffer(label), 0, label.length);
    }

    /** A client's end; where no node publishes, there is always room. */
    static LogRoom of(final CountersReader counters, final int ingressStreamId) {
        final MutableInteger found = new MutableInteger(CountersReader.NULL_COUNTER_ID);
        counters.forEach((counterId, typeId, keyBuffer, label) -> {
            if (typeId == TYPE_ID && keyBuffer.getInt(0) == ingressStreamId) {
                found.set(counterId);
            }
        });
        return new LogRoom(counters, found.get());
    }

    /** Whether a command may be offered now. */
    boolean takes(final DirectBuffer command, final int offset) {
        return counterId == CountersReader.NULL_COUNTER_ID || counters.getCounterValue(counterId) == 0
            || isUpkeep(command.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(),
                ByteOrder.LITTLE_ENDIAN));
    }

    private static boolean isUpkeep(final int templateId) {
        return switch (templateId) {
            case EdgeOpenDecoder.TEMPLATE_ID, EdgeKeepAliveDecoder.TEMPLATE_ID, EdgeCloseDecoder.TEMPLATE_ID,
                DetachDecoder.TEMPLATE_ID, JournalAdvanceDecoder.TEMPLATE_ID, AuditDecoder.TEMPLATE_ID,
                ConfigureDecoder.TEMPLATE_ID, TopologyDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }
}
