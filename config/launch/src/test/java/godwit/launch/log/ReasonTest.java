package godwit.launch.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** People read words, not names of classes. */
class ReasonTest {
    static Stream<Arguments> reasons() {
        return Stream.of(
            Arguments.of(new IOException("line too long"), "line too long"),
            Arguments.of(new NoSuchFileException("/a"), "there is no /a"),
            Arguments.of(new AccessDeniedException("/a"), "no permission for /a"),
            Arguments.of(new FileAlreadyExistsException("/a"), "there is a file /a"),
            Arguments.of(new FileSystemException("/a", null, "No space left"), "/a: No space left"),
            Arguments.of(new UncheckedIOException(new AccessDeniedException("/a")), "no permission for /a"),
            Arguments.of(new UncheckedIOException("the folder cannot be read", new AccessDeniedException("/a")),
                "the folder cannot be read (no permission for /a)"),
            Arguments.of(new IllegalStateException(new IOException("gone")), "gone"),
            Arguments.of(new UnknownHostException("far.example"), "unknown host far.example"),
            Arguments.of(new ClosedChannelException(), "the connection was closed"),
            Arguments.of(new TimeoutException(), "no answer in time"),
            Arguments.of(new IllegalStateException(), "an unexpected error without a text"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void shouldSayItInWords(final Throwable thrown, final String words) {
        assertThat(Reason.of(thrown)).isEqualTo(words);
    }

    @Test
    void shouldNameClassesInTheFileOnly() {
        final Throwable thrown = new IllegalStateException(new IOException("the disk is gone"));

        assertThat(line(false, thrown)).endsWith(" WARN [main] godwit.part: not stored: the disk is gone\n");
        assertThat(line(true, thrown)).contains("not stored | java.lang.IllegalStateException", "ReasonTest");
    }

    private static String line(final boolean withFrames, final Throwable thrown) {
        final LoggingEvent event = new LoggingEvent("", new LoggerContext().getLogger("godwit.part"), Level.WARN,
            "not stored", thrown, null);
        event.setThreadName("main");
        return new OneLineLayout(withFrames).doLayout(event);
    }
}
