package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Holds the partition hash to vectors that others made, and to those that the README publishes. */
final class PartitionsTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([0-9a-f]{8}) \\| (\\d+) \\|$");

    @Test
    void shouldAgreeWithPublishedVectorsOfMurmurHash3() {
        assertThat(hash("")).isZero();
        assertThat(hash("test")).isEqualTo(0xba6bd213);
        assertThat(hash("Hello, world!")).isEqualTo(0xc0363e43);
        assertThat(hash("The quick brown fox jumps over the lazy dog")).isEqualTo(0x2e4ff723);
    }

    @Test
    void shouldReadBytesAsUnsignedInBodyAndTail() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[] {0, (byte) 0xff, (byte) 0x80, (byte) 0xfe, (byte) 0x81});
        assertThat(Partitions.hash(bytes, 1, 4)).isEqualTo(0x77366661);
        assertThat(Partitions.hash(bytes, 1, 3)).isEqualTo(0x2db15157);
    }

    @Test
    void shouldGiveThePartitionsThatTheReadmePublishes() throws IOException {
        final List<MatchResult> rows = ROW.matcher(Files.readString(README)).results().toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
        for (final MatchResult row : rows) {
            final String userId = row.group(1);
            assertThat(ClientIds.isId(userId)).as(userId).isTrue();
            assertThat(String.format(Locale.ROOT, "%08x", hash(userId))).as(userId).isEqualTo(row.group(2));
            assertThat(Partitions.ofUser(buffer(userId))).as(userId).isEqualTo(Integer.parseInt(row.group(3)));
        }
    }

    @Test
    void shouldSpreadUsersOverAllPartitions() {
        final int[] users = new int[Partitions.COUNT];
        for (int i = 0; i < 64 * Partitions.COUNT; i++) {
            users[Partitions.ofUser(buffer("user-" + i))]++;
        }
        for (final int count : users) {
            assertThat(count).isBetween(16, 160);
        }
    }

    private static int hash(final String text) {
        final UnsafeBuffer buffer = buffer(text);
        return Partitions.hash(buffer, 0, buffer.capacity());
    }

    private static UnsafeBuffer buffer(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
