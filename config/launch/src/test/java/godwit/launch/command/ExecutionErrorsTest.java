package godwit.launch.command;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.launch.OperationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a report of an error has to say that nobody foresaw. */
class ExecutionErrorsTest {
    private final StringWriter err = new StringWriter();

    @Test
    void shouldNameThePlaceInOurCodeAndAllCauses() {
        assertThat(run(() -> Objects.requireNonNull(null, "no such thing"))).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).startsWith("godwit: no such thing; that is a bug, please report this "
            + "line (java.lang.NullPointerException at godwit.launch.command.ExecutionErrorsTest.");
    }

    @Test
    void shouldNameTheCauses() {
        assertThat(run(() -> {
            throw new IllegalStateException("not done", new ArithmeticException("by zero"));
        })).isEqualTo(1);
        assertThat(err.toString()).contains(
            "(java.lang.IllegalStateException caused by java.lang.ArithmeticException at godwit.launch.");
    }

    @Test
    void shouldSayABugOfAnArgumentThatIsNoOption() {
        assertThat(run(() -> List.of(1).subList(2, 1).size())).isEqualTo(1);
        assertThat(err.toString()).contains("that is a bug", "java.lang.I");
    }

    @Test
    void shouldNameNoPlaceOfWhatWasForeseen() {
        assertThat(run(() -> {
            throw new OperationException("not there");
        })).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("godwit: not there" + System.lineSeparator());
    }

    private int run(final Callable<Integer> body) {
        return new CommandLine(new Failing(body)).setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler(new ExecutionErrors()).setExitCodeExceptionMapper(thrown -> ExitCode.FAILED)
            .execute();
    }

    @Command(name = "failing")
    private static final class Failing implements Callable<Integer> {
        private final Callable<Integer> body;

        private Failing(final Callable<Integer> body) {
            this.body = body;
        }

        @Override
        public Integer call() throws Exception {
            return body.call();
        }
    }
}
