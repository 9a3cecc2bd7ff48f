package godwit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the tests of the browser SDK, which are JavaScript, by {@code node --test}. */
final class SdkTest {
    /** Where Maven runs the tests: the module's folder. */
    static final Path SCRIPTS = Path.of("src", "test", "js");

    @Test
    void shouldPassTheTestsOfTheSdk() throws Exception {
        Tool node = Tool.required("node");
        Path output = Path.of("target", "node-test.txt");
        List<String> arguments = new ArrayList<>(List.of("--test"));
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            files.map(Path::toString).filter(name -> name.endsWith(".test.mjs")).sorted().forEach(arguments::add);
        }
        int exit = node.run(Duration.ofMinutes(2), output, Map.of(), arguments);
        assertThat(exit).as("%s", Files.readString(output)).isZero();
    }
}
