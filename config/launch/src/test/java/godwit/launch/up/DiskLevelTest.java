package godwit.launch.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder's level rises at 70 % and 100 % and falls back only well below. */
class DiskLevelTest {
    @Test
    void shouldRiseAtSeventyAndAHundredPercent() {
        assertThat(DiskLevel.LOW.next(69, 100)).isEqualTo(DiskLevel.LOW);
        assertThat(DiskLevel.LOW.next(70, 100)).isEqualTo(DiskLevel.HIGH);
        assertThat(DiskLevel.HIGH.next(99, 100)).isEqualTo(DiskLevel.HIGH);
        assertThat(DiskLevel.LOW.next(100, 100)).isEqualTo(DiskLevel.FULL);
    }

    @Test
    void shouldFallBackOnlyWellBelow() {
        assertThat(DiskLevel.FULL.next(96, 100)).isEqualTo(DiskLevel.FULL);
        assertThat(DiskLevel.FULL.next(94, 100)).isEqualTo(DiskLevel.HIGH);
        assertThat(DiskLevel.HIGH.next(66, 100)).isEqualTo(DiskLevel.HIGH);
        assertThat(DiskLevel.HIGH.next(64, 100)).isEqualTo(DiskLevel.LOW);
    }

    @Test
    void shouldTellWhileAFolderIsFullAndOnceWhenNoLonger(@TempDir final Path folder) throws IOException {
        final List<DiskLevel> told = new ArrayList<>();
        final DiskUse use = new DiskUse("log", "disk.log-bytes", folder, 100);
        try (DiskWatch watch = new DiskWatch(List.of(use), (which, level) -> told.add(level))) {
            final Path file = Files.write(folder.resolve("segment"), new byte[200]);
            watch.look();
            watch.look();
            assertThat(watch.bytes(use)).isEqualTo(200);
            Files.delete(file);
            watch.look();
            watch.look();
        }
        assertThat(told).containsExactly(DiskLevel.FULL, DiskLevel.FULL, DiskLevel.LOW);
    }

    @Test
    void shouldGoByWhatIsMeasuredAndNotByTheLengthsOfFiles(@TempDir final Path folder) throws IOException {
        Files.write(folder.resolve("mostly-holes"), new byte[200]);
        final List<DiskLevel> told = new ArrayList<>();
        final DiskUse use = new DiskUse("log", "disk.log-bytes", folder, 100);
        try (DiskWatch watch = new DiskWatch(List.of(use), which -> 60, (which, level) -> told.add(level))) {
            watch.look();
            assertThat(watch.bytes(use)).isEqualTo(60);
        }
        assertThat(told).isEmpty();
    }
}
