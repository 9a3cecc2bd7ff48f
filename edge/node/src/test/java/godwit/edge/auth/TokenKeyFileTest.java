package godwit.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenKeyFileTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("token.key");
    }

    @Test
    void shouldCreateAFileForItsOwnerOnlyAndReadItAgain() throws IOException {
        final TokenKey key = TokenKeyFile.openOrCreate(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(TokenKeyFile.openOrCreate(file).bytes()).isEqualTo(key.bytes()).hasSize(32);
        assertThat(TokenKeyFile.open(file).bytes()).isEqualTo(key.bytes());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldGiveAllThatCreateAtOnceTheSameKey() throws Exception {
        final ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            final List<Callable<TokenKey>> tasks = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                tasks.add(() -> TokenKeyFile.openOrCreate(file));
            }
            final byte[] expected = TokenKeyFile.openOrCreate(file).bytes();
            for (final Future<TokenKey> key : executor.invokeAll(tasks)) {
                assertThat(key.get().bytes()).isEqualTo(expected);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw--w----", "rwx------"})
    void shouldRefuseAFileThatIsOpenToOthersAndSayHowToMendIt(final String mode) throws IOException {
        TokenKeyFile.openOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> TokenKeyFile.openOrCreate(file)).isInstanceOf(IOException.class)
            .hasMessageContaining(file.toString()).hasMessageContaining(mode).hasMessageContaining("chmod 600")
            .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c4nary", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\u0000\u0001"})
    void shouldRefuseADamagedFileWithoutQuotingIt(final String content) throws IOException {
        TokenKeyFile.openOrCreate(file);
        Files.writeString(file, content);
        assertThatThrownBy(() -> TokenKeyFile.open(file)).isInstanceOf(IOException.class)
            .hasMessageContaining("damaged").hasMessageNotContaining("c4nary").hasNoCause();
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> TokenKeyFile.open(file)).isInstanceOf(IOException.class)
            .hasMessageContaining("missing").hasMessageContaining(file.toString());
    }

    @Test
    void shouldNeverPrintTheKey() throws IOException {
        assertThat(TokenKeyFile.openOrCreate(file)).hasToString("TokenKey[secret]");
    }
}
