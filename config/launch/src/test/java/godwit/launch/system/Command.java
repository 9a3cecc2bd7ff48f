package godwit.launch.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One finished call of {@code godwit}.
 *
 * @param exitCode what it ended with.
 * @param out      its standard output.
 * @param err      its standard error.
 */
record Command(int exitCode, String out, String err) {
    /** The launcher under test. */
    static final Path GODWIT = Path.of(System.getProperty("godwit.bin", "../bin/godwit")).toAbsolutePath().normalize();

    static Command run(final String... arguments) {
        return run(Map.of(), Duration.ofSeconds(60), arguments);
    }

    static Command run(final Map<String, String> environment, final Duration patience, final String... arguments) {
        final List<String> line = new ArrayList<>();
        line.add(GODWIT.toString());
        line.addAll(List.of(arguments));
        return runProgram(environment, patience, line);
    }

    static Command runProgram(
        final Map<String, String> environment, final Duration patience, final List<String> line) {
        try {
            final Path out = Files.createTempFile("godwit-out", ".txt");
            final Path err = Files.createTempFile("godwit-err", ".txt");
            final ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("GODWIT_BUILD", "never");
            builder.environment().putAll(environment);
            final Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + patience + ": " + line + "\n"
                    + Files.readString(out) + Files.readString(err));
            }
            final Command done = new Command(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return done;
        } catch (final IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Map<String, Object> json() {
        return Json.parse(out.strip());
    }
}
