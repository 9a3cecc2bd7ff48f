package godwit.sequencer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was published is read again, whatever a crash did to the file's end. */
class AuditFileTest {
    private static final long WHOLE_LOG = Long.MAX_VALUE;
    private static final int FILE_RECORDS = 3;

    @TempDir
    private Path folder;

    @Test
    void shouldCutWhatWasPublishedBehindTheLogsEnd() {
        write(WHOLE_LOG, 10, 20, 30);
        write(20, 25);
        assertThat(positions()).containsExactly(10L, 20L, 25L);
    }

    @Test
    void shouldCutARecordThatIsCutShortAndGoOnBehindIt() throws Exception {
        write(WHOLE_LOG, 10, 20);
        final Path file = folder.resolve(AuditFile.NAME);
        final byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 7));
        write(WHOLE_LOG, 20, 30);
        assertThat(positions()).containsExactly(10L, 20L, 30L);
    }

    @Test
    void shouldPassOverADamagedRecordAndRepeats() throws Exception {
        write(WHOLE_LOG, 10, 20, 30);
        final Path file = folder.resolve(AuditFile.NAME);
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        write(WHOLE_LOG, 10, 30, 40);
        assertThat(positions()).containsExactly(10L, 30L, 40L);
    }

    @Test
    void shouldKeepTheNewestHalfAtLeastWhenItIsFull() {
        write(WHOLE_LOG, 10, 20, 30, 40);
        assertThat(positions()).containsExactly(10L, 20L, 30L, 40L);
        write(WHOLE_LOG, 50, 60, 70);
        assertThat(positions()).containsExactly(40L, 50L, 60L, 70L);
        write(WHOLE_LOG, 70, 80, 90, 100);
        assertThat(positions()).as("opened in between").containsExactly(70L, 80L, 90L, 100L);
    }

    @Test
    void shouldCutTheFileBeforeToo() {
        write(WHOLE_LOG, 10, 20, 30, 40);
        write(20, 25);
        assertThat(positions()).containsExactly(10L, 20L, 25L);
    }

    @Test
    void shouldGoOnAfterACrashThatLeftNoNewFile() throws Exception {
        write(WHOLE_LOG, 10, 20, 30);
        Files.move(folder.resolve(AuditFile.NAME), folder.resolve(AuditFile.NAME_BEFORE));
        assertThat(positions()).containsExactly(10L, 20L, 30L);
        write(WHOLE_LOG, 30, 40);
        assertThat(positions()).containsExactly(10L, 20L, 30L, 40L);
    }

    @Test
    void shouldNotReadTwiceWhatWasRenamedMeanwhile() throws Exception {
        write(WHOLE_LOG, 10, 20, 30);
        Files.copy(folder.resolve(AuditFile.NAME), folder.resolve(AuditFile.NAME_BEFORE));
        assertThat(positions()).containsExactly(10L, 20L, 30L);
    }

    private void write(final long logEnd, final long... positions) {
        try (AuditFile file = new AuditFile(folder, logEnd, FILE_RECORDS)) {
            for (final long position : positions) {
                file.append(new AuditFile.Audit(1, position, 2, 3, 4));
            }
        }
    }

    private List<Long> positions() {
        return AuditFile.read(folder).stream().map(AuditFile.Audit::logPosition).toList();
    }
}
