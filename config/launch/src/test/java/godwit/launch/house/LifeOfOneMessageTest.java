package godwit.launch.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the README's life of one message with what the packages say of themselves. */
final class LifeOfOneMessageTest {
    private static final int STEPS = 16;
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern LINE = Pattern.compile("(?m)^(\\d+)\\. `(godwit[a-z.]+)`: (.+)$");
    private static final Pattern STEP = Pattern.compile("Step (\\d+) of " + STEPS + ": (.+?\\.)(?= |$)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package (godwit[a-z.]+);");
    private static final Pattern BESIDE = Pattern.compile("(Beside the way: |Off the way of a message|Within step \\d).*");

    @Test
    void shouldTellTheSameStepsAsThePackages() throws IOException {
        final Map<Integer, String> told = new TreeMap<>();
        for (final MatchResult line : LINE.matcher(section()).results().toList()) {
            told.put(Integer.parseInt(line.group(1)), line.group(2) + ": " + line.group(3));
        }
        final Map<Integer, String> found = new TreeMap<>();
        for (final Path file : packageInfos()) {
            final Matcher step = STEP.matcher(text(file));
            if (step.lookingAt()) {
                final String before = found.put(Integer.parseInt(step.group(1)), name(file) + ": " + step.group(2));
                assertThat(before).as("two packages of step %s", step.group(1)).isNull();
            }
        }
        assertThat(found).hasSize(STEPS);
        assertThat(told).isEqualTo(found);
    }

    @Test
    void shouldPlaceEveryPackageOnTheWayOrBesideIt() throws IOException {
        assertThat(packageInfos()).hasSizeGreaterThan(STEPS).allSatisfy(file ->
            assertThat(STEP.matcher(text(file)).lookingAt() || BESIDE.matcher(text(file)).matches()).as("%s", file)
                .isTrue());
    }

    @Test
    void shouldFindAPackageInfoBesideEverySource() throws IOException {
        try (Stream<Path> files = sources()) {
            assertThat(files.map(Path::getParent).distinct()).allSatisfy(folder ->
                assertThat(folder.resolve("package-info.java")).isRegularFile());
        }
    }

    private static String section() throws IOException {
        final String readme = Files.readString(ROOT.resolve("README.md"));
        final int from = readme.indexOf("## Life of one message");
        assertThat(from).isPositive();
        final int to = readme.indexOf("\n## ", from);
        return to < 0 ? readme.substring(from) : readme.substring(from, to);
    }

    private static List<Path> packageInfos() throws IOException {
        try (Stream<Path> files = sources()) {
            return files.filter(file -> file.endsWith("package-info.java")).toList();
        }
    }

    private static Stream<Path> sources() throws IOException {
        return Stream.of("config/settings", "config/launch", "sequencer/protocol", "sequencer/client", "sequencer/core",
            "sequencer/node", "sequencer/simulation", "journal", "journal/cassandra", "edge/node", "edge/web", "replay", "perf")
            .map(module -> ROOT.resolve(module).resolve("src/main/java")).filter(Files::isDirectory)
            .flatMap(LifeOfOneMessageTest::javaFiles);
    }

    private static Stream<Path> javaFiles(final Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Javadoc of a package on one line. */
    private static String text(final Path file) {
        try {
            final String source = Files.readString(file);
            return source.substring(source.indexOf("/**") + 3, source.indexOf("*/"))
                .replaceAll("(?m)^\\s*\\*", "").replaceAll("\\s+", " ").trim();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(final Path file) throws IOException {
        final Matcher line = PACKAGE.matcher(Files.readString(file));
        assertThat(line.find()).as("%s", file).isTrue();
        return line.group(1);
    }
}
