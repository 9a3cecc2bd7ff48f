package godwit.launch.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends of a process with a child that does not see that its parent is gone: it is gone before, whatever hangs. */
@Timeout(60)
class StopHookTest {
    private List<String> lines;

    @Test
    void shouldNotLeaveAChildBehindWhenAPartHangs() throws Exception {
        assertThat(terminate("hang")).isEqualTo(1);

        assertThat(lines).filteredOn(line -> line.contains("a part did not stop")).singleElement().asString()
            .as("all that was waited, not only the half second before the child was killed")
            .containsPattern("did not stop in (1[5-9]|[2-9]\\d)\\d\\d ms");
    }

    @Test
    void shouldEndInOrderWhenOnlyAChildWasLate() throws Exception {
        assertThat(terminate("wait for the child")).isZero();
    }

    @Test
    void shouldStopEverythingWhenASignalComesWhileItEndsAlone() throws Exception {
        assertThat(terminate("end alone, slowly")).as("its own exit code").isEqualTo(StoppingProcess.OWN_EXIT_CODE);
    }

    @Test
    void shouldKeepItsExitCodeWhenAPartHangsWhileItEndsAlone() throws Exception {
        assertThat(terminate("end alone, hang")).isEqualTo(StoppingProcess.OWN_EXIT_CODE);
    }

    @Test
    void shouldGiveTheRestAsLongAsItsChildrenTook() throws Exception {
        assertThat(terminate("go on slowly after a slow child")).isZero();
    }

    /** SIGTERM once it said its child's process id; answers with the exit code. The child has to be gone by then. */
    private int terminate(final String what) throws Exception {
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), StoppingProcess.class.getName(), what)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        ProcessHandle child = null;
        try (BufferedReader said = process.inputReader()) {
            child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            process.toHandle().destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.isAlive()).as("left behind").isFalse();
            lines = said.lines().toList();
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
            if (child != null) {
                child.destroyForcibly();
            }
        }
    }
}
