package godwit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A mutant whose text is not in its source exactly once would leave the code as it is, and be a fault of the list. */
class SourceMutantTextTest {
    private static final SourceMutant MUTANT = SourceMutant.LEFT_CHAT_NOT_COUNTED;
    private static final String FILE = MUTANT.files().iterator().next();

    @Test
    void shouldChangeItsSource() throws IOException {
        final String source = source();
        assertThat(MUTANT.change(FILE, source)).isNotEqualTo(source).hasSizeLessThan(source.length());
    }

    @Test
    void shouldNotPassForOneWhoseTextIsGone() throws IOException {
        final String without = MUTANT.change(FILE, source());
        assertThatThrownBy(() -> MUTANT.change(FILE, without)).isInstanceOf(IllegalStateException.class)
            .hasMessageContainingAll("LEFT_CHAT_NOT_COUNTED", "not found", FILE);
    }

    @Test
    void shouldNotChooseBetweenTwoPlaces() throws IOException {
        final String source = source();
        assertThatThrownBy(() -> MUTANT.change(FILE, source + source)).isInstanceOf(IllegalStateException.class)
            .hasMessageContainingAll("LEFT_CHAT_NOT_COUNTED", "found twice", FILE);
    }

    private static String source() throws IOException {
        return Files.readString(Path.of(SourceMutant.path(FILE)));
    }
}
