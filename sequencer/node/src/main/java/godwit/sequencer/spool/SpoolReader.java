package godwit.sequencer.spool;

import godwit.protocol.codecs.JournalMessageDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.SpooledEntryEncoder;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.pipeline.Reread;
import io.aeron.archive.client.AeronArchive;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads entries that are neither in memory nor journaled yet back from the spool, one wish at a time, and hands them to
 * the egress as deliveries. Its own thread, for it waits for the disk.
 */
public final class SpoolReader implements Agent {
    private static final int ENTRY_LENGTH_MAX = 64 * 1024;
    private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(5);

    private final AeronArchive archive;
    private final SpoolRecording recording;
    private final SpoolIndex index;
    private final Rereads rereads;
    private final NodeCounters counters;
    private final SpoolScan scan;
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final JournalMessageDecoder message = new JournalMessageDecoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final SpooledEntryEncoder entry = new SpooledEntryEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ENTRY_LENGTH_MAX]);
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);

    SpoolReader(
        final AeronArchive archive, final SpoolRecording recording, final SpoolIndex index, final Rereads rereads,
        final NodeCounters counters, final int shard) {
        this.archive = archive;
        this.recording = recording;
        this.index = index;
        this.rereads = rereads;
        this.counters = counters;
        this.scan = new SpoolScan(archive, shard * 2);
    }

    @Override
    public String roleName() {
        return "spool-reader";
    }

    @Override
    public int doWork() {
        final Rereads.Wish wish = rereads.next();
        if (wish == null) {
            return 0;
        }
        final Reread reread = wish.reread();
        final long start = archive.getStartPosition(recording.recordingId());
        final long from = index.positionBefore(reread.fromOutputSequence, start);
        final long to = archive.getRecordingPosition(recording.recordingId());
        scan.scan(recording.recordingId(), Math.max(start, from), to,
            (outputSequence, bytes, offset, length, position) -> onRecord(wish.edgeId(), reread, bytes, offset));
        return 1;
    }

    private boolean onRecord(
        final long edgeId, final Reread reread, final DirectBuffer bytes, final int offset) {
        headerDecoder.wrap(bytes, offset);
        if (headerDecoder.templateId() != JournalMessageDecoder.TEMPLATE_ID) {
            return true;
        }
        message.wrapAndApplyHeader(bytes, offset, headerDecoder);
        if (message.chatId() != reread.chatId || message.sequence() < reread.fromSequence) {
            return true;
        }
        if (message.sequence() > reread.toSequence) {
            return false;
        }
        counters.increment(NodeCounter.ENTRIES_REREAD);
        final boolean last = message.sequence() == reread.toSequence;
        return give(edgeId, encode(edgeId, reread)) && !last;
    }

    private int encode(final long edgeId, final Reread reread) {
        entry.wrapAndApplyHeader(buffer, 0, headerEncoder).edgeId(edgeId).correlationId(reread.correlationId)
            .session(reread.session).chatId(message.chatId()).msgId(message.msgId()).sequence(message.sequence())
            .timestampMs(message.timestampMs()).senderOrdinal(message.senderOrdinal())
            .contentKind(message.contentKind());
        message.wrapSenderId(text);
        entry.putSenderId(text, 0, text.capacity());
        message.wrapSenderDeviceId(text);
        entry.putSenderDeviceId(text, 0, text.capacity());
        message.wrapClientMsgId(text);
        entry.putClientMsgId(text, 0, text.capacity());
        message.wrapBody(text);
        entry.putBody(text, 0, text.capacity());
        return entry.limit();
    }

    private boolean give(final long edgeId, final int length) {
        final long deadlineNs = System.nanoTime() + GIVE_UP_NS;
        while (!rereads.give(edgeId, buffer, length)) {
            if (System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }
}
