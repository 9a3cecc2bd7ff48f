package godwit.launch.up;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Child processes that are gone at once, or never. */
@Timeout(30)
class ChildrenTest {
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Children.class);

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(said);
    }

    @Test
    void shouldWaitUntilAChildIsGone() throws Exception {
        final Process sleeping = new ProcessBuilder("sleep", "60").start();

        assertThat(new Children(() -> Stream.of(sleeping.toHandle())).end(Duration.ofSeconds(20).toMillis())).isTrue();

        assertThat(sleeping.isAlive()).isFalse();
        assertThat(said.list).isEmpty();
    }

    @Test
    void shouldSayThatAChildDoesNotEnd() {
        final Map<String, Object> answers = Map.of("destroyForcibly", true, "onExit",
            new CompletableFuture<ProcessHandle>(), "isAlive", true, "pid", 4711L);
        final ProcessHandle hanging = (ProcessHandle) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {ProcessHandle.class}, (proxy, method, arguments) -> answers.get(method.getName()));

        assertThat(new Children(() -> Stream.of(hanging)).end(50)).isTrue();

        assertThat(said.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).contains("pids=[4711]");
        });
    }

    @Test
    void shouldSayWhenThereIsNone() {
        assertThat(new Children(Stream::empty).end(50)).isFalse();
    }
}
