package godwit.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script with a java and a mvn of straw, in a project of straw. */
@Timeout(60)
class LauncherTest {
    @TempDir
    private Path root;
    private Path tools;

    @BeforeEach
    void makeProject() throws IOException {
        tools = Files.createDirectories(root.resolve("tools"));
        Files.createDirectories(root.resolve("config/bin"));
        Files.createDirectories(root.resolve("config/launch/src/main/java"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("../bin/godwit"), root.resolve("config/bin/godwit"));
        script(tools.resolve("mvn"),
            "sleep 0.2; echo built >>" + root.resolve("builds") + "; mkdir -p " + root + "/config/launch/target/godwit/lib");
        java("17.0.15");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_402", "11.0.22", "16"})
    void shouldRefuseAJavaThatIsTooOld(final String version) throws Exception {
        java(version);

        final Ended ended = run("auto", true, "version");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.text()).startsWith("godwit: ").contains(version, "too old", "JDK 17 or later").hasLineCount(1);
        assertThat(root.resolve("builds")).doesNotExist();
    }

    @Test
    void shouldSayThatThereIsNoJava() throws Exception {
        Files.delete(tools.resolve("java"));

        final Ended ended = run("auto", true, "version");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.text()).isEqualTo("godwit: no java on the PATH: install a JDK 17 or later, or set JAVA_HOME\n");
    }

    @Test
    void shouldBuildOnceAndAgainWhenASourceIsNewer() throws Exception {
        assertThat(run("auto", true, "version").code()).isZero();
        assertThat(run("auto", true, "version").code()).isZero();
        assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(1);

        final Path source = Files.writeString(root.resolve("config/launch/src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(run("auto", true, "version").code()).isZero();
        assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBuildOnceWhenTwoStartAtOnce(final boolean withFlock) throws Exception {
        final Process first = start("auto", withFlock, "version");
        final Process second = start("auto", withFlock, "version");

        assertThat(end(first).code()).isZero();
        assertThat(end(second).code()).isZero();
        assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(1);
    }

    @Test
    void shouldNotTakeAFailedBuildForDone() throws Exception {
        script(tools.resolve("mvn"), "echo '[ERROR] it does not compile'; exit 1");

        final Ended failed = run("auto", true, "version");

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.text()).contains("it does not compile", "the build failed");
        assertThat(run("auto", true, "version").code()).isEqualTo(1);
    }

    @Test
    void shouldNeverBuildWhenToldSo() throws Exception {
        final Ended ended = run("never", true, "version");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.text()).startsWith("godwit: not built").hasLineCount(1);
        assertThat(root.resolve("builds")).doesNotExist();
    }

    @Test
    void shouldHandTheArgumentsOnUnchanged() throws Exception {
        final Ended ended = run("auto", true, "up", "--data", "a b", "--set", "x=$HOME *");

        assertThat(ended.text()).contains("-Xmx512m", "--add-opens=java.base/java.util.zip=ALL-UNNAMED")
            .endsWith("[godwit.launch.Godwit][up][--data][a b][--set][x=$HOME *]\n")
            .doesNotContain("CompactObjectHeaders");
    }

    @Test
    void shouldGiveAReplayMoreHeapThanTheStateOfARunMayTake() throws Exception {
        assertThat(run("auto", true, "replay", "verify").text()).contains("-Xmx1g").doesNotContain("-Xmx256m");
    }

    @Test
    void shouldKeepWhatARunWritesFromOthersEyes() throws Exception {
        script(tools.resolve("java"), "if [ \"$1\" = -version ]; then echo 'version \"17.0.15\"' >&2; else umask; fi");

        assertThat(run("auto", true, "up").text()).endsWith("0077\n");
        assertThat(Files.getPosixFilePermissions(root.resolve("config/launch/target/godwit/lib")))
            .as("what is built is for all").contains(PosixFilePermission.OTHERS_READ);
    }

    @Test
    void shouldUseWhatANewerJdkOffers() throws Exception {
        java("25.0.3");

        assertThat(run("auto", true, "version").text())
            .contains("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders");
    }

    private void java(final String version) throws IOException {
        script(tools.resolve("java"),
            "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2025-01-01' >&2; exit; fi\n"
                + "for a in \"$@\"; do printf '[%s]' \"$a\"; done; echo");
    }

    private Ended run(final String build, final boolean withFlock, final String... args) throws Exception {
        return end(start(build, withFlock, args));
    }

    private Process start(final String build, final boolean withFlock, final String... args) throws IOException {
        final String[] command = new String[args.length + 2];
        command[0] = "/bin/sh";
        command[1] = root.resolve("config/bin/godwit").toString();
        System.arraycopy(args, 0, command, 2, args.length);
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("GODWIT_BUILD", build);
        builder.environment().put("PATH", tools + ":" + plainTools(withFlock));
        return builder.start();
    }

    /** A folder with the tools of the script and nothing else: neither the machine's java nor its mvn. */
    private Path plainTools(final boolean withFlock) throws IOException {
        final Path folder = Files.createDirectories(root.resolve(withFlock ? "with-flock" : "without-flock"));
        for (final String tool : "readlink dirname sed head find mkdir rm mv cat grep sleep flock".split(" ")) {
            final Path link = folder.resolve(tool);
            if (!Files.exists(link) && (withFlock || !tool.equals("flock"))) {
                Files.createSymbolicLink(link, Files.exists(Path.of("/usr/bin", tool))
                    ? Path.of("/usr/bin", tool) : Path.of("/bin", tool));
            }
        }
        return folder;
    }

    private static Ended end(final Process process) throws Exception {
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), text);
    }

    private static void script(final Path file, final String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ended(int code, String text) {
    }
}
