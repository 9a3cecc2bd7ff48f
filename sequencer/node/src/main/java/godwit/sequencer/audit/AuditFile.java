package godwit.sequencer.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The state hashes that a member published, oldest first: records of {@value #RECORD_LENGTH} bytes, each with its own
 * checksum. Appended by the service's thread; read by anybody. A record that a crash cut short or repeated after a
 * replay is skipped. A full file takes the place of the one before it, so that there are two at most.
 */
public final class AuditFile implements AutoCloseable {
    /** The file's name in a shard's folder. */
    public static final String NAME = "audits";
    /** The name of the one before it, which is full. */
    static final String NAME_BEFORE = "audits.before";

    private static final int RECORD_LENGTH = 48;
    private static final int CHECKED_LENGTH = 40;
    private static final int RECORDS_MAX = 1 << 19;

    private final Path folder;
    private final long bytesMax;
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_LENGTH);
    private final CRC32C crc = new CRC32C();
    private FileChannel channel;
    private long lastPosition;

    /**
     * Opens the file for appending.
     *
     * @param folder the shard's.
     * @param logEnd where the log ends: what was published behind it is of a tail that was lost, and goes.
     */
    public AuditFile(final Path folder, final long logEnd) {
        this(folder, logEnd, RECORDS_MAX);
    }

    /** The same with so many records in a file. */
    AuditFile(final Path folder, final long logEnd, final int recordsMax) {
        this.folder = folder;
        this.bytesMax = (long) recordsMax * RECORD_LENGTH;
        cut(folder.resolve(NAME_BEFORE), logEnd);
        cut(folder.resolve(NAME), logEnd);
        final List<Audit> before = read(folder);
        lastPosition = before.isEmpty() ? -1 : before.get(before.size() - 1).logPosition();
        try {
            open();
        } catch (final IOException e) {
            throw new UncheckedIOException("the audit file cannot be opened in " + folder, e);
        }
    }

    /**
     * What a member published.
     *
     * @param auditId        of the audit's entry; 0: at a snapshot.
     * @param logPosition    behind that entry.
     * @param timestampMs    the entry's time.
     * @param stateHash      of the whole state.
     * @param outputSequence the last journal record.
     */
    public record Audit(long auditId, long logPosition, long timestampMs, long stateHash, long outputSequence) {
    }

    private void open() throws IOException {
        channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(channel.size() / RECORD_LENGTH * RECORD_LENGTH);
        channel.position(channel.size());
    }

    /** After a crash at any moment in here there is the full file, under one name or the other. */
    private void begin() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(folder.resolve(NAME), folder.resolve(NAME_BEFORE),
            StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        open();
    }

    private static void cut(final Path file, final long logEnd) {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel all = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer position = ByteBuffer.allocate(Long.BYTES);
            long keep = 0;
            while (keep + RECORD_LENGTH <= all.size()) {
                all.read(position.clear(), keep + Long.BYTES);
                if (position.getLong(0) > logEnd) {
                    break;
                }
                keep += RECORD_LENGTH;
            }
            all.truncate(keep);
        } catch (final IOException e) {
            throw new UncheckedIOException("the audit file cannot be cut " + file, e);
        }
    }

    /** Appends one; of a position that is there already, after a replay: nothing happens. */
    public void append(final Audit audit) {
        if (audit.logPosition() <= lastPosition) {
            return;
        }
        record.clear();
        record.putLong(audit.auditId()).putLong(audit.logPosition()).putLong(audit.timestampMs())
            .putLong(audit.stateHash()).putLong(audit.outputSequence());
        crc.reset();
        crc.update(record.array(), 0, CHECKED_LENGTH);
        record.putLong(crc.getValue()).flip();
        try {
            if (channel.position() >= bytesMax) {
                begin();
            }
            while (record.hasRemaining()) {
                channel.write(record);
            }
            lastPosition = audit.logPosition();
        } catch (final IOException e) {
            throw new UncheckedIOException("the audit file cannot be written", e);
        }
    }

    /** What a shard's folder has; empty when there is none. */
    public static List<Audit> read(final Path folder) {
        // In this order: should a file be full in between, its records are seen twice, and not never.
        final List<Audit> newest = readFile(folder.resolve(NAME));
        final List<Audit> audits = readFile(folder.resolve(NAME_BEFORE));
        final long last = audits.isEmpty() ? -1 : audits.get(audits.size() - 1).logPosition();
        newest.stream().filter(audit -> audit.logPosition() > last).forEach(audits::add);
        return audits;
    }

    private static List<Audit> readFile(final Path file) {
        final List<Audit> audits = new ArrayList<>();
        try {
            final byte[] bytes = Files.readAllBytes(file);
            final CRC32C crc = new CRC32C();
            for (int offset = 0; offset + RECORD_LENGTH <= bytes.length; offset += RECORD_LENGTH) {
                final ByteBuffer record = ByteBuffer.wrap(bytes, offset, RECORD_LENGTH);
                final Audit audit = new Audit(record.getLong(), record.getLong(), record.getLong(), record.getLong(),
                    record.getLong());
                crc.reset();
                crc.update(bytes, offset, CHECKED_LENGTH);
                if (crc.getValue() == record.getLong()) {
                    audits.add(audit);
                }
            }
            return audits;
        } catch (final NoSuchFileException e) {
            return audits;
        } catch (final IOException e) {
            throw new UncheckedIOException("the audit file cannot be read " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
