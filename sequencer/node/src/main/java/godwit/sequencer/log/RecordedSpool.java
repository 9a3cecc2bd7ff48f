package godwit.sequencer.log;

import godwit.protocol.codecs.JournalMessageDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's spool as it lies on the disk before its archive starts, read whole and made sound: it ends behind the last
 * record before which nothing is damaged or missing. The spool is a cache, so what is cut off the log makes again.
 */
public final class RecordedSpool {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedSpool.class);

    private final Path folder;
    private final int streamId;
    private final ArchiveFiles files;
    private final RecordListener listener;
    private long lastSequence;
    private long keptPosition;
    private String damage;

    private RecordedSpool(final Path folder, final int streamId, final RecordListener listener) {
        this.folder = folder;
        this.streamId = streamId;
        this.files = new ArchiveFiles(folder);
        this.listener = listener;
    }

    /** Gets the records that stay, in order. */
    @FunctionalInterface
    public interface RecordListener {
        /** A record and a position at or before its beginning. */
        void onRecord(long outputSequence, long position);
    }

    /**
     * Makes a spool sound.
     *
     * @param folder   of the spool's archive, which does not run.
     * @param streamId of the shard's spool.
     * @param listener gets the records that stay.
     * @return whether anything was amiss.
     */
    public static boolean mend(final Path folder, final int streamId, final RecordListener listener) {
        final RecordedSpool spool = new RecordedSpool(folder, streamId, listener);
        final List<Recording> own = spool.recordings();
        try {
            if (!own.isEmpty()) {
                spool.mend(own);
            }
        } catch (final UncheckedIOException | IndexOutOfBoundsException e) {
            spool.lost("it cannot be read (" + e.getMessage() + ")");
            own.forEach(recording -> spool.files.remove(recording.id()));
        }
        if (spool.damage != null) {
            LOG.warn("the spool {} of stream {}: {}; kept up to record {}, the rest is made again from the log", folder,
                streamId, spool.damage, spool.lastSequence);
        }
        return spool.damage != null;
    }

    private void lost(final String why) {
        damage = why;
        keptPosition = 0;
        lastSequence = 0;
    }

    /** This shard's; the archive is everybody's, and begun anew for all only when its catalogue has nothing any more. */
    private List<Recording> recordings() {
        List<Recording> all = List.of();
        try {
            all = Files.isRegularFile(folder.resolve(Catalogue.NAME)) ? Catalogue.read(folder) : all;
        } catch (final UncheckedIOException | IndexOutOfBoundsException e) {
            lost("its catalogue cannot be read (" + e.getMessage() + ")");
        }
        if (all.isEmpty()) {
            files.clear();
        } else {
            files.removeOthers(all.stream().map(Recording::id).toList());
        }
        return all.stream().filter(one -> one.streamId() == streamId).toList();
    }

    private void mend(final List<Recording> recordings) {
        final Recording recording = earliest(recordings);
        for (final Recording other : recordings) {
            if (other != recording) {
                damage = "it has " + recordings.size() + " recordings, expected 1";
                files.remove(other.id());
            }
        }
        final long end = read(recording);
        if (lastSequence == 0) {
            files.remove(recording.id());
        } else {
            files.cut(recording, end);
            files.stopAt(recording.id(), end);
        }
    }

    /**
     * The recording that begins with the earliest record: what a later one has may not follow it, and the log makes again
     * what comes after, but nothing that came before.
     */
    private Recording earliest(final List<Recording> recordings) {
        Recording earliest = recordings.get(recordings.size() - 1);
        if (recordings.size() > 1) {
            long first = Long.MAX_VALUE;
            for (final Recording recording : recordings) {
                final long begins = firstSequence(recording);
                if (begins < first) {
                    first = begins;
                    earliest = recording;
                }
            }
        }
        return earliest;
    }

    private long firstSequence(final Recording recording) {
        final long[] first = {Long.MAX_VALUE};
        try (RecordedMessages messages = new RecordedMessages(folder, recording)) {
            messages.read(recording.startPosition(), (buffer, offset, length, endPosition) -> {
                final long sequence = outputSequence(buffer, offset, length);
                first[0] = sequence > 0 ? sequence : Long.MAX_VALUE;
                return false;
            });
        } catch (final DamagedLogException e) {
            return Long.MAX_VALUE;
        }
        return first[0];
    }

    private long read(final Recording recording) {
        keptPosition = recording.startPosition();
        try (RecordedMessages messages = new RecordedMessages(folder, recording)) {
            final long end = messages.read(recording.startPosition(), this::onMessage);
            if (damage == null && recording.isStopped() && end < recording.stopPosition()) {
                damage = "it ends at position " + end + ", expected " + recording.stopPosition();
            }
            if (damage == null && !messages.isBlankAt(end)) {
                damage = "its end is half written, position " + end;
            }
            return damage == null ? end : keptPosition;
        } catch (final DamagedLogException e) {
            damage = e.getMessage();
            return keptPosition;
        }
    }

    private boolean onMessage(
        final DirectBuffer buffer, final int offset, final int length, final long endPosition) {
        final long sequence = outputSequence(buffer, offset, length);
        if (sequence <= 0 || lastSequence != 0 && sequence != lastSequence + 1) {
            damage = "record " + (lastSequence + 1) + " is missing at position " + keptPosition;
            return false;
        }
        listener.onRecord(sequence, keptPosition);
        lastSequence = sequence;
        keptPosition = endPosition;
        return true;
    }

    private static long outputSequence(final DirectBuffer buffer, final int offset, final int length) {
        final int at = MessageHeaderDecoder.ENCODED_LENGTH + JournalMessageDecoder.outputSequenceEncodingOffset();
        return length < at + Long.BYTES ? 0 : buffer.getLong(offset + at, JournalMessageDecoder.BYTE_ORDER);
    }
}
