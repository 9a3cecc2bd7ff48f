package godwit.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example file names every setting with its sentence, range and default, and nothing else. */
class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("../conf/godwit.conf");

    @Test
    void shouldBeWhatTheKeysSay() throws IOException {
        assertThat(Files.readString(EXAMPLE)).isEqualTo(expected());
    }

    @Test
    void shouldLoadWithEverySettingUncommented() throws IOException {
        final Path file = Files.createTempFile("godwit", ".conf");
        try {
            Files.write(file, Files.readAllLines(EXAMPLE).stream()
                .map(line -> line.startsWith("#") && !line.startsWith("# ") && line.contains(" = ")
                    ? line.substring(1) : line)
                .toList());
            final Settings settings = new SettingsLoader().file(file).load();
            assertThat(settings.effective()).noneMatch(line -> line.endsWith("(default)"));
            assertThat(settings.edge()).isEqualTo(Settings.defaults(Path.of("data")).edge());
        } finally {
            Files.delete(file);
        }
    }

    private static String expected() {
        final List<String> lines = new ArrayList<>(List.of(
            "# Godwit's settings, each with its default. Uncomment and change what you need, then start with",
            "#   config/bin/godwit up --config FILE",
            "# The same names work on the command line: --set edge.in-flight=64",
            "# Bytes: 64KiB, 1GiB. Times: 500ms, 5s, 10min, 1h, 30d."));
        for (final Key<?> key : Keys.all()) {
            lines.add("");
            lines.add("# " + key.sentence());
            lines.add("# " + key.expected());
            lines.add("#" + key.name() + " = \"" + key.defaultText() + "\"");
        }
        return String.join("\n", lines) + "\n";
    }
}
