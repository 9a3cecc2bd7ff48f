package godwit.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program that the page's tests need but the build does not: absent it skips them, in CI it fails them. */
record Tool(Path path) {

    private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

    static Tool required(String name) {
        Optional<Path> found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
        require(found.isPresent(), name + " is not on the PATH");
        return new Tool(found.orElseThrow());
    }

    /** Goes on if {@code present}; else says so in one line and skips the test, or fails it in CI. */
    static void require(boolean present, String missing) {
        if (present) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI=true demands the page's tests, but " + missing);
        }
        if (ANNOUNCED.compareAndSet(false, true)) {
            announce("the page's tests were skipped: " + missing);
        }
        Assumptions.abort(missing);
    }

    /** @return the exit code; everything the program says goes to {@code output} */
    int run(Duration limit, Path output, Map<String, String> environment, List<String> arguments)
        throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(path.toString()), arguments.stream()).toList());
        builder.environment().putAll(environment);
        Files.createDirectories(output.toAbsolutePath().getParent());
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(limit.toMillis(), MILLISECONDS)) {
                throw new AssertionError("still running after limit=" + limit + ": " + path + " " + arguments
                    + "\n" + Files.readString(output));
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Past Surefire, which puts a test's output into a file, to whoever watches the build. */
    private static void announce(String line) {
        try {
            Files.writeString(Path.of("/dev/stderr"), "[WARNING] " + line + System.lineSeparator(),
                StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println(line);
        }
    }
}
