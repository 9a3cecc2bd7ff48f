package godwit.sequencer.link;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.LinkBatchEncoder;
import godwit.protocol.codecs.LinkMarkDecoder;
import godwit.protocol.codecs.LinkPeerDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.sequencer.pipeline.PackedRecords;
import org.agrona.DirectBuffer;

/** A command under construction: a head, then records. Reused. */
final class LinkBatch {
    /** Records in one command, but for marks. */
    static final int RECORDS_MAX = 64;
    /** Records in one command, marks included: as many as members' acknowledgements from an edge. */
    static final int MARKS_MAX = ProtocolLimits.GROUP_LENGTH_MAX;

    private static final int HEAD_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + LinkBatchEncoder.BLOCK_LENGTH;
    private static final int LENGTH_MAX = ProtocolLimits.COMMAND_LENGTH_MAX;
    /** A command is no longer than this, unless one record alone is. */
    private static final int LENGTH_GOOD = 100 * 1024;
    /** The longest record: a command holds it alone. */
    static final int RECORD_LENGTH_MAX = PackedRecords.recordLengthMax(HEAD_BYTES, LENGTH_MAX);

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LinkBatchEncoder head = new LinkBatchEncoder();
    private final MessageHeaderDecoder recordHeader = new MessageHeaderDecoder();
    private final PackedRecords records = new PackedRecords(HEAD_BYTES, LENGTH_MAX);
    private int others;

    boolean isEmpty() {
        return records.count() == 0;
    }

    /** Whether one more record belongs into this command. */
    boolean holds(final DirectBuffer record, final int recordLength) {
        return isEmpty()
            || records.count() < MARKS_MAX && (others < RECORDS_MAX || isMark(record)) && records.lengthWith(recordLength) <= LENGTH_GOOD;
    }

    void add(final DirectBuffer record, final int recordLength) {
        if (recordLength > RECORD_LENGTH_MAX) {
            throw new IllegalStateException("record for another shard length=" + recordLength + " expected at most "
                + RECORD_LENGTH_MAX);
        }
        records.add(record, recordLength);
        others += isMark(record) ? 0 : 1;
    }

    private boolean isMark(final DirectBuffer record) {
        final int templateId = recordHeader.wrap(record, 0).templateId();
        return templateId == LinkMarkDecoder.TEMPLATE_ID || templateId == LinkPeerDecoder.TEMPLATE_ID;
    }

    /** Writes the head; {@link #buffer} and {@link #length} are then what is to be sent. */
    void finish(final int fromShard) {
        head.wrapAndApplyHeader(records.buffer(), 0, header).fromShard(fromShard).count(records.count());
    }

    DirectBuffer buffer() {
        return records.buffer();
    }

    int length() {
        return records.length();
    }

    void clear() {
        records.clear();
        others = 0;
    }
}
